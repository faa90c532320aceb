package dev.tedge.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Judges a policy as AWS does: what no statement allows is not allowed, and what one denies is denied whatever the others
 * allow. Conditions are not judged, with two exceptions: {@code iot:ConnectAttributes}, because the gateway asks for a
 * persistent session, and {@code iot:Connection.Thing.IsAttached}.
 */
public final class PolicyCheck {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final List<String> OF_DEVICE =
            List.of("iot:connection.thing.thingname", "iot:clientid", "iot:certificate.subject.commonname");
    private static final List<String> EVERYTHING = List.of("*", "arn:*");

    /** Stands for what a variable brings in and is no wildcard; also for variables that a device has no value of. */
    private static final String NO_VALUE = "\0";

    private final PolicyDocument policy;
    private final Scope scope;
    private final String thingName;

    /**
     * @param scope what of it is not known is taken from the policy
     * @param thingName of the device, which is also its client id and the common name of its certificate
     */
    public PolicyCheck(PolicyDocument policy, Scope scope, String thingName) {
        this.policy = policy;
        this.scope = scope;
        this.thingName = thingName;
    }

    /**
     * What does not work under the policy.
     *
     * @param need what does not
     * @param reason why
     */
    public record Finding(Need need, String reason) {}

    /** The needs that the policy does not allow, in their order. */
    public List<Finding> findings(List<Need> needs) {
        List<Finding> findings = new ArrayList<>();
        for (Need need : needs) {
            denied(need).or(() -> notAllowed(need)).ifPresent(reason -> findings.add(new Finding(need, reason)));
        }
        return findings;
    }

    /** What is doubtful about the policy, a sentence each. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (Statement statement : policy.statements()) {
            if (!unjudged(statement).isEmpty()) {
                notes.add("%s %s under a condition that is not judged here: %s"
                        .formatted(
                                statement.label(),
                                statement.allows() ? "holds" : "denies",
                                String.join(", ", unjudged(statement))));
            }
            if (statement.allows()) {
                statement.resources().stream()
                        .filter(PolicyCheck::isWide)
                        .map(resource -> "%s allows %s on '%s', which is more than one device needs"
                                .formatted(statement.label(), String.join(", ", statement.actions()), resource))
                        .forEach(notes::add);
            }
        }
        return notes;
    }

    private static boolean isWide(String resource) {
        String[] parts = resource.split(":", 6);
        String name = parts[parts.length - 1];
        String bare = name.substring(name.indexOf('/') + 1);
        return EVERYTHING.contains(resource) || bare.equals("*") || bare.equals("#");
    }

    private static List<String> unjudged(Statement statement) {
        return statement.conditions().stream()
                .filter(condition -> condition.holds(IotAction.CONNECT).isEmpty())
                .map(Condition::key)
                .toList();
    }

    private Optional<String> denied(Need need) {
        return policy.statements().stream()
                .filter(statement -> !statement.allows())
                .filter(statement -> statement.conditions().stream()
                        .allMatch(condition -> condition.holds(need.action()).orElse(false)))
                .filter(statement -> statement.isAbout(need.action()))
                .filter(statement -> resources(statement)
                        .anyMatch(pattern ->
                                Glob.overlap(pattern, assumed(pattern).arn(need.resource()))))
                .map(statement -> "denied by " + statement.label())
                .findFirst();
    }

    private Optional<String> notAllowed(Need need) {
        List<Statement> about = policy.statements().stream()
                .filter(Statement::allows)
                .filter(statement -> statement.isAbout(need.action()))
                .toList();
        List<Statement> matching = about.stream()
                .filter(statement -> resources(statement)
                        .anyMatch(
                                pattern -> Glob.covers(pattern, assumed(pattern).arn(need.resource()))))
                .toList();
        if (matching.stream().anyMatch(statement -> failing(statement, need).isEmpty())) {
            return Optional.empty();
        }
        if (!matching.isEmpty()) {
            return failing(matching.get(0), need).map(condition -> reason(matching.get(0), condition));
        }
        return Optional.of(elsewhere(about, need).orElse("not allowed by any statement"));
    }

    private static Optional<Condition> failing(Statement statement, Need need) {
        return statement.conditions().stream()
                .filter(condition -> !condition.holds(need.action()).orElse(true))
                .findFirst();
    }

    private static String reason(Statement statement, Condition condition) {
        return condition.isAboutConnect()
                ? "not allowed: the condition of %s lacks PersistentConnect, and the gateway keeps its session"
                        .formatted(statement.label())
                : "not allowed: the condition of %s does not hold when the thing is attached to the certificate"
                        .formatted(statement.label());
    }

    /** The mistake that is made most often. */
    private Optional<String> elsewhere(List<Statement> about, Need need) {
        return about.stream()
                .filter(statement -> resources(statement)
                        .anyMatch(
                                pattern -> Glob.covers(pattern, placeOf(pattern).arn(need.resource()))))
                .findFirst()
                .map(statement -> "not allowed: %s is for another region or account".formatted(statement.label()));
    }

    private Stream<String> resources(Statement statement) {
        return statement.resources().stream().map(this::resolved);
    }

    private String resolved(String pattern) {
        Matcher variables = VARIABLE.matcher(pattern);
        return variables.replaceAll(found -> Matcher.quoteReplacement(
                OF_DEVICE.contains(found.group(1).toLowerCase(Locale.ROOT)) ? thingName : NO_VALUE));
    }

    /** The scope, completed by what the pattern says. */
    private Scope assumed(String pattern) {
        Scope place = placeOf(pattern);
        return new Scope(scope.region().or(place::region), scope.account().or(place::account));
    }

    private static Scope placeOf(String pattern) {
        String[] parts = pattern.split(":", 6);
        return parts.length < 6
                ? new Scope(Optional.empty(), Optional.empty())
                : new Scope(known(parts[3], "[a-z]{2,}(-[a-z]+)+-[0-9]+"), known(parts[4], "[0-9]{12}"));
    }

    private static Optional<String> known(String part, String form) {
        return Optional.of(part).filter(text -> text.matches(form));
    }
}
