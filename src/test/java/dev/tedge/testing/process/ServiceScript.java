package dev.tedge.testing.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;

/** A service manager for a program's configuration directory: a shell script that really starts and stops the gateway. */
public final class ServiceScript {

    private ServiceScript() {}

    /** Writes it, and {@code system.toml}. The file {@code pid} tells the gateway, {@code asked} what was ordered, and {@code log} the output. */
    public static void write(TedgeProgram tedge) throws IOException {
        Path directory = tedge.configDirectory();
        Path script = directory.resolve("rc");
        String gateway = tedge.commandLine().stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "", " run aws --config-dir '%s'".formatted(directory)));
        Files.writeString(script, """
                #!/bin/sh
                cd '%s'
                alive() { [ -s pid ] && kill -0 "$(cat pid)" 2>/dev/null; }
                start() { %s >log 2>&1 </dev/null & echo $! >pid; }
                stop() { if alive; then kill "$(cat pid)"; while alive; do sleep 0.1; done; fi; }
                case $1 in
                  is-active) alive; exit ;;
                  start) start ;;
                  restart) stop; start ;;
                  stop) stop ;;
                  --version) exit 0 ;;
                esac
                echo "$@" >>asked
                """.formatted(directory, gateway));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        String commands = List.of("restart", "stop", "start", "enable", "disable", "is_active").stream()
                .map(verb -> "%s = [\"%s\", \"%s\", \"{}\"]\n".formatted(verb, script, verb.replace('_', '-')))
                .collect(Collectors.joining());
        Files.writeString(
                directory.resolve("system.toml"),
                "[init]\nname = \"OpenRC\"\nis_available = [\"%s\", \"--version\"]\n%s".formatted(script, commands));
    }
}
