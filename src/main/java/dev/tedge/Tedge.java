package dev.tedge;

import dev.tedge.cli.TedgeCommand;

/** The program {@code tedge}. */
public final class Tedge {

    private Tedge() {}

    /**
     * Runs one command and ends the JVM with its exit code.
     *
     * @param args the command line, as in {@code tedge --help}
     */
    public static void main(String... args) {
        System.exit(TedgeCommand.run(args));
    }
}
