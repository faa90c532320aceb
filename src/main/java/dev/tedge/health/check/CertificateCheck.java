package dev.tedge.health.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;

/** Whether the certificate towards AWS is valid: down when it is missing or has expired; one that expires soon says so in its data. */
public final class CertificateCheck extends GatewayCheck {

    private final Supplier<Optional<Instant>> expiry;
    private final Duration soon;
    private final InstantSource clock;

    /**
     * @param expiry reads the last moment of its validity; empty when there is none that can be read
     * @param soon a certificate that is valid for no longer than that expires soon
     */
    public CertificateCheck(Supplier<Optional<Instant>> expiry, Duration soon, InstantSource clock) {
        super("certificate", Purpose.ATTENTION);
        this.expiry = expiry;
        this.soon = soon;
        this.clock = clock;
    }

    @Override
    void look(HealthCheckResultBuilder result) {
        Optional<Instant> until = expiry.get();
        if (until.isEmpty()) {
            result.down().message("aws.device.cert_path has no certificate that can be read");
            return;
        }
        Duration left = Duration.between(clock.instant(), until.get());
        boolean expired = left.isNegative();
        result.state(expired ? State.DOWN : State.UP);
        result.detail("certificate.expires", until.get().toString());
        result.detail("certificate.days.left", Math.floorDiv(left.toSeconds(), 86_400L));
        result.detail("certificate.expires.soon", left.compareTo(soon) <= 0);
        if (expired) {
            result.message("Has expired: renew it with `tedge cert renew`");
        } else if (left.compareTo(soon) <= 0) {
            result.message("Expires soon: renew it with `tedge cert renew`");
        }
    }
}
