package dev.tedge.shadow;

import dev.tedge.message.EntityId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The shadows of all entities, each with one name on AWS, and a bounded number of them. */
final class Shadows {

    /** Each takes some tens of kilobytes at most. */
    static final int MOST = 1_000;

    /** AWS IoT Data Plane API Reference, "GetThingShadow". */
    private static final Pattern NAME = Pattern.compile("[$a-zA-Z0-9:_-]{1,64}");

    private final EntityId main;
    private final Function<Key, Shadow> maker;
    private final Map<String, Shadow> byEntity = new LinkedHashMap<>();

    /** The classic shadow has no name. */
    private final Map<Optional<String>, Shadow> byName = new HashMap<>();

    /** What a shadow is made of: whose it is, and its name. */
    record Key(EntityId entity, Optional<String> name) {}

    /** An entity can't have a shadow; the message is for people. */
    static final class NoShadowException extends Exception {

        private static final long serialVersionUID = 1L;

        NoShadowException(String message) {
            super(message);
        }

        /** The sentence. */
        String words() {
            return String.valueOf(getMessage());
        }
    }

    /** @param main the device that runs the gateway: it has the classic shadow */
    Shadows(EntityId main, Function<Key, Shadow> maker) {
        this.main = main;
        this.maker = maker;
    }

    /** The one of the device that runs the gateway. */
    Shadow main() {
        return byName.computeIfAbsent(Optional.empty(), name -> add(new Key(main, name)));
    }

    /** The one of an entity, made if there is none. */
    Shadow of(EntityId entity) throws NoShadowException {
        Shadow known = byEntity.get(entity.path());
        if (known != null) {
            return known;
        }
        if (entity.equals(main)) {
            return main();
        }
        String name = entity.source();
        if (!NAME.matcher(name).matches()) {
            throw new NoShadowException(
                    ("Twin data of '%s' is left out: its shadow would be named '%s', and AWS takes up to 64 letters, digits and '_', '-',"
                                    + " ':', '$'. Name the entity otherwise")
                            .formatted(entity.path(), name));
        }
        Shadow other = byName.get(Optional.of(name));
        if (other != null) {
            throw new NoShadowException(
                    "Twin data of '%s' is left out: its shadow '%s' is that of '%s'. Name one of them otherwise"
                            .formatted(entity.path(), name, other.entity().path()));
        }
        if (byEntity.size() >= MOST) {
            throw new NoShadowException(
                    "Twin data of '%s' is left out: there are %d entities with shadows, which is the limit"
                            .formatted(entity.path(), MOST));
        }
        Shadow made = add(new Key(entity, Optional.of(name)));
        byName.put(Optional.of(name), made);
        return made;
    }

    private Shadow add(Key key) {
        Shadow made = maker.apply(key);
        byEntity.put(key.entity().path(), made);
        return made;
    }

    /** The one with a name, if it is known. */
    Optional<Shadow> named(Optional<String> name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** All of them. */
    Collection<Shadow> all() {
        return byEntity.values();
    }

    /** Forgets one of which nothing is left, neither here nor on AWS; says whether it did. */
    boolean forgetIfEmpty(Shadow shadow) {
        boolean empty = !shadow.entity().equals(main)
                && shadow.twins().isEmpty()
                && shadow.desired().names().isEmpty()
                && shadow.document().filter(document -> !document.exists()).isPresent();
        if (empty) {
            byEntity.remove(shadow.entity().path());
            byName.values().remove(shadow);
        }
        return empty;
    }
}
