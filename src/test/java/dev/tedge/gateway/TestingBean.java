package dev.tedge.gateway;

/** A bean of route files that can't be made at times. */
public final class TestingBean {

    private static volatile boolean broken;

    /** For Camel. */
    public TestingBean() {
        if (broken) {
            throw new IllegalStateException("no licence");
        }
    }

    /** From now on. */
    static void beBroken(boolean now) {
        broken = now;
    }
}
