package dev.tedge.cli;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.ConfigException;
import dev.tedge.config.NamedSetting;
import dev.tedge.config.TedgeToml;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** A command about one setting. */
abstract class ConfigKeyCommand extends ActionCommand {

    @Mixin
    private final ProfileOption profile = new ProfileOption();

    @Parameters(index = "0", paramLabel = "<KEY>", description = "A key, such as aws.url; see: tedge config list --doc")
    private String key = "";

    /** The setting that is meant, whatever spelling or former name was given, with the profile that is meant. */
    final NamedSetting named() {
        NamedSetting named = NamedSetting.meant(key)
                .orElseThrow(() -> misused("Unknown tedge config key: '%s'%s"
                        .formatted(
                                key, NamedSetting.isOfAnotherCloud(key) ? ": this gateway connects to AWS only" : "")));
        NamedSetting meant = new NamedSetting(named.setting(), profileOf(named), Optional.empty());
        named.warning().ifPresent(console()::warn);
        return meant;
    }

    /** As the key or the option says; the environment has the last word, and none for a key without profiles. */
    private Optional<CloudProfile> profileOf(NamedSetting named) {
        Optional<CloudProfile> option = profile.given();
        if (!named.setting().profiled()) {
            option.ifPresent(given -> {
                throw new ConfigException(
                        "You've supplied a profile, but %s is not a profiled configuration".formatted(named.setting()));
            });
            return Optional.empty();
        }
        if (named.profile().isPresent()
                && option.isPresent()
                && !named.profile().equals(option)) {
            throw misused("'%s' is about another profile than --profile %s".formatted(key, option.get()));
        }
        return named.profile().or(() -> profile.of(console()));
    }

    final TedgeToml file(NamedSetting named) {
        return TedgeToml.in(root().configDirectory(), named.profile());
    }

    /** The JVM puts U+FFFD in the place of each byte that the locale has no character for. */
    static void requireUnharmed(String value) {
        if (value.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("The value has characters that the locale of this shell does not"
                    + " know: set LC_ALL=C.UTF-8 and try again");
        }
    }
}
