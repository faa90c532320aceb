package dev.tedge.cli;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.source.Ejection;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge routes eject}. */
@Command(
        name = "eject",
        description =
                "Copy a built-in route file to the user's, to edit it there; it then takes the place of the built-in one.",
        footer = "%nExample: tedge routes eject telemetry")
final class RoutesEjectCommand extends ActionCommand {

    @Parameters(
            paramLabel = "<NAME>",
            completionCandidates = Names.class,
            description = "One of: ${COMPLETION-CANDIDATES}")
    private String name = "";

    @Option(names = "--stdout", description = "Print the copy, and write nothing")
    private boolean stdout;

    @Override
    Action prepare() throws Exception {
        String file = name.endsWith(RouteFile.SUFFIX) ? name : name + RouteFile.SUFFIX;
        Optional<RouteFile> builtIn = RouteFiles.builtIn(file);
        if (builtIn.isEmpty()) {
            throw misused("'%s' is not a built-in route file: give one of %s"
                    .formatted(name, Names.all().collect(Collectors.joining(", "))));
        }
        if (stdout) {
            return Action.of("print the route file '%s'".formatted(file), () -> {
                console().out().print(Ejection.text(builtIn.get(), TedgeCommand.Version.number()));
                console().out().flush();
            });
        }
        TedgeConfig config = config();
        return Action.of("eject the route file '%s'".formatted(file), () -> eject(builtIn.get(), config.directory()));
    }

    private void eject(RouteFile builtIn, Path directory) throws IOException {
        try {
            Path file = Ejection.eject(builtIn, directory, TedgeCommand.Version.number());
            console().out().println(file);
            console().out().flush();
            Path off = file.resolveSibling(builtIn.name() + RouteFile.SWITCHED_OFF);
            if (Files.exists(off)) {
                console().warn("It has no effect yet: remove '%s', which switches it off".formatted(off));
            }
        } catch (FileAlreadyExistsException present) {
            throw new IOException(
                    "'%s' is there already and stays as it is. To begin again from the built-in file, move it away first"
                            .formatted(present.getFile()),
                    present);
        }
    }

    /** The names, as people write them. */
    static final class Names implements Iterable<String> {

        static Stream<String> all() {
            return RouteFiles.BUILT_IN.stream().map(file -> file.replace(RouteFile.SUFFIX, ""));
        }

        @Override
        public Iterator<String> iterator() {
            return all().iterator();
        }
    }
}
