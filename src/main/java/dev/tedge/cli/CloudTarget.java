package dev.tedge.cli;

import dev.tedge.config.CloudProfile;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The connection that a command is about: {@code aws}, {@code aws.<profile>} or {@code aws --profile <profile>}. */
final class CloudTarget {

    @Parameters(index = "0", paramLabel = "<CLOUD>", converter = Converter.class, description = "aws, or aws.<profile>")
    private @Nullable Name name;

    @Mixin
    private final ProfileOption option = new ProfileOption();

    /** The profile that is meant; empty for the connection without one. */
    Optional<CloudProfile> profile(ActionCommand command) {
        Optional<CloudProfile> inName = Optional.ofNullable(name).flatMap(Name::profile);
        Optional<CloudProfile> given = option.given();
        if (inName.isPresent() && given.isPresent() && !inName.equals(given)) {
            throw command.misused(
                    "There are two profiles, '%s' and '%s': give one".formatted(inName.get(), given.get()));
        }
        return inName.or(() -> option.of(command.console()));
    }

    /** What stands for the cloud. */
    record Name(Optional<CloudProfile> profile) {

        Name {
            Objects.requireNonNull(profile, "profile");
        }
    }

    /** Makes another cloud wrong usage. */
    static final class Converter implements ITypeConverter<Name> {

        private static final String PREFIX = "aws.";

        @Override
        public Name convert(String text) {
            if (text.equalsIgnoreCase("aws")) {
                return new Name(Optional.empty());
            }
            if (!text.toLowerCase(Locale.ROOT).startsWith(PREFIX)) {
                throw new TypeConversionException("'%s' is not a cloud: give aws, or aws.<profile>".formatted(text));
            }
            return new Name(Optional.of(new ProfileOption.Converter().convert(text.substring(PREFIX.length()))));
        }
    }
}
