package dev.tedge.link;

/** What a broker says to a message that it does not take. */
public final class TestingRefusals {

    private TestingRefusals() {}

    /** A PUBACK that is a refusal. */
    public static PublishRefusedException answered(String topic, int reasonCode) {
        return PublishRefusedException.answered(topic, reasonCode);
    }
}
