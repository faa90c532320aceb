package dev.tedge.config;

import java.util.List;
import java.util.Objects;

/**
 * The command lines by which the service manager of a machine is told things, each a program and its arguments, in which
 * {@code {}} stands for the service (thin-edge.io, {@code [init]} in {@code system.toml}).
 *
 * @param name what people call the manager
 * @param isAvailable succeeds when the manager can be used
 * @param start starts a service
 * @param restart starts it anew
 * @param stop stops it
 * @param enable has it started at each boot
 * @param disable ends that
 * @param isActive succeeds when the service runs
 */
public record ServiceCommands(
        String name,
        List<String> isAvailable,
        List<String> start,
        List<String> restart,
        List<String> stop,
        List<String> enable,
        List<String> disable,
        List<String> isActive) {

    private static final String SERVICE = "{}";

    /** Those of systemd, for a machine whose {@code system.toml} says nothing else. */
    public static final ServiceCommands SYSTEMD = new ServiceCommands(
            "systemd",
            List.of("/bin/systemctl", "--version"),
            List.of("/bin/systemctl", "start", SERVICE),
            List.of("/bin/systemctl", "restart", SERVICE),
            List.of("/bin/systemctl", "stop", SERVICE),
            List.of("/bin/systemctl", "enable", SERVICE),
            List.of("/bin/systemctl", "disable", SERVICE),
            List.of("/bin/systemctl", "is-active", SERVICE));

    public ServiceCommands {
        Objects.requireNonNull(name, "name");
        isAvailable = List.copyOf(isAvailable);
        start = List.copyOf(start);
        restart = List.copyOf(restart);
        stop = List.copyOf(stop);
        enable = List.copyOf(enable);
        disable = List.copyOf(disable);
        isActive = List.copyOf(isActive);
    }

    /** One of the command lines, for a service. */
    public static List<String> about(String service, List<String> command) {
        return command.stream().map(word -> word.replace(SERVICE, service)).toList();
    }
}
