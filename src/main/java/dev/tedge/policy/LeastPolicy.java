package dev.tedge.policy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The policy that allows what is needed and nothing else, as short as the language lets it be: no resource beside one that
 * covers it, and one statement for all resources that the same actions are allowed on.
 */
public final class LeastPolicy {

    /** AWS's limit on a document, in characters without white space (AWS IoT Core quotas). */
    public static final int MAX_CHARACTERS = 2048;

    private final Map<Set<IotAction>, List<String>> statements;

    private LeastPolicy(Map<Set<IotAction>, List<String>> statements) {
        this.statements = statements;
    }

    /** The policy for these needs, in the order in which they came. */
    public static LeastPolicy of(List<Need> needs, Scope scope) {
        Map<String, Set<IotAction>> actions = new LinkedHashMap<>();
        for (IotAction action : IotAction.values()) {
            for (String resource : uncovered(needs, action)) {
                actions.computeIfAbsent(resource, any -> EnumSet.noneOf(IotAction.class))
                        .add(action);
            }
        }
        Map<Set<IotAction>, List<String>> statements = new LinkedHashMap<>();
        actions.forEach((resource, allowed) ->
                statements.computeIfAbsent(allowed, any -> new ArrayList<>()).add(scope.arn(resource)));
        return new LeastPolicy(statements);
    }

    private static List<String> uncovered(List<Need> needs, IotAction action) {
        List<String> resources = new ArrayList<>(new LinkedHashSet<>(needs.stream()
                .filter(need -> need.action() == action)
                .map(Need::resource)
                .toList()));
        shorten(resources);
        resources.removeIf(narrow ->
                resources.stream().anyMatch(wide -> !Objects.equals(wide, narrow) && Glob.covers(wide, narrow)));
        return resources;
    }

    /**
     * One resource for the same request to the classic shadow and to named ones. It is wider by topics only that AWS reserves and has
     * no use for, and leaves room for other routes.
     */
    private static void shorten(List<String> resources) {
        for (int i = 0; i < resources.size(); i++) {
            String classic = resources.get(i);
            int request = classic.lastIndexOf('/') + 1;
            String shadow = classic.substring(0, request);
            if (shadow.endsWith("/shadow/") && resources.remove(shadow + "name/*/" + classic.substring(request))) {
                resources.set(resources.indexOf(classic), shadow + "*" + classic.substring(request));
            }
        }
    }

    /** For people. */
    public String indented() {
        return json("\n", "  ", " ");
    }

    /** Without white space. */
    public String compact() {
        return json("", "", "");
    }

    /** How much of {@link #MAX_CHARACTERS} it takes. */
    public int characters() {
        return compact().length();
    }

    private String json(String line, String indent, String space) {
        List<String> blocks = new ArrayList<>();
        statements.forEach((actions, resources) -> blocks.add(indent.repeat(2) + "{" + line
                + indent.repeat(3) + "\"Effect\":" + space + "\"Allow\"," + line
                + indent.repeat(3) + "\"Action\":" + space
                + list(actions.stream().map(IotAction::text).toList(), line, indent) + "," + line
                + indent.repeat(3) + "\"Resource\":" + space + list(resources, line, indent) + line
                + indent.repeat(2) + "}"));
        return "{" + line + indent + "\"Version\":" + space + "\"2012-10-17\"," + line + indent + "\"Statement\":"
                + space + "[" + line + String.join("," + line, blocks) + line + indent + "]" + line + "}";
    }

    private static String list(List<String> texts, String line, String indent) {
        if (texts.size() == 1) {
            return quoted(texts.get(0));
        }
        List<String> lines =
                texts.stream().map(text -> indent.repeat(4) + quoted(text)).toList();
        return "[" + line + String.join("," + line, lines) + line + indent.repeat(3) + "]";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
