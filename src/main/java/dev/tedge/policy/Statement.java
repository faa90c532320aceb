package dev.tedge.policy;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * One statement of a policy.
 *
 * @param label how people find it: {@code statement 2 'Sid'}
 * @param allows or else it denies
 * @param actions with wildcards
 * @param resources with wildcards and variables
 * @param conditions that have to hold, all of them
 */
record Statement(
        String label, boolean allows, List<String> actions, List<String> resources, List<Condition> conditions) {

    Statement {
        Objects.requireNonNull(label, "label");
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = List.copyOf(conditions);
    }

    boolean isAbout(IotAction action) {
        // Names of actions are not case-sensitive (IAM user guide, "Action").
        return actions.stream().anyMatch(pattern -> Glob.covers(lower(pattern), lower(action.text())));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
