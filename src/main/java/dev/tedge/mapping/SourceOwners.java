package dev.tedge.mapping;

import dev.tedge.message.EntityId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Notices entities that have the same name on AWS, such as {@code device/a:b//} and {@code device/a/b/}. The first one
 * seen since the start owns the name. Safe for use by several threads.
 *
 * <p>The first {@value #MOST} names are watched, and as many entities that share one; what comes after those is not
 * noticed, so that devices which invent names don't fill the memory.
 */
final class SourceOwners {

    static final int MOST = 10_000;

    private final Map<String, EntityId> owners = new ConcurrentHashMap<>();
    private final Set<EntityId> told = ConcurrentHashMap.newKeySet();

    /**
     * Looks at the entity of a message.
     *
     * @return the entity that owns its name, when that is another one and it is the first time that the two meet
     */
    Optional<EntityId> claim(EntityId entity) {
        String source = entity.source();
        EntityId owner = owners.get(source);
        if (owner == null && owners.size() < MOST) {
            owner = owners.putIfAbsent(source, entity);
        }
        if (owner == null || owner.equals(entity) || told.size() >= MOST || !told.add(entity)) {
            return Optional.empty();
        }
        return Optional.of(owner);
    }

    /** The two have met, but nobody could be told: the next time is the first again. */
    void untold(EntityId entity) {
        told.remove(entity);
    }
}
