package dev.tedge.cli;

import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.config.CloudProfile;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The cloud behind a {@code cert} command: {@code tedge cert show aws}. Decides between device.* and aws.device.*. */
final class CloudParameter {

    @Parameters(
            arity = "0..1",
            paramLabel = "aws",
            description = "Use the certificate, key and id for AWS, aws.device.*, instead of device.*")
    private @Nullable Cloud cloud;

    @Mixin
    private final ProfileOption profile = new ProfileOption();

    /** The profile that is meant; only the certificate for AWS has some. */
    Optional<CloudProfile> profile(Console console) {
        return cloud == null ? Optional.empty() : profile.of(console);
    }

    /** Whether a profile was given, and no cloud. */
    boolean lacksCloud() {
        return cloud == null && profile.given().isPresent();
    }

    /** The setting of the device's id. */
    Setting<String> id() {
        return cloud == null ? Settings.DEVICE_ID : Settings.AWS_DEVICE_ID;
    }

    /** The certificate and its key. */
    DeviceCertificateFiles files(TedgeConfig config) {
        Setting<Path> certificate = cloud == null ? Settings.DEVICE_CERT_PATH : Settings.AWS_DEVICE_CERT_PATH;
        Setting<Path> key = cloud == null ? Settings.DEVICE_KEY_PATH : Settings.AWS_DEVICE_KEY_PATH;
        return new DeviceCertificateFiles(config.value(certificate), config.value(key));
    }

    /** Where the certificate signing request is put. */
    Path signingRequest(TedgeConfig config) {
        return config.value(cloud == null ? Settings.DEVICE_CSR_PATH : Settings.AWS_DEVICE_CSR_PATH);
    }

    /** The clouds that there are. */
    enum Cloud {
        AWS;

        @Override
        public String toString() {
            return "aws";
        }
    }
}
