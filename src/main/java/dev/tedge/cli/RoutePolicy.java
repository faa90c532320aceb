package dev.tedge.cli;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.RouteNeeds;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.Need;
import dev.tedge.policy.PolicyCheck;
import dev.tedge.policy.PolicyCheck.Finding;
import dev.tedge.policy.PolicyDocument;
import dev.tedge.policy.Scope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The policy for the active routes of a configuration, and the judge of others. */
final class RoutePolicy {

    /** So many routes are named when the policy is too long. */
    private static final int LARGEST = 3;

    private final TedgeConfig config;
    private final List<String> publish;
    private final List<Path> files;
    private final List<Need> needs;

    private RoutePolicy(TedgeConfig config, List<String> publish, List<Path> files, List<Need> needs) {
        this.config = config;
        this.publish = publish;
        this.files = files;
        this.needs = needs;
    }

    /**
     * Reads the routes, and says what they don't tell.
     *
     * @param publish further topics, or filters, that something publishes to
     */
    static RoutePolicy of(Console console, TedgeConfig config, List<String> publish) {
        return of(console, config, publish, List.of());
    }

    /**
     * The same with further route files.
     *
     * @param files in the place of those of their names, or beside those in force
     */
    static RoutePolicy of(Console console, TedgeConfig config, List<String> publish, List<Path> files) {
        RouteNeeds needs = RouteNeeds.of(config, RouteNeeds.ANY_THING, publish, files);
        needs.leftOut().forEach(console::warn);
        needs.unknown()
                .forEach(sentence -> console.warn(
                        sentence + ": if that is on AWS, name the topics with --publish <FILTER>, as MQTT filters"));
        return new RoutePolicy(config, publish, files, needs.all());
    }

    /**
     * The smallest policy, which serves all devices.
     *
     * @throws IOException when AWS would not take it
     */
    LeastPolicy least(Scope scope) throws IOException {
        LeastPolicy policy = LeastPolicy.of(needs, scope);
        if (policy.characters() > LeastPolicy.MAX_CHARACTERS) {
            throw new IOException(tooLong(policy.characters()));
        }
        return policy;
    }

    /** The same as it is sent to AWS. */
    String document(Scope scope) throws IOException {
        return least(scope).compact();
    }

    /** What would break under another policy. */
    List<Finding> findings(PolicyCheck check) {
        return check.findings(
                RouteNeeds.of(config, config.thingName(), publish, files).all());
    }

    /** The same, for this device in an account. */
    List<Finding> findings(PolicyDocument document, Scope scope) {
        return findings(new PolicyCheck(document, scope, config.thingName()));
    }

    private String tooLong(int characters) {
        Map<String, Integer> shares = new TreeMap<>();
        needs.forEach(need -> shares.merge(need.route(), need.resource().length(), Integer::sum));
        String largest = shares.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(LARGEST)
                .map(share -> "'" + share.getKey() + "'")
                .collect(Collectors.joining(", "));
        return "The policy has %d characters without white space, but AWS takes at most %d. Most is for %s:"
                        .formatted(characters, LeastPolicy.MAX_CHARACTERS, largest)
                + " let such routes share the first levels of their topics and filters, or switch some off";
    }
}
