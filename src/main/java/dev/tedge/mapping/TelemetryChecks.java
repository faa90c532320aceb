package dev.tedge.mapping;

import dev.tedge.mapping.model.ContentReader;
import dev.tedge.mapping.model.Reading;
import dev.tedge.message.EntityId;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at messages that can be mapped: whether their payloads keep the rules, as far as that is wanted, and whether
 * their entities can be told apart on AWS. Safe for use by several threads.
 */
final class TelemetryChecks {

    private final Validation validation;
    private final SourceOwners owners = new SourceOwners();
    private final KnownFaults faults = new KnownFaults();

    TelemetryChecks(Validation validation) {
        this.validation = validation;
    }

    /**
     * Looks at a message.
     *
     * @param local the topic that it is mapped by
     * @param topic the same as text
     * @param published the one that it was published on, for people; mostly the same
     * @param payload as it came in
     * @return what people should know of it though it goes on; mostly nothing
     * @throws MappingException if it is not to go on
     */
    List<Notice> look(LocalTopic local, String topic, String published, Payload payload) {
        List<Notice> notices = new ArrayList<>(0);
        if (validation != Validation.OFF) {
            broken(topic, published, ContentReader.read(local.channel(), payload))
                    .ifPresent(notices::add);
        }
        EntityId entity = local.entity();
        owners.claim(entity).ifPresent(owner -> notices.add(shared(owner, entity)));
        return notices;
    }

    private Notice shared(EntityId owner, EntityId entity) {
        String text = "The entities '%s' and '%s' have the same name on AWS, '%s':"
                        .formatted(owner.path(), entity.path(), entity.source())
                + " their messages can't be told apart there. Rename one of them.";
        return new Notice(text, () -> owners.untold(entity));
    }

    private Optional<Notice> broken(String topic, String published, Reading reading) {
        if (!(reading instanceof Reading.Invalid invalid)) {
            faults.forget(topic);
            return Optional.empty();
        }
        if (validation == Validation.REJECT) {
            throw new MappingException(invalid.reason());
        }
        if (!faults.isNew(topic, invalid.rule())) {
            return Optional.empty();
        }
        String text = "The message on %s breaks a rule, and is forwarded all the same: %s"
                .formatted(published, invalid.reason());
        return Optional.of(new Notice(text, () -> faults.forget(topic)));
    }
}
