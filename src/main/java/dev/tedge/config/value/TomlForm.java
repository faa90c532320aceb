package dev.tedge.config.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;

/** The TOML type in which a kind of value is stored. A string is understood in place of any other. */
public enum TomlForm {
    STRING {
        @Override
        public String literal(String text) {
            return quoted(text);
        }

        @Override
        Optional<String> textOfOther(Object value) {
            return Optional.empty();
        }
    },
    /** A string to write, but a whole number is understood: a duration in seconds. */
    STRING_OR_INTEGER {
        @Override
        public String literal(String text) {
            return quoted(text);
        }

        @Override
        Optional<String> textOfOther(Object value) {
            return value instanceof Long ? Optional.of(value.toString()) : Optional.empty();
        }
    },
    INTEGER {
        @Override
        public String literal(String text) {
            return text;
        }

        @Override
        Optional<String> textOfOther(Object value) {
            return value instanceof Long ? Optional.of(value.toString()) : Optional.empty();
        }
    },
    BOOLEAN {
        @Override
        public String literal(String text) {
            return text;
        }

        @Override
        Optional<String> textOfOther(Object value) {
            return value instanceof Boolean ? Optional.of(value.toString()) : Optional.empty();
        }
    },
    STRING_ARRAY {
        @Override
        public String literal(String text) {
            return text;
        }

        @Override
        Optional<String> textOfOther(Object value) {
            return value instanceof TomlArray array ? strings(array).map(TomlForm::array) : Optional.empty();
        }
    };

    /** The TOML notation of a value in its stored form. */
    public abstract String literal(String text);

    abstract Optional<String> textOfOther(Object value);

    /** The text of a parsed TOML value, or empty when it is of another type. */
    public Optional<String> textOf(Object value) {
        return value instanceof String text ? Optional.of(text) : textOfOther(value);
    }

    /** A list in the notation that is stored and printed: {@code ["a", "b"]}. */
    public static String array(List<String> items) {
        return "[" + String.join(", ", items.stream().map(TomlForm::quoted).toList()) + "]";
    }

    /** The strings of a list in TOML's notation, or empty when the text is something else. */
    public static Optional<List<String>> parseArray(String text) {
        return parseValue(text).filter(TomlArray.class::isInstance).flatMap(value -> strings((TomlArray) value));
    }

    /** The string in a text in TOML's notation, or empty when the text is something else. */
    public static Optional<String> parseString(String text) {
        return parseValue(text).filter(String.class::isInstance).map(String.class::cast);
    }

    private static Optional<Object> parseValue(String text) {
        TomlParseResult result = Toml.parse("v = " + text);
        boolean one = !result.hasErrors() && result.size() == 1;
        return one ? Optional.ofNullable(result.get("v")) : Optional.empty();
    }

    private static Optional<List<String>> strings(TomlArray array) {
        List<String> items = new ArrayList<>();
        for (Object item : array.toList()) {
            if (!(item instanceof String text)) {
                return Optional.empty();
            }
            items.add(text);
        }
        return Optional.of(items);
    }

    private static String quoted(String text) {
        return "\"" + Toml.tomlEscape(text) + "\"";
    }
}
