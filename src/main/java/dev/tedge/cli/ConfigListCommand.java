package dev.tedge.cli;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.CloudProfiles;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge config list}. */
@Command(
        name = "list",
        description = "Print the keys that have a value, defaults included.",
        footer = "%nExample: tedge config list --doc mqtt.client")
final class ConfigListCommand extends ActionCommand {

    @Option(names = "--all", description = "Print the keys without a value, too")
    private boolean all;

    @Option(names = "--doc", description = "Explain the keys instead of printing their values")
    private boolean doc;

    @Parameters(index = "0", arity = "0..1", paramLabel = "<FILTER>", description = "Only keys that contain this")
    private @Nullable String filter;

    @Override
    Action prepare() throws ActionFailure {
        TedgeConfig config = config();
        List<TedgeConfig> profiles = profiles(config);
        return Action.of("list the configuration keys and values", () -> {
            if (doc) {
                explain(Settings.ALL.stream()
                        .filter(setting -> isAskedFor(setting.key()))
                        .toList());
            } else {
                list(config, profiles);
            }
        });
    }

    /** The settings of each profile; what is doubtful in all of them has been told. */
    private List<TedgeConfig> profiles(TedgeConfig config) {
        List<String> told = new ArrayList<>(config.warnings());
        List<TedgeConfig> profiles = new ArrayList<>();
        for (Optional<CloudProfile> profile : CloudProfiles.in(root().configDirectory())) {
            if (profile.isEmpty()) {
                continue;
            }
            TedgeConfig own = TedgeConfig.load(
                    root().configDirectory(), profile, console().environment(), CertificateDetails::commonName);
            own.warnings().stream().filter(warning -> !told.contains(warning)).forEach(warning -> {
                told.add(warning);
                console().warn(warning);
            });
            profiles.add(own);
        }
        return List.copyOf(profiles);
    }

    private void list(TedgeConfig config, List<TedgeConfig> profiles) {
        List<Line> lines = Stream.of(
                        Settings.ALL.stream().map(setting -> Line.of(config, setting)),
                        Settings.unused().stream()
                                .filter(setting -> config.configured(setting).isPresent())
                                .map(setting -> Line.of(config, setting)),
                        profiles.stream()
                                .flatMap(own -> Settings.ALL.stream()
                                        .filter(Setting::profiled)
                                        .map(setting -> Line.of(own, setting))))
                .flatMap(some -> some)
                .filter(line -> isAskedFor(line.key()))
                .toList();
        lines.stream()
                .filter(line -> line.value().isPresent())
                .forEach(line ->
                        console().out().println(line.key() + "=" + line.value().get()));
        if (all) {
            console().out().println();
            lines.stream()
                    .filter(line -> line.value().isEmpty())
                    .forEach(line -> console().out().println(line.key() + "="));
        }
    }

    private boolean isAskedFor(String key) {
        return filter == null || key.contains(filter);
    }

    private void explain(List<Setting<?>> shown) {
        int width =
                shown.stream().mapToInt(setting -> setting.key().length()).max().orElse(1);
        String indent = " ".repeat(width + 2);
        boolean first = true;
        for (Setting<?> setting : shown) {
            if (!first && !console().terminal()) {
                console().out().println();
            }
            first = false;
            String margin = " ".repeat(width - setting.key().length());
            console().out().println(margin + setting + "  " + setting.description() + ".");
            setting.type()
                    .unit()
                    .ifPresent(unit ->
                            console().out().println(indent + "Note: A number without unit is in " + unit + "."));
            String examples = setting.examples().size() == 1 ? "Example: " : "Examples: ";
            console().out().println(indent + examples + String.join(", ", setting.examples()));
        }
    }

    /** A key and what is shown of its value. */
    private record Line(String key, Optional<String> value) {

        static Line of(TedgeConfig config, Setting<?> setting) {
            return new Line(setting.key(config.profile()), config.text(setting).map(setting::shown));
        }
    }
}
