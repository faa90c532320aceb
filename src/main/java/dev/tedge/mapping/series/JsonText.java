package dev.tedge.mapping.series;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values as JSON writes them. */
public final class JsonText {

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    private JsonText() {}

    /** A string with its quotes. */
    public static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** A number that others have written, as it is if JSON knows this form; empty when it is none, or has an absurd size. */
    static Optional<String> number(String written) {
        // Java also reads 007 and 1., which JSON does not know; .5 and +5 are made known to both.
        String plain = written.replaceFirst("^\\+?(?=\\.\\d)", "0").replaceFirst("^\\+(?=\\d)", "");
        return Leaves.number(plain).map(number -> NUMBER.matcher(plain).matches() ? plain : number.toString());
    }
}
