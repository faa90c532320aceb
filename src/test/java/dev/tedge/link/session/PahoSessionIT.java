package dev.tedge.link.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the client library leaves behind. */
class PahoSessionIT {

    private static final String CLIENT = "leaves-nothing-behind";
    private static final int ATTEMPTS = 5;

    @Test
    void aPeerThatClosesAtOnce_leavesNoThreadBehind() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread closing = new Thread(() -> closeAll(server), "closing-peer");
            closing.start();
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                CompletableFuture<LinkFailure> end = new CompletableFuture<>();
                PahoSession.open(
                        SessionConfig.to("127.0.0.1", server.getLocalPort(), CLIENT)
                                .build(),
                        new Ending(end));
                assertEquals(
                        LinkFailure.Kind.CLOSED, end.get(30, TimeUnit.SECONDS).kind());
            }
        }
        await("the end of the client's threads")
                .atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains(CLIENT)));
    }

    private static void closeAll(ServerSocket server) {
        try {
            while (true) {
                Socket accepted = server.accept();
                accepted.close();
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private record Ending(CompletableFuture<LinkFailure> end) implements Session.Listener {

        @Override
        public void opened(Session session, Session.Grant grant) {
            end.completeExceptionally(new AssertionError("a peer that only closes can't accept a session"));
        }

        @Override
        public void arrived(Session session, InboundMessage message) {
            end.completeExceptionally(new AssertionError("a peer that only closes can't send a message"));
        }

        @Override
        public void ended(LinkFailure failure) {
            end.complete(failure);
        }
    }
}
