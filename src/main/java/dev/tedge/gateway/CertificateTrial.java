package dev.tedge.gateway;

import dev.tedge.certificate.CertificateDetails;
import dev.tedge.certificate.ClientIdentity;
import dev.tedge.config.TedgeConfig;
import dev.tedge.connect.TrialOutcome;
import dev.tedge.link.client.Conversation;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.client.Event;
import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;

/**
 * Connects to AWS with another certificate than the gateway's, to see whether AWS takes it. There is one client id, the name of the
 * thing: so the gateway must not run, and its session at AWS is left as it is. It is resumed, not begun anew; what AWS sends
 * meanwhile is not acknowledged, and comes again when the gateway is back.
 */
public final class CertificateTrial implements TrialOutcome.Trial {

    /** TCP, TLS and the answer of AWS, each of which may be slow. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TedgeConfig config;
    private final ClientIdentity identity;

    /**
     * Connects to nothing yet.
     *
     * @param config of the gateway
     * @param identity that is tried
     */
    public CertificateTrial(TedgeConfig config, ClientIdentity identity) {
        this.config = Objects.requireNonNull(config, "config");
        this.identity = Objects.requireNonNull(identity, "identity");
    }

    /** Connects once, unless a gateway runs, and keeps one from starting meanwhile. */
    @Override
    public TrialOutcome run() throws InterruptedException {
        if (Files.notExists(config.state())) {
            return connect();
        }
        try {
            Optional<GatewayLock> lock = GatewayLock.takeForCommand(config);
            if (lock.isEmpty()) {
                return new TrialOutcome.Rejected(
                        "a gateway is running, and would lose its connection. Stop it first", false);
            }
            try {
                return connect();
            } finally {
                lock.get().close();
            }
        } catch (GatewayException | IOException e) {
            return new TrialOutcome.Rejected(String.valueOf(e.getMessage()), false);
        }
    }

    private TrialOutcome connect() throws InterruptedException {
        // One message at most: none is wanted, and AWS keeps the others.
        SessionConfig session = new LinkConfigs(config)
                .awsSession(name(), identity)
                .receiveMaximum(1)
                .build();
        try (Conversation conversation = Conversation.open(session)) {
            Event event = conversation
                    .next(Deadline.in(PATIENCE))
                    .orElseGet(() -> new Event.Ended(LinkFailure.timedOut("answer", session, PATIENCE)));
            return event instanceof Event.Ended ended ? rejected(ended.failure()) : new TrialOutcome.Accepted();
        }
    }

    /** The first certificate of a device brings its name. */
    private String name() {
        return CertificateDetails.commonName(identity.certificate()).orElseGet(config::thingName);
    }

    private TrialOutcome rejected(LinkFailure failure) {
        String remedy = new AwsRemedies(identity.certificate(), InstantSource.system()).of(failure);
        boolean passing =
                switch (failure.kind()) {
                    case CLIENT_CERTIFICATE, REFUSED, CLOSED -> true;
                    default -> false;
                };
        return new TrialOutcome.Rejected(failure.followedBy(remedy), passing);
    }
}
