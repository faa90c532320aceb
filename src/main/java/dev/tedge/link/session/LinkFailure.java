package dev.tedge.link.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Why a connection could not be made, or ended, in words for a person.
 *
 * @param kind what sort of failure it is, for those who decide what to do next
 * @param text one line: what failed, on which thing
 * @param reasonCode the MQTT reason code where the broker gave one, otherwise 0
 * @param silent whether the broker has closed the connection in good order and without a word; not so when it just broke
 * @param suspects topics and filters over which the broker may have ended the connection, the likeliest first
 */
public record LinkFailure(Kind kind, String text, int reasonCode, boolean silent, List<String> suspects) {

    /** Sorts failures by what can be done about them. */
    public enum Kind {
        /** The name of the broker can't be resolved. */
        UNKNOWN_HOST,
        /** Nobody listens on the port, or the network is not there. */
        UNREACHABLE,
        /** No answer in time. */
        TIMEOUT,
        /** The HTTP proxy can't be reached, or does not let us through. */
        PROXY,
        /** The broker's certificate is not signed by an authority that we trust, or is not valid. */
        SERVER_CERTIFICATE,
        /** The broker's certificate is for another host. */
        HOST_NAME,
        /** The broker does not accept our certificate. */
        CLIENT_CERTIFICATE,
        /** Our own certificate, key or trust files can't be used. */
        OWN_FILES,
        /** Something else in the TLS handshake. */
        TLS,
        /** The broker has answered our CONNECT with a refusal. */
        REFUSED,
        /** Another client has connected with our client id. */
        TAKEN_OVER,
        /** The broker ended the connection and said why. */
        ENDED_BY_BROKER,
        /** The connection was closed without a word. */
        CLOSED,
        /** We ended it. */
        OWN_WISH
    }

    public LinkFailure {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(text, "text");
        suspects = List.copyOf(suspects);
    }

    /** A failure with the broker's reason. */
    public LinkFailure(Kind kind, String text, int reasonCode) {
        this(kind, text, reasonCode, false, List.of());
    }

    /** A failure without an MQTT reason code. */
    public LinkFailure(Kind kind, String text) {
        this(kind, text, 0);
    }

    /** The broker, which the text names, has closed the connection without a word. */
    public static LinkFailure closed(String peer) {
        return new LinkFailure(
                Kind.CLOSED, "%s closed the connection without a reason".formatted(peer), 0, true, List.of());
    }

    /** The same failure, for which these topics or filters may be the reason. */
    public LinkFailure suspecting(List<String> likeliestFirst) {
        return new LinkFailure(kind, text, reasonCode, silent, likeliestFirst);
    }

    /** The same failure, likely because somebody else uses our client id. */
    public LinkFailure suspectingTakeOver() {
        return new LinkFailure(
                Kind.TAKEN_OVER,
                text + ", again and again soon after connecting: another client may be using the same client id");
    }

    /** Whether what we have published or subscribed to may be the reason. */
    public boolean mayBlameAPacket() {
        return kind == Kind.ENDED_BY_BROKER ? ReasonCodes.mayBlameAPacket(reasonCode) : silent;
    }

    /** Nothing came of it within the time. */
    public static LinkFailure timedOut(String what, SessionConfig config, Duration patience) {
        return new LinkFailure(
                Kind.TIMEOUT,
                "no %s from %s:%d within %d s".formatted(what, config.host(), config.port(), patience.toSeconds()));
    }

    /**
     * The text, and what to do about it, on one line.
     *
     * @param remedy a sentence, or nothing
     */
    public String followedBy(String remedy) {
        return remedy.isEmpty() ? text : text + ". " + remedy;
    }

    /** The suspects on one line, each in quotes; empty when there are none. */
    public String suspectsInWords() {
        return suspects.stream()
                .map(name -> "'" + name.replaceAll("\\p{Cntrl}", "?") + "'")
                .collect(Collectors.joining(", "));
    }

    /** Whether the broker has turned us down, so that asking again at once would only annoy it. */
    public boolean isRefusal() {
        return switch (kind) {
            case REFUSED, CLIENT_CERTIFICATE, TAKEN_OVER -> true;
            case ENDED_BY_BROKER -> !ReasonCodes.isRoutine(reasonCode);
            default -> false;
        };
    }
}
