package dev.tedge.gateway.service;

import dev.tedge.gateway.control.GatewayStatus;
import dev.tedge.gateway.control.GatewayStatus.LinkStatus;
import dev.tedge.gateway.control.GatewayStatus.Program;
import java.util.StringJoiner;

/** How a gateway is, in the one line that {@code systemctl status} shows. */
final class StatusLine {

    private StatusLine() {}

    static String of(GatewayStatus status) {
        StringJoiner line = new StringJoiner("; ");
        line.add(link("AWS", status.links().aws()));
        if (!status.links().local().up()) {
            line.add(link("the local broker", status.links().local()));
        }
        add(line, status.kept().depth(), "message waits", "messages wait");
        status.kept().trouble().ifPresent(reason -> line.add("no message can be kept: " + reason));
        add(line, refused(status), "fault in route files, see tedge status", "faults in route files, see tedge status");
        return line.toString();
    }

    private static String link(String broker, LinkStatus link) {
        if (link.up()) {
            return "connected to " + broker;
        }
        return link.last()
                .map(end -> "%s not reachable: %s".formatted(broker, end.words()))
                .orElse("connecting to " + broker);
    }

    private static long refused(GatewayStatus status) {
        return status.program()
                .flatMap(Program::routes)
                .map(routes -> (long) routes.refused().size())
                .orElse(0L);
    }

    private static void add(StringJoiner line, long count, String one, String several) {
        if (count > 0) {
            line.add(count + " " + (count == 1 ? one : several));
        }
    }
}
