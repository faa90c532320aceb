package dev.tedge.cli;

import dev.tedge.connect.ServiceManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A service manager that does what the test wants, and keeps what it was asked for. */
final class TestingServices implements ServiceManager {

    private final boolean available;
    private final boolean known;
    private final boolean working;
    private final List<String> done = new ArrayList<>();

    private TestingServices(boolean available, boolean known, boolean working) {
        this.available = available;
        this.known = known;
        this.working = working;
    }

    static TestingServices absent() {
        return new TestingServices(false, false, false);
    }

    static TestingServices withoutService() {
        return new TestingServices(true, false, false);
    }

    static TestingServices withService() {
        return new TestingServices(true, true, true);
    }

    static TestingServices withBrokenService() {
        return new TestingServices(true, true, false);
    }

    List<String> done() {
        return done;
    }

    @Override
    public String name() {
        return "systemd";
    }

    @Override
    public boolean isAvailable() {
        return available;
    }

    @Override
    public boolean has(String service) {
        return known;
    }

    @Override
    public void enable(String service) throws IOException {
        act("enable " + service);
    }

    @Override
    public void disable(String service) throws IOException {
        act("disable " + service);
    }

    private void act(String what) throws IOException {
        if (!working) {
            throw new IOException("Access denied");
        }
        done.add(what);
    }
}
