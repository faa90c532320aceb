package dev.tedge.link;

import static org.awaitility.Awaitility.await;

import dev.tedge.link.session.LinkFailure;
import dev.tedge.link.session.SessionConfig;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/** Links that try again quickly, and what they connect to; all end with the test. */
final class TestingLinks implements AutoCloseable {

    static final String CLIENT = "robot-7";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    <T extends AutoCloseable> T begin(T part) {
        begun.push(part);
        return part;
    }

    Link link(int port, UnaryOperator<SessionConfig.Builder> settings) {
        return link("127.0.0.1", port, settings);
    }

    Link link(String host, int port, UnaryOperator<SessionConfig.Builder> settings) {
        Link link = unstarted(host, port, settings);
        link.start();
        return link;
    }

    Link unstarted(int port, UnaryOperator<SessionConfig.Builder> settings) {
        return unstarted("127.0.0.1", port, settings);
    }

    Link unstarted(String host, int port, UnaryOperator<SessionConfig.Builder> settings) {
        SessionConfig session =
                settings.apply(SessionConfig.to(host, port, CLIENT)).build();
        return begin(new Link(new LinkConfig("test", session, 100, Duration.ofMillis(100), PATIENCE, failure -> "")));
    }

    static void awaitUp(Link link) {
        await("the link is up").atMost(PATIENCE).until(() -> link.state().up());
    }

    static LinkFailure failureOf(Link link, Duration patience) {
        await("the link has failed")
                .atMost(patience)
                .until(() -> link.state().lastFailure().isPresent());
        return link.state().lastFailure().orElseThrow();
    }

    @Override
    public void close() {
        while (!begun.isEmpty()) {
            end(begun.pop());
        }
    }

    private static void end(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("Could not end " + part, e);
        }
    }
}
