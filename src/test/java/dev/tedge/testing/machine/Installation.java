package dev.tedge.testing.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the package brings that a service needs, laid into a machine as the package lays it. */
public final class Installation {

    private static final Path SOURCES = Path.of("deploy/systemd");
    private static final String UNITS = "/usr/lib/systemd/system/";

    private Installation() {}

    /**
     * Installs the package that the build has made, with dpkg, into a machine where it lies; a former installation is gone then.
     *
     * @throws AssertionError when that fails or has warnings
     */
    public static void ofPackage(BootedMachine machine, String file) {
        machine.succeed("rm", "-rf", "/etc/tedge", "/var/lib/tedge", "/etc/mosquitto/conf.d/tedge.conf");
        BootedMachine.Finished finished = machine.run("dpkg", "--install", file);
        if (finished.exitCode() != 0 || !finished.err().isEmpty()) {
            throw new AssertionError("dpkg ended with %d: %s".formatted(finished.exitCode(), finished.err()));
        }
    }

    /** Lays program and units into a machine that is switched off. */
    public static BootedMachine into(BootedMachine machine) {
        machine.file(Path.of("deploy/tedge"), "/usr/bin/tedge")
                .file(Path.of(System.getProperty("tedge.jar")), "/usr/lib/tedge/tedge.jar")
                .file(SOURCES.resolve("cert-renewer"), "/usr/lib/tedge/cert-renewer")
                .file(SOURCES.resolve("restart-pause"), "/usr/lib/tedge/restart-pause")
                .file(SOURCES.resolve("sysusers.d/tedge.conf"), "/usr/lib/sysusers.d/tedge.conf")
                .file(SOURCES.resolve("tmpfiles.d/tedge.conf"), "/usr/lib/tmpfiles.d/tedge.conf");
        units().forEach(unit -> machine.file(SOURCES.resolve(unit), UNITS + unit));
        return machine;
    }

    /** What the package does when its files are there. */
    public static void complete(BootedMachine machine) {
        machine.succeed("systemd-sysusers", "tedge.conf");
        machine.succeed("systemd-tmpfiles", "--create", "tedge.conf");
        machine.succeed("systemctl", "daemon-reload");
    }

    /** The names of the units, templates among them. */
    public static List<String> units() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.(service|timer|target)"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
