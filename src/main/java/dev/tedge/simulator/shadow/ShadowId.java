package dev.tedge.simulator.shadow;

import dev.tedge.simulator.registry.Thing;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which shadow.
 *
 * @param thing its thing, which need not be registered
 * @param name empty for the classic shadow
 */
record ShadowId(String thing, Optional<String> name) {

    static final Comparator<ShadowId> ORDER =
            Comparator.comparing(ShadowId::thing).thenComparing(shadow -> shadow.name.orElse(""));

    /** AWS IoT Data Plane API Reference, "GetThingShadow". */
    private static final Pattern NAME = Pattern.compile("[$a-zA-Z0-9:_-]{1,64}");

    ShadowId {
        Objects.requireNonNull(thing, "thing");
        Objects.requireNonNull(name, "name");
    }

    /** @throws ShadowException if AWS allows no such names; the words are ours */
    void check() throws ShadowException {
        if (!Thing.isName(thing)) {
            throw ShadowException.badRequest("Invalid thing name; it must match " + Thing.NAME);
        }
        if (name.isPresent() && !NAME.matcher(name.get()).matches()) {
            throw ShadowException.badRequest("Invalid shadow name; it must match " + NAME);
        }
    }
}
