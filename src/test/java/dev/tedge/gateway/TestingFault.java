package dev.tedge.gateway;

import java.util.List;

/**
 * A route file that is refused.
 *
 * @param text what is in it
 * @param line where the fault is, from 1 on
 * @param column the same
 */
record TestingFault(String text, int line, int column) {

    static final TestingFault UNKNOWN_STEP = marked("""
            - route:
                id: x
                from:
                  uri: "local:fault/in"
                  steps:
                    - ▶tooo: x
            """);
    static final TestingFault PLACEHOLDER = marked("""
            - route:
                id: x
                from: {uri: "local:fault/in", steps: [{to: "aws:▶{{aws.topic}}/x"}]}
            """);
    static final TestingFault TRUNCATED = marked("""
            - route:
                id: x
                from: {uri: "local:fault/in", steps: [{to: "aws:x"}]
            ▶""");
    static final TestingFault LOOP = marked("""
            - route:
                id: x
                from: {uri: "▶local:a", steps: [{to: "local:b"}]}
            - route:
                id: y
                from: {uri: "local:b", steps: [{to: "local:a"}]}
            """);
    static final TestingFault EVERYTHING = marked("""
            - route:
                id: z
                from: {uri: "local:▶#", steps: [{to: "aws:x"}]}
            """);
    static final TestingFault REFUSED_FILTER = marked("""
            - route:
                id: v
                from: {uri: "aws:▶1/2/3/4/5/6/7/8/9", steps: [{to: "local:x"}]}
            """);

    private static final List<TestingFault> ALL =
            List.of(UNKNOWN_STEP, PLACEHOLDER, TRUNCATED, LOOP, EVERYTHING, REFUSED_FILTER);

    /** One after the other, each in a text of its own. */
    static TestingFault version(int version) {
        TestingFault fault = ALL.get(version % ALL.size());
        String text = "# %d\n%s".formatted(version, fault.text());
        return new TestingFault(text, fault.line() + 1, fault.column());
    }

    private static TestingFault marked(String text) {
        String before = text.substring(0, text.indexOf('▶'));
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new TestingFault(text.replace("▶", ""), line, before.length() - before.lastIndexOf('\n'));
    }

    /** How the report of it begins, when it is in this file. */
    String report(String file) {
        return "Route file refused: %s:%d:%d: ".formatted(file, line, column);
    }
}
