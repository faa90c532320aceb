package dev.tedge.cli;

import dev.tedge.gateway.check.RouteCheck;
import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.check.RouteFindings;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.gateway.source.RouteSurroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge routes check}. */
@Command(
        name = "check",
        description = {
            "Say what keeps the routes from running, with line and column; nothing is started.",
            "The exit code is 1 when there is a fault. Warnings are no faults."
        },
        footer = "%nExample: tedge routes check frost.camel.yaml")
final class RoutesCheckCommand extends RoutesCommand.OnRoutes {

    @Parameters(
            arity = "0..*",
            paramLabel = "<FILE>",
            description = "Route files in the place of those of their names, or beside those in force")
    private List<Path> files = new ArrayList<>();

    /** What Camel logs of a fault is told in better words. */
    @Override
    LogLevels logLevels() {
        return LogLevels.of(root(), LogLevel.ERROR, "tedge");
    }

    @Override
    Action prepare() throws Exception {
        files.forEach(file -> RoutesCommand.requireRouteFile(this, file));
        RouteSurroundings surroundings = surroundings();
        return new Action("check the routes", () -> {
            try (surroundings) {
                return check(surroundings);
            }
        });
    }

    private int check(RouteSurroundings surroundings) {
        List<RouteFile> all = RouteFiles.with(surroundings.files(), files);
        Map<String, String> given = new HashMap<>();
        files.forEach(path -> given.put(String.valueOf(path.getFileName()), path.toString()));
        RouteFindings found = RouteCheck.ofCommand(surroundings).findings(all);
        List<RouteFault> faults = new ArrayList<>(found.faults());
        faults.addAll(found.code());
        faults.forEach(fault -> console().out().println(line(fault, given)));
        found.warnings().forEach(doubt -> console().out().println("warning: " + line(doubt, given)));
        long looked = all.stream().filter(RouteFile::inForce).count();
        console()
                .out()
                .println("%s, %s: %s"
                        .formatted(
                                count(looked, "file"),
                                count(found.routes(), "route"),
                                faults.isEmpty() ? "no faults" : count(faults.size(), "fault")));
        console().out().flush();
        return faults.isEmpty() ? 0 : TedgeCommand.FAILED;
    }

    private static String line(RouteFault fault, Map<String, String> given) {
        String path = given.getOrDefault(fault.file(), fault.file());
        return new RouteFault(path, fault.place(), fault.reason()).toString();
    }

    private static String count(long number, String what) {
        return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
    }
}
