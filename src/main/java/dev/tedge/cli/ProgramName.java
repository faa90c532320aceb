package dev.tedge.cli;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The name under which the program was called: {@code tedge-mapper aws} is {@code tedge run tedge-mapper aws} (thin-edge.io,
 * {@code tedge/src/main.rs}).
 *
 * @param name the name of the file or link, with or without its directory
 */
record ProgramName(String name) {

    static final String MAPPER = "tedge-mapper";

    ProgramName {
        Objects.requireNonNull(name, "name");
    }

    /** What the launcher says in the system property {@code tedge.program}; without it, the program is {@code tedge}. */
    static ProgramName ofProcess() {
        return new ProgramName(System.getProperty("tedge.program", "tedge"));
    }

    /** The command line after {@code tedge} that is meant. */
    String[] words(String... args) {
        return Path.of(name).endsWith(MAPPER)
                ? Stream.concat(Stream.of("run", MAPPER), Stream.of(args)).toArray(String[]::new)
                : args.clone();
    }
}
