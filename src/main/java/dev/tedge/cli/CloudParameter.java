package dev.tedge.cli;

import dev.tedge.certificate.DeviceCertificateFiles;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** The cloud behind a {@code cert} command: {@code tedge cert show aws}. Decides between device.* and aws.device.*. */
final class CloudParameter {

    @Parameters(
            arity = "0..1",
            paramLabel = "aws",
            description = "Use the certificate, key and id for AWS, aws.device.*, instead of device.*")
    private @Nullable Cloud cloud;

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

    /** The clouds that there are. */
    enum Cloud {
        AWS;

        @Override
        public String toString() {
            return "aws";
        }
    }
}
