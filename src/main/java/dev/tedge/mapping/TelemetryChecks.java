package dev.tedge.mapping;

import dev.tedge.mapping.model.ContentReader;
import dev.tedge.mapping.model.Reading;
import dev.tedge.message.EntityId;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at messages that can be mapped: whether their payloads keep the rules, as far as that is wanted, and whether their
 * entities can be told apart on AWS. Safe for use by several threads.
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
     * @param topic where it came in
     * @param payload as it came in
     * @return what people should know of it though it goes on, a line each; mostly nothing
     * @throws MappingException if it is not to go on
     */
    List<String> look(String topic, Payload payload) {
        LocalTopic local = LocalTopic.parse(topic).orElseThrow();
        List<String> notices = new ArrayList<>(0);
        if (validation != Validation.OFF) {
            validate(topic, ContentReader.read(local.channel(), payload), notices);
        }
        EntityId entity = local.entity();
        owners.claim(entity)
                .ifPresent(owner -> notices.add("The entities '%s' and '%s' have the same name on AWS, '%s':"
                                .formatted(owner.path(), entity.path(), entity.source())
                        + " their messages can't be told apart there. Rename one of them."));
        return notices;
    }

    private void validate(String topic, Reading reading, List<String> notices) {
        if (!(reading instanceof Reading.Invalid invalid)) {
            faults.good(topic);
        } else if (validation == Validation.REJECT) {
            throw new MappingException(invalid.reason());
        } else if (faults.isNew(topic, invalid.reason())) {
            notices.add("The message on %s breaks a rule, and is forwarded all the same: %s"
                    .formatted(topic, invalid.reason()));
        }
    }
}
