package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.cli.diag.Collection;
import dev.tedge.cli.kept.Inquiry;
import dev.tedge.cli.kept.Output;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.ActiveRoutes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tedge diag}: what people who are to help want to see. */
@Command(
        name = "diag",
        description = "Collect what helps to find out what is wrong.",
        subcommands = DiagCommand.Collect.class,
        footer = "%nExample: tedge diag collect")
final class DiagCommand {

    /** {@code tedge diag collect}. */
    @Command(
            name = "collect",
            description = {
                "Collect settings, status, versions, logs and more in one archive, without secrets and payloads.",
                "Prints the path of the archive. The exit code is 1 when a plugin failed, and 2 when the directories of"
                        + " --plugin-dir have none."
            },
            footer = "%nExample: tedge diag collect --output-dir /tmp")
    static final class Collect extends ActionCommand {

        private static final DateTimeFormatter TIME =
                DateTimeFormatter.ofPattern("yyyy-MM-dd_HH-mm-ss").withZone(ZoneOffset.UTC);
        private static final int NO_PLUGIN = 2;

        @Option(
                names = "--output-dir",
                paramLabel = "<DIR>",
                description = "Where the archive is written [default: the setting tmp.path]")
        private @Nullable Path outputDirectory;

        @Option(
                names = "--name",
                paramLabel = "<NAME>",
                description = "Name of the archive, without .tar.gz [default: tedge-diag-<date>_<time>]")
        private @Nullable String name;

        @Option(names = "--keep-dir", description = "Keep the directory that is packed, too")
        private boolean keepDirectory;

        @Option(
                names = "--plugin-dir",
                paramLabel = "<DIR>",
                split = ",",
                description = "Run the plugins in here; may be repeated [default: the setting diag.plugin_paths]")
        private @Nullable List<Path> pluginDirectories;

        @Option(
                names = "--timeout",
                paramLabel = "<DURATION>",
                defaultValue = "60s",
                converter = MqttOptions.DurationConverter.class,
                description = "After this time a plugin is told to end [default: 60s]")
        private Duration timeout = Duration.ZERO;

        @Option(
                names = "--forceful-timeout",
                paramLabel = "<DURATION>",
                defaultValue = "60s",
                converter = MqttOptions.DurationConverter.class,
                description = "After this time more it is killed [default: 60s]")
        private Duration forcefulTimeout = Duration.ZERO;

        @Mixin
        private final ProfileOption profile = new ProfileOption();

        @Override
        Action prepare() throws Exception {
            TedgeConfig config = readable(profile.of(console()));
            String title = Optional.ofNullable(name)
                    .orElseGet(
                            () -> "tedge-diag-" + TIME.format(console().clock().instant()));
            if (title.isEmpty() || title.startsWith(".") || title.contains("/")) {
                throw misused("'%s' can't be the name of an archive".formatted(title));
            }
            Path place = Optional.ofNullable(outputDirectory).orElseGet(() -> config.value(Settings.TMP_PATH));
            return new Action("collect diagnostic information", () -> collect(config, place.resolve(title)));
        }

        /** Broken settings are what somebody may need help with. */
        private TedgeConfig readable(Optional<CloudProfile> meant) {
            try {
                return config(meant);
            } catch (ActionFailure broken) {
                console().warn("The settings are left out: " + String.join(": ", Failures.reasons(broken)));
                return TedgeConfig.defaults(root().configDirectory(), meant, CertificateDetails::commonName);
            }
        }

        private int collect(TedgeConfig config, Path directory) throws IOException, InterruptedException {
            Files.createDirectories(directory.toAbsolutePath().resolveSibling(""));
            Collection collection = new Collection(directory.toAbsolutePath(), timeout, forcefulTimeout);
            Collection.PluginRuns plugins;
            Path archive;
            try {
                addOwn(collection, config);
                plugins = collection.runPlugins(
                        Optional.ofNullable(pluginDirectories)
                                .orElseGet(() -> config.value(Settings.DIAG_PLUGIN_PATHS)),
                        config.directory());
                archive = collection.pack();
            } finally {
                if (!keepDirectory) {
                    collection.delete();
                }
            }
            plugins.lines().forEach(console().err()::println);
            console().err().println("Diagnostic information saved to " + archive);
            console().out().println(archive);
            if (plugins.found() == 0 && pluginDirectories != null) {
                return NO_PLUGIN;
            }
            return plugins.good() ? 0 : TedgeCommand.FAILED;
        }

        private void addOwn(Collection collection, TedgeConfig config) throws IOException, InterruptedException {
            collection.write("versions.txt", Collect::versions);
            collection.write("config.txt", () -> settings(config));
            collection.write("certificate.txt", () -> certificate(config));
            collection.write("status.txt", () -> inquired(config, inquiry -> inquiry.status(false, Optional.empty())));
            collection.write("outbox.txt", () -> inquired(config, inquiry -> inquiry.stats(false)));
            collection.write("routes.txt", () -> routes(config));
            for (Path directory : new LinkedHashSet<>(
                    List.of(config.directory(), config.cloudFile().resolveSibling("")))) {
                collection.copyConfiguration(directory);
            }
            collection.copyConfiguration(config.directory().resolve("routes"));
            collection.copyConfiguration(config.directory().resolve("mosquitto-conf"));
            collection.runTool(
                    "journal.log",
                    List.of("journalctl", "--no-pager", "-n", "2000", "-u", config.instance("tedge-mapper-aws")));
        }

        private static String versions() {
            DefaultCamelContext camel = new DefaultCamelContext();
            try {
                return versions(camel.getVersion());
            } finally {
                camel.stop();
            }
        }

        private static String versions(String camel) {
            return "%s%ncamel %s%njava %s (%s)%n%s %s, %s%n"
                    .formatted(
                            new TedgeCommand.Version().getVersion()[0],
                            camel,
                            System.getProperty("java.runtime.version"),
                            System.getProperty("java.vm.name"),
                            System.getProperty("os.name"),
                            System.getProperty("os.version"),
                            System.getProperty("os.arch"));
        }

        private static String settings(TedgeConfig config) {
            return Settings.ALL.stream()
                    .map(setting -> setting + "="
                            + config.text(setting).map(setting::shown).orElse("") + "\n")
                    .collect(Collectors.joining());
        }

        private static String routes(TedgeConfig config) {
            String thingName = config.find(Settings.AWS_DEVICE_ID).orElse("device");
            try (ActiveRoutes routes = ActiveRoutes.of(config, thingName)) {
                List<String> lines = new ArrayList<>(new BridgeTable(routes, true).lines());
                lines.addAll(routes.leftOut());
                return String.join("\n", lines) + "\n";
            }
        }

        private String certificate(TedgeConfig config) {
            Path file = config.value(Settings.AWS_DEVICE_CERT_PATH);
            CertificateDetails details = CertificateDetails.read(file);
            Duration minimum = config.value(Settings.CERTIFICATE_MINIMUM_DURATION);
            return CertificateText.of(
                            file, details, details.status(console().clock().instant(), minimum), Ansi.OFF)
                    .stream()
                    .collect(Collectors.joining("\n", "", "\n"));
        }

        private String inquired(TedgeConfig config, Question question) throws IOException {
            StringWriter text = new StringWriter();
            PrintWriter out = new PrintWriter(text);
            question.ask(new Inquiry(
                    config,
                    new Output(out, out, new ByteArrayOutputStream(), console().clock())));
            return text.toString();
        }

        private interface Question {
            int ask(Inquiry inquiry) throws IOException;
        }
    }
}
