package dev.tedge.connect;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a look at settings and files has brought to light, one sentence or two each, with the remedy.
 *
 * @param problems what AWS would refuse
 * @param warnings what works, but perhaps not as meant, or not for long
 */
public record Findings(List<String> problems, List<String> warnings) {

    /** Nothing to say. */
    static final Findings NONE = new Findings(List.of(), List.of());

    public Findings {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    static Findings problem(String problem) {
        return new Findings(List.of(problem), List.of());
    }

    static Findings warning(String warning) {
        return new Findings(List.of(), List.of(warning));
    }

    /** These, and after them the others. */
    public Findings and(Findings others) {
        return new Findings(
                Stream.concat(problems.stream(), others.problems.stream()).toList(),
                Stream.concat(warnings.stream(), others.warnings.stream()).toList());
    }
}
