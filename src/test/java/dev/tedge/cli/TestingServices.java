package dev.tedge.cli;

import dev.tedge.connect.ServiceManager;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/** A service manager that does what the test wants, and keeps what it was asked for. */
final class TestingServices implements ServiceManager, Closeable {

    private final boolean available;
    private final boolean working;
    private final Set<String> known;
    private final Set<String> active = new HashSet<>();
    private final List<Callable<Closeable>> servers = new ArrayList<>();
    private final List<Closeable> opened = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private final List<String> done = new ArrayList<>();

    private TestingServices(boolean available, boolean working, String... known) {
        this.available = available;
        this.working = working;
        this.known = Set.of(known);
    }

    static TestingServices absent() {
        return new TestingServices(false, false);
    }

    static TestingServices withoutService() {
        return new TestingServices(true, false);
    }

    static TestingServices withService() {
        return with("tedge-mapper-aws");
    }

    static TestingServices with(String... services) {
        return new TestingServices(true, true, services);
    }

    static TestingServices withBrokenService() {
        return withBroken("tedge-mapper-aws");
    }

    static TestingServices withBroken(String service) {
        return new TestingServices(true, false, service);
    }

    /** What a start opens; {@link #close} by the test. */
    TestingServices onStart(Callable<Closeable> server) {
        servers.add(server);
        return this;
    }

    /** With these services running. */
    TestingServices running(String... services) {
        active.addAll(Arrays.asList(services));
        return this;
    }

    /** With these actions, such as {@code start mosquitto}, failing from now on. */
    TestingServices failing(String... actions) {
        failing.clear();
        failing.addAll(Arrays.asList(actions));
        return this;
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
        return known.contains(service);
    }

    @Override
    public boolean isActive(String service) {
        return active.contains(service);
    }

    @Override
    public void start(String service) throws IOException {
        act("start " + service);
        active.add(service);
        for (Callable<Closeable> server : servers) {
            opened.add(open(server));
        }
    }

    @Override
    public void restart(String service) throws IOException {
        act("restart " + service);
        active.add(service);
    }

    @Override
    public void stop(String service) throws IOException {
        act("stop " + service);
        active.remove(service);
    }

    @Override
    public void enable(String service) throws IOException {
        act("enable " + service);
    }

    @Override
    public void disable(String service) throws IOException {
        act("disable " + service);
    }

    private static Closeable open(Callable<Closeable> server) throws IOException {
        try {
            return server.call();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Closeable server : opened) {
            server.close();
        }
    }

    private void act(String what) throws IOException {
        if (!working || failing.contains(what)) {
            throw new IOException("Access denied");
        }
        done.add(what);
    }
}
