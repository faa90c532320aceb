package dev.tedge.benchmark.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A main class of the test class path in a JVM of its own, with the options that deploy/tedge gives a gateway.
 *
 * @param name as in tables
 * @param main the class; its arguments are the thing, the local port and the cloud's port
 */
record JavaPeer(String name, Class<?> main) implements Peer {

    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xms16m",
            "-Xmn6m",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"));

    @Override
    public Optional<ProcessBuilder> command(Site site, int localPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(site.tlsProperties());
        command.addAll(List.of(main.getName(), Site.THING));
        command.addAll(List.of(Integer.toString(localPort), Integer.toString(site.cloudPort())));
        return Optional.of(new ProcessBuilder(command));
    }
}
