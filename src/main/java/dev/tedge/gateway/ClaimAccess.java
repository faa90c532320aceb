package dev.tedge.gateway;

import dev.tedge.certificate.ClientIdentity;
import dev.tedge.config.TedgeConfig;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;

/**
 * The way to AWS for a device that has a claim certificate only: like the gateway's, by the same proxy and the same
 * authorities, but under a client id of its own and without a session that AWS keeps.
 *
 * @param config of the gateway
 * @param claim the certificate that devices share until they have their own
 */
public record ClaimAccess(TedgeConfig config, ClientIdentity claim) {

    /**
     * What client ids end with: a policy that allows {@code client/*-provision} and nothing else keeps a claim certificate from
     * taking over the connection of a device.
     */
    public static final String CLIENT_ID_SUFFIX = "-provision";

    public ClaimAccess {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(claim, "claim");
    }

    /** The connection for a device; two runs for the same one don't get far at the same time. */
    public SessionConfig session(String device) {
        return new LinkConfigs(config)
                .awsSession(device + CLIENT_ID_SUFFIX, claim)
                .sessionExpiry(Duration.ZERO)
                .build();
    }

    /** What to do when the connection fails, a sentence. */
    public String remedy(LinkFailure failure) {
        return switch (failure.kind()) {
            case CLIENT_CERTIFICATE, CLOSED ->
                "Check that the claim certificate %s is valid, registered and active in AWS"
                        .formatted(claim.certificate());
            case REFUSED, ENDED_BY_BROKER ->
                "Check the policy of the claim certificate %s: `tedge aws policy --claim` prints one"
                        .formatted(claim.certificate());
            case TAKEN_OVER -> "Another run of this command is under way, or another device has the same id";
            default -> new AwsRemedies(claim.certificate(), InstantSource.system()).of(failure);
        };
    }
}
