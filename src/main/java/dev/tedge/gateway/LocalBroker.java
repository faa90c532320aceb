package dev.tedge.gateway;

import dev.tedge.certificate.ClientIdentity;
import dev.tedge.certificate.TlsContexts;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import dev.tedge.link.session.Tls;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The way to the local broker as the settings {@code mqtt.client.*} want it, for the gateway and for commands. */
public final class LocalBroker {

    private final TedgeConfig config;

    /** Reads the settings when asked. */
    public LocalBroker(TedgeConfig config) {
        this.config = config;
    }

    /**
     * Host, port, TLS and user; the caller adds what is its own.
     *
     * @throws IOException when the file with the password can't be read; the message names it
     */
    public SessionConfig.Builder session(String clientId) throws IOException {
        SessionConfig.Builder session = SessionConfig.to(
                config.value(Settings.MQTT_CLIENT_HOST), config.value(Settings.MQTT_CLIENT_PORT), clientId);
        tls().ifPresent(session::tls);
        Optional<String> user = config.find(Settings.MQTT_CLIENT_USERNAME);
        if (user.isPresent()) {
            session.credentials(new SessionConfig.Credentials(user.get(), password()));
        }
        return session;
    }

    /** Why there is no connection, and what to do about it, on one line. */
    public String explain(LinkFailure failure) {
        return failure.followedBy(
                isGateway(failure)
                        ? "Start the gateway with `tedge run aws`: it brings the local broker"
                        : LocalRemedies.of(failure));
    }

    /** Whether the failure means that no gateway runs, because the local broker is a part of it. */
    public boolean isGateway(LinkFailure failure) {
        return config.value(Settings.MQTT_BROKER_EMBEDDED) && failure.kind() == LinkFailure.Kind.UNREACHABLE;
    }

    private Optional<Tls> tls() {
        Optional<Path> trust =
                config.find(Settings.MQTT_CLIENT_CA_FILE).or(() -> config.find(Settings.MQTT_CLIENT_CA_DIR));
        Optional<ClientIdentity> identity = both(Settings.MQTT_CLIENT_CERT_FILE, Settings.MQTT_CLIENT_KEY_FILE);
        return trust.map(path -> new Tls(() -> TlsContexts.client(Optional.of(path), identity), List.of()));
    }

    private Optional<ClientIdentity> both(Setting<Path> certificate, Setting<Path> key) {
        return config.find(certificate)
                .flatMap(file -> config.find(key).map(keyFile -> new ClientIdentity(file, keyFile)));
    }

    private String password() throws IOException {
        Optional<Path> file = config.find(Settings.MQTT_CLIENT_PASSWORD_FILE);
        if (file.isEmpty()) {
            return "";
        }
        try (BufferedReader lines = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
            return Objects.requireNonNullElse(lines.readLine(), "");
        } catch (IOException e) {
            throw new IOException(
                    "The file '%s' of mqtt.client.auth.password_file can't be read: put the password there, readable for"
                                    .formatted(file.get())
                            + " the user that runs this",
                    e);
        }
    }
}
