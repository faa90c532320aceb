package dev.tedge.cli;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.RouteNeeds;
import dev.tedge.policy.LeastPolicy;
import dev.tedge.policy.PolicyCheck;
import dev.tedge.policy.PolicyCheck.Finding;
import dev.tedge.policy.PolicyDocument;
import dev.tedge.policy.PolicySyntaxException;
import dev.tedge.policy.Scope;
import dev.tedge.provisioning.TemplateName;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge aws policy}. */
@Command(
        name = "policy",
        description = {
            "Print the smallest policy for the active routes, which serves all devices with the same routes.",
            "Or, with --check, say what a given policy would break; the exit code is 1 when it would.",
            "Or, with --claim, print the smallest policy for the certificate that a fleet shares until it is provisioned."
        },
        footer = "%nExample: tedge aws policy --region eu-central-1 --account 123456789012 > policy.json")
final class AwsPolicyCommand extends ActionCommand {

    @Mixin
    private ProfileOption profile = new ProfileOption();

    @Option(
            names = "--region",
            paramLabel = "<REGION>",
            description = "The region that the policy holds in [default: the one of aws.url]")
    private @Nullable String region;

    @Option(
            names = "--account",
            paramLabel = "<ID>",
            description = "The account that the policy holds in, 12 digits [default: any]")
    private @Nullable String account;

    @Option(names = "--min", description = "Print it without white space")
    private boolean minimal;

    @Option(
            names = "--publish",
            paramLabel = "<FILTER>",
            description =
                    "Topics on AWS that a route publishes to, which decides with each message; may be given several times")
    private List<String> publish = new ArrayList<>();

    @Option(
            names = "--file",
            paramLabel = "<FILE>",
            description = "A route file in the place of the one of its name, or beside those in force; may be repeated")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--check",
            paramLabel = "<POLICY>",
            description = "Check this policy document instead of printing one")
    private @Nullable Path document;

    @Option(
            names = "--claim",
            description = "Print the smallest policy for a claim certificate of fleet provisioning instead")
    private boolean claim;

    @Option(
            names = "--template",
            paramLabel = "<NAME>",
            description = "The provisioning template that the claim certificate is for")
    private @Nullable String template;

    @Override
    Action prepare() throws Exception {
        TedgeConfig config = config(profile.of(console()));
        Scope scope = scope(config);
        if (claim || template != null) {
            TemplateName name = templateName();
            return Action.of("make the policy.", () -> print(ClaimPolicy.least(name, scope), scope));
        }
        try {
            RouteNeeds.requireTopics(publish);
        } catch (IllegalArgumentException impossible) {
            throw misused("--publish: " + impossible.getMessage());
        }
        files.forEach(file -> RoutesCommand.requireRouteFile(this, file));
        if (document == null) {
            return Action.of("make the policy.", () -> print(least(config, scope), scope));
        }
        Path given = document;
        config.thingName();
        return new Action("check the policy '%s'.".formatted(given), () -> check(config, scope, given));
    }

    private TemplateName templateName() {
        if (!claim || template == null || document != null || !publish.isEmpty() || !files.isEmpty()) {
            throw misused("'--claim' and '--template' go together, without '--check', '--publish' and '--file'");
        }
        try {
            return new TemplateName(template);
        } catch (IllegalArgumentException impossible) {
            throw misused("--template: " + impossible.getMessage());
        }
    }

    private Scope scope(TedgeConfig config) {
        try {
            return new Scope(
                    Optional.ofNullable(region)
                            .or(() -> config.find(Settings.AWS_URL).flatMap(Scope::regionOf)),
                    Optional.ofNullable(account));
        } catch (IllegalArgumentException impossible) {
            throw misused(String.valueOf(impossible.getMessage()));
        }
    }

    private LeastPolicy least(TedgeConfig config, Scope scope) throws IOException {
        return RoutePolicy.of(console(), config, publish, files).least(scope);
    }

    private void print(LeastPolicy policy, Scope scope) {
        // The names of resources begin with another partition there.
        placeholder(scope.region(), "region except those of China and GovCloud", "--region");
        placeholder(scope.account(), "account", "--account");
        console().out().println(minimal ? policy.compact() : policy.indented());
        console().out().flush();
    }

    /** AWS takes a wildcard there: the policy is no wider for it, because it holds in its own account and region only. */
    private void placeholder(Optional<String> known, String name, String option) {
        if (known.isEmpty()) {
            console().err().println("note: the policy is for any %s; give %s to name one".formatted(name, option));
        }
    }

    private int check(TedgeConfig config, Scope scope, Path given) throws IOException {
        PolicyCheck check = new PolicyCheck(document(given), scope, config.thingName());
        List<Finding> findings =
                RoutePolicy.of(console(), config, publish, files).findings(check);
        lines(findings).forEach(console().out()::println);
        check.notes().forEach(note -> console().err().println("note: " + note));
        if (findings.isEmpty()) {
            console().out().println("The policy allows all that the active routes do.");
        }
        console().out().flush();
        return findings.isEmpty() ? 0 : TedgeCommand.FAILED;
    }

    private static PolicyDocument document(Path file) throws IOException {
        try {
            return PolicyDocument.parse(text(file));
        } catch (PolicySyntaxException e) {
            throw new IOException(e.getMessage() + ": give a policy such as `tedge aws policy` prints", e);
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("It is a directory: name a file that holds a policy document");
        }
        try {
            return Files.readString(file);
        } catch (NoSuchFileException missing) {
            throw new IOException("There is no such file: name one that holds a policy document", missing);
        } catch (AccessDeniedException denied) {
            throw new IOException("Permission denied: make the file readable", denied);
        } catch (CharacterCodingException binary) {
            throw new IOException("The file is not text in UTF-8", binary);
        }
    }

    /** Who, what, on what, why; in columns. */
    static List<String> lines(List<Finding> findings) {
        int route = width(findings, finding -> finding.need().route());
        int action = width(findings, finding -> finding.need().action().text());
        int resource = width(findings, finding -> finding.need().resource());
        String form = "%%-%ds  %%-%ds  %%-%ds  %%s".formatted(route, action, resource);
        return findings.stream()
                .map(finding -> form.formatted(
                        finding.need().route(),
                        finding.need().action().text(),
                        finding.need().resource(),
                        finding.reason()))
                .toList();
    }

    private static int width(List<Finding> findings, Function<Finding, String> column) {
        return Math.max(
                1, findings.stream().map(column).mapToInt(String::length).max().orElse(1));
    }
}
