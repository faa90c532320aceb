package dev.tedge.cli;

import dev.tedge.config.CloudProfile;
import dev.tedge.config.ConfigPlace;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The profile that a command is about: {@code --profile}, or else {@code TEDGE_CLOUD_PROFILE}. */
final class ProfileOption {

    @Option(
            names = "--profile",
            paramLabel = "<NAME>",
            converter = Converter.class,
            description = "The profile, one of several connections to AWS [env: " + ConfigPlace.PROFILE + "]")
    private @Nullable CloudProfile profile;

    /** What the option says, whatever the environment says. */
    Optional<CloudProfile> given() {
        return Optional.ofNullable(profile);
    }

    /**
     * The profile that is meant; empty for the connection without a profile.
     *
     * @throws IllegalArgumentException when the environment names what can't be a profile
     */
    Optional<CloudProfile> of(Console console) {
        return given().or(() -> ConfigPlace.profile(console.environment()));
    }

    /** Makes a name that can't be one of a profile wrong usage. */
    static final class Converter implements ITypeConverter<CloudProfile> {

        @Override
        public CloudProfile convert(String name) {
            try {
                return CloudProfile.of(name);
            } catch (IllegalArgumentException impossible) {
                throw new TypeConversionException("'%s': %s".formatted(name, impossible.getMessage()));
            }
        }
    }
}
