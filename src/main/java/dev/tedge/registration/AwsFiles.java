package dev.tedge.registration;

import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;

/** The files of AWS's programs, {@code ~/.aws/config} and {@code ~/.aws/credentials}. */
final class AwsFiles {

    private AwsFiles() {}

    /** AWS's library passes over a file with a mistake as if it were not there. */
    static void requireReadable() throws RegistrationException {
        requireReadable(ProfileFileLocation.configurationFileLocation(), ProfileFile.Type.CONFIGURATION);
        requireReadable(ProfileFileLocation.credentialsFileLocation(), ProfileFile.Type.CREDENTIALS);
    }

    private static void requireReadable(Optional<Path> existing, ProfileFile.Type type) throws RegistrationException {
        for (Path file : existing.stream().toList()) {
            try {
                ProfileFile unused =
                        ProfileFile.builder().content(file).type(type).build();
            } catch (RuntimeException mistake) {
                throw new RegistrationException(
                        "The file %s can't be read, correct it: %s".formatted(file, mistake.getMessage()));
            }
        }
    }
}
