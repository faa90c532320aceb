package dev.tedge.testing.table;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a line of a row can begin with. Paths are below the configuration directory. A word may be followed by lines that
 * begin with {@code |}, its text.
 *
 * <p>{@code {config}}, {@code {work}}, {@code {port}} and {@code {port2}} stand for the configuration directory, the
 * working directory and two free ports. Text is judged by {@code is}, {@code has}, {@code lacks}, {@code matches} or
 * {@code any} ({@link TextCheck}).
 */
enum Word {
    /** {@code given NAME}: the steps of that fixture. */
    GIVEN("given"),
    /** {@code env NAME=VALUE}: for all commands that follow. */
    ENV("env"),
    /** {@code write PATH [MODE]}: makes a file of the text. */
    WRITE("write"),
    /** {@code directory PATH}: makes a directory. */
    DIRECTORY("directory"),
    /** {@code copy DIRECTORY}: copies what is below that directory of the test resources, variables replaced. */
    COPY("copy"),
    /** {@code certificate KIND CN CERTIFICATE [KEY]}: makes PEM files; see {@link CertificateKind}. */
    CERTIFICATE("certificate"),
    /** {@code $ PROGRAM ARGUMENTS}: runs it to its end. */
    RUN("$"),
    /** {@code & PROGRAM ARGUMENTS}: starts it; it is killed at the end of the row. */
    START("&"),
    /** {@code until TEXT}: waits for a line of the program that was started last. */
    UNTIL("until"),
    /** {@code signal NAME}: sends a signal to the program that was started last. */
    SIGNAL("signal"),
    /** {@code stop}: ends the program that was started last by SIGTERM; what follows judges it. */
    STOP("stop"),
    /** {@code exit CODE}: without this line it is 0. */
    EXIT("exit"),
    /** {@code stdout CHECK}: without such a line, stdout of {@code tedge} is empty. */
    STDOUT("stdout"),
    /** {@code stderr CHECK}: without {@code stderr any} it has no stack trace. */
    STDERR("stderr"),
    /** {@code file PATH CHECK} or {@code file PATH mode MODE}. */
    FILE("file"),
    /** {@code folder PATH [MODE]}: is a directory. */
    FOLDER("folder"),
    /** {@code absent PATH}: there is nothing. */
    ABSENT("absent"),
    /** {@code unchanged PATH}: file or tree is as it was before the command. */
    UNCHANGED("unchanged");

    private final String text;

    Word(String text) {
        this.text = text;
    }

    static Optional<Word> of(String text) {
        return Arrays.stream(values()).filter(word -> word.text.equals(text)).findFirst();
    }

    /** Whether an outcome is there to be judged after it. */
    boolean isCommand() {
        return this == RUN || this == STOP;
    }

    /** Whether it says what is to come of a command. */
    boolean isExpectation() {
        return compareTo(EXIT) >= 0;
    }

    boolean takesText() {
        return this == WRITE || this == STDOUT || this == STDERR || this == FILE;
    }

    @Override
    public String toString() {
        return text;
    }
}
