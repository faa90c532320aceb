package dev.tedge.config.value;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A kind of value: what it is called, how it is written, checked and turned into a Java value.
 *
 * @param name for people, as in "host name"
 * @param unit of a number that is written without one, as in "seconds"
 * @param form how TOML holds it
 * @param canonical brings accepted text into the form that is stored and printed
 * @param parser turns text into the value, or throws {@link IllegalArgumentException} with the reason
 * @param <T> the Java type
 */
public record ValueType<T>(
        String name,
        Optional<String> unit,
        TomlForm form,
        UnaryOperator<String> canonical,
        Function<String, T> parser) {

    public ValueType {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(unit, "unit");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(canonical, "canonical");
        Objects.requireNonNull(parser, "parser");
    }

    /** A kind without unit that is stored as it is typed. */
    public ValueType(String name, TomlForm form, Function<String, T> parser) {
        this(name, Optional.empty(), form, UnaryOperator.identity(), parser);
    }

    /** The same kind, its numbers in a unit. */
    public ValueType<T> in(String newUnit) {
        return new ValueType<>(name, Optional.of(newUnit), form, canonical, parser);
    }

    /** The same kind, brought into a form before it is stored or printed. */
    public ValueType<T> storedAs(UnaryOperator<String> newCanonical) {
        return new ValueType<>(name, unit, form, newCanonical, parser);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when the text is not a value of this kind; the message says why
     */
    public T parse(String text) {
        return parser.apply(text);
    }

    /**
     * The form in which a value is stored and printed, such as an absolute path for a relative one.
     *
     * @throws IllegalArgumentException when the text is not a value of this kind
     */
    public String stored(String text) {
        parse(text);
        return canonical.apply(text);
    }
}
