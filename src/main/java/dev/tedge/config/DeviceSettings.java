package dev.tedge.config;

import static dev.tedge.config.DefaultValue.always;
import static dev.tedge.config.DefaultValue.below;
import static dev.tedge.config.DefaultValue.none;

import dev.tedge.config.value.ValueType;
import dev.tedge.config.value.ValueTypes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The first part of {@link Settings}, under whose name everybody else knows it: the device and its certificate. */
class DeviceSettings {

    /** Filled by the declarations below and in the other parts, in their order. */
    static final List<Setting<?>> DECLARED = new ArrayList<>();

    static final Duration SECOND = Duration.ofSeconds(1);
    static final Duration DAY = Duration.ofDays(1);
    static final Duration CENTURY = Duration.ofDays(36500);

    public static final Setting<String> DEVICE_ID = setting(
            "device.id",
            ValueTypes.TEXT,
            none(),
            "Identifier of the device: the common name of its certificate, or this value while there is none",
            "rpi-4a2f10");
    public static final Setting<Path> DEVICE_KEY_PATH = setting(
            "device.key_path",
            ValueTypes.PATH,
            below("device-certs/tedge-private-key.pem"),
            "File with the private key of the device, in PEM",
            "/etc/tedge/device-certs/tedge-private-key.pem");
    public static final Setting<Path> DEVICE_CERT_PATH = setting(
            "device.cert_path",
            ValueTypes.PATH,
            below("device-certs/tedge-certificate.pem"),
            "File with the certificate of the device, in PEM, the device's own first",
            "/etc/tedge/device-certs/tedge-certificate.pem");
    public static final Setting<Path> DEVICE_CSR_PATH = setting(
            "device.csr_path",
            ValueTypes.PATH,
            below("device-certs/tedge.csr"),
            "File for the certificate signing request of the device, in PEM",
            "/etc/tedge/device-certs/tedge.csr");

    public static final Setting<Duration> CERTIFICATE_REQUESTED_DURATION = setting(
            "certificate.validity.requested_duration",
            ValueTypes.duration(DAY, CENTURY),
            always("365d"),
            "How long a new certificate is valid, in whole days",
            "365d",
            "52w");
    public static final Setting<Duration> CERTIFICATE_MINIMUM_DURATION = setting(
            "certificate.validity.minimum_duration",
            ValueTypes.duration(Duration.ZERO, CENTURY),
            always("30d"),
            "A certificate that is valid for no longer than this is reported to expire soon",
            "30d");
    public static final Setting<String> CERTIFICATE_ORGANIZATION = setting(
            "certificate.organization",
            ValueTypes.TEXT,
            always("Thin Edge"),
            "Organization (O) in the subject of a new certificate",
            "ACME");
    public static final Setting<String> CERTIFICATE_ORGANIZATION_UNIT = setting(
            "certificate.organization_unit",
            ValueTypes.TEXT,
            always("Device"),
            "Organizational unit (OU) in the subject of a new certificate",
            "IoT");

    DeviceSettings() {}

    static <T> Setting<T> setting(
            String key, ValueType<T> type, DefaultValue standard, String description, String... examples) {
        return declared(new Setting<>(key, type, standard, description, List.of(examples), false));
    }

    /** One whose value is shown to nobody who does not ask for just that. */
    static <T> Setting<T> secret(String key, ValueType<T> type, String description, String... examples) {
        return declared(new Setting<>(key, type, none(), description, List.of(examples), true));
    }

    private static <T> Setting<T> declared(Setting<T> setting) {
        DECLARED.add(setting);
        return setting;
    }
}
