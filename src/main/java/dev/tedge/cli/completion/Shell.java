package dev.tedge.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import picocli.CommandLine;

/** A shell that can complete commands. */
public enum Shell {
    BASH("tedge.bash"),
    /** Reads bash's script by a part of its own. */
    ZSH("tedge.bash"),
    FISH("tedge.fish");

    private final String resource;

    Shell(String resource) {
        this.resource = resource;
    }

    /** The script for a tree of commands; it is complete in itself and reads the names of profiles only. */
    public String script(CommandLine tree) {
        String table = String.join("\n", CompletionTable.of(tree));
        try (InputStream in = Objects.requireNonNull(Shell.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("@TABLE@", quoted(table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fish has the table in quotes. */
    private String quoted(String table) {
        return this == FISH ? table.replace("\\", "\\\\").replace("'", "\\'") : table;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
