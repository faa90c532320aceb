package dev.tedge.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.delivery.store.DeadLetter.Cause;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.link.session.OutboundMessage;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlServerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final TestingInventory inventory = new TestingInventory();
    private final Deque<AutoCloseable> begun = new ArrayDeque<>();

    ControlServerIT(@TempDir Path directory) {
        this.directory = directory.resolve("state");
    }

    @AfterEach
    void end() throws Exception {
        while (!begun.isEmpty()) {
            begun.pop().close();
        }
    }

    @Test
    void questions_areAnswered() throws Exception {
        inventory.parked(3, Cause.RULE, "a", "x").waiting(1, "b", "y");
        start(handler(), PATIENCE);

        assertThat(client().ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE))
                .hasToString(StatusJson.write(TestingStatus.of(inventory)).toString());
        assertThat(listed()).extracting(KeptMessage::id).containsExactly(3L);
        assertThatThrownBy(() -> client().ask(
                                new ControlRequest(
                                        Ask.DLQ_DROP,
                                        ControlRequest.parse("{\"ask\":\"STATUS\",\"ids\":[5]}")
                                                .selection()),
                                Control.Entries.NONE))
                .isInstanceOf(ControlException.class)
                .hasMessage("Nothing is kept here under the id 5");
        assertThat(client().ask(new ControlRequest(Ask.DLQ_DROP, Selection.ALL), Control.Entries.NONE))
                .hasToString("{\"dropped\":1,\"kept\":0}");
        assertThat(inventory.deadLetters().messages()).isZero();
    }

    @Test
    void socketAndDirectory_arePrivate_andGoWithTheServer() throws Exception {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        ControlServer server = start(handler(), PATIENCE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");

        server.close();

        assertThat(socket()).doesNotExist();
    }

    @Test
    void socketOfAKilledGateway_isReplaced() throws Exception {
        Files.createDirectories(directory);
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(socket()).exists();
        assertThatThrownBy(this::listed)
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("The gateway runs, but its socket '%s' can't be used".formatted(socket()));

        start(handler(), PATIENCE);

        assertThat(listed()).isEmpty();
    }

    @Test
    void tooLongPath_leavesTheGatewayWithoutASocket() throws Exception {
        Path deep = directory.resolve("d".repeat(60)).resolve("e".repeat(60));

        begun.push(ControlServer.start(deep, handler()));

        assertThat(deep.resolve("control.sock")).doesNotExist();
        assertThatThrownBy(() -> new ControlClient(deep)
                        .ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE))
                .isInstanceOf(ControlException.class)
                .hasMessageContaining("too long")
                .hasMessageEndingWith("see the warning in its log, or stop it first");
    }

    @Test
    void directoryThatCanNotBeMade_leavesTheGatewayWithoutASocket() throws Exception {
        Files.writeString(directory, "a file");

        begun.push(ControlServer.start(directory, handler()));

        assertThat(directory).isRegularFile();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"hello\n", "\n", "[1]\n", "{\"ask\":\"REBOOT\"}\n", "{\"ask\":\"DLQ_LIST\",\"ids\":[\"x\"]}\n"})
    void badRequest_isAnsweredByAnError_andTheNextOneIsServed(String request) throws Exception {
        start(handler(), PATIENCE);

        assertThat(raw(request)).startsWith("{\"error\":\"The request is not ").endsWith("}\n");
        assertThat(listed()).isEmpty();
    }

    @Test
    void endlessRequest_isRefused() throws Exception {
        start(handler(), PATIENCE);

        assertThat(raw("x".repeat(ControlServer.LONGEST_REQUEST + 1)))
                .isEqualTo("{\"error\":\"A line has more than 262,144 bytes\"}\n");
    }

    @Test
    void clientThatSaysNothing_isNotWaitedFor() throws Exception {
        start(handler(), Duration.ofMillis(50));

        assertThat(raw("")).contains("There was no request within");
        assertThat(raw("{\"ask\":")).contains("There was no request within");
    }

    @Test
    void clientThatLeaves_isForgotten() throws Exception {
        start(handler(), PATIENCE);
        for (int i = 0; i < 3 * ControlServer.MOST_AT_A_TIME; i++) {
            connect().close();
        }

        assertThat(listed()).isEmpty();
    }

    @Test
    void failure_isAnswered_andTheNextRequestIsServed() throws Exception {
        start(
                (request, entries) -> {
                    if (request.ask() == Ask.STATUS) {
                        throw new IllegalStateException("out of order");
                    }
                    return handler().ask(request, entries);
                },
                PATIENCE);

        assertThatThrownBy(() -> client().ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE))
                .isInstanceOf(ControlException.class)
                .hasMessage("The gateway failed: java.lang.IllegalStateException: out of order");
        assertThat(listed()).isEmpty();
    }

    @Test
    void manyClients_areServed_aFewAtATime() throws Exception {
        inventory.parked(3, Cause.RULE, "a", "x");
        start(handler(), PATIENCE);
        // They hold all places but one.
        for (int i = 1; i < ControlServer.MOST_AT_A_TIME; i++) {
            begun.push(connect());
        }
        ExecutorService clients = Executors.newFixedThreadPool(20);
        begun.push(clients::shutdownNow);
        List<Future<List<KeptMessage>>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(clients.submit(this::listed));
        }

        for (Future<List<KeptMessage>> answer : answers) {
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
        }
    }

    @Test
    void longList_passesWithoutBeingHeld() throws Exception {
        // More than the heap of the tests, which is 1 GiB.
        int count = 100_000;
        int size = 11_000;
        start(new ControlHandler(endless(count, size), () -> TestingStatus.of(inventory), Instant::now), PATIENCE);
        long[] seen = {0, 0};

        ObjectNode end = client().ask(new ControlRequest(Ask.OUTBOX_LIST, Selection.ALL, count, true), entry -> {
            KeptMessage message = KeptMessage.of(entry);
            assertThat(message.id()).isEqualTo(seen[0]++);
            seen[1] += message.content().payload().orElseThrow().size();
        });

        assertThat(end.path("more").longValue()).isZero();
        assertThat(seen).containsExactly(count, (long) count * size);
    }

    @Test
    void listThatNobodyReadsOn_ends() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        Control endless = (request, entries) -> {
            try {
                return new ControlHandler(
                                endless(Integer.MAX_VALUE, 1_000), () -> TestingStatus.of(inventory), Instant::now)
                        .ask(request, entries);
            } finally {
                ended.countDown();
            }
        };
        start(endless, Duration.ofMillis(20));

        try (SocketChannel reader = connect()) {
            send(reader, "{\"ask\":\"OUTBOX_LIST\",\"limit\":2147483647,\"payloads\":true}\n");

            assertThat(ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void gatewayThatHangs_isNotWaitedForForEver() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        start(
                (request, entries) -> {
                    awaitQuietly(hanging);
                    return handler().ask(request, entries);
                },
                PATIENCE);
        begun.push(hanging::countDown);

        assertThatThrownBy(() -> new ControlClient(directory, Duration.ofMillis(100))
                        .ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE))
                .isInstanceOf(ControlException.class)
                .hasMessage("The gateway runs but does not answer through '%s': look into its log, or restart it"
                        .formatted(socket()));
    }

    @Test
    void gatewayThatEnds_endsTheAnswer() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        ControlServer server = start(
                (request, entries) -> {
                    asked.countDown();
                    awaitQuietly(ending);
                    return handler().ask(request, entries);
                },
                PATIENCE);
        ExecutorService asking = Executors.newSingleThreadExecutor();
        begun.push(asking::shutdownNow);
        Future<List<KeptMessage>> answer = asking.submit(this::listed);
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        server.close();

        assertThatThrownBy(() -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(ControlException.class)
                .hasMessageContaining("The gateway has ended the answer early");
        ending.countDown();
        await().atMost(PATIENCE).until(() -> !Files.exists(socket()));
    }

    @Test
    void tooManyIds_areRefusedBeforeTheyAreSent() {
        StringBuilder json = new StringBuilder("{\"ask\":\"DLQ_DROP\",\"ids\":[");
        for (int i = 0; i < 20_000; i++) {
            json.append(1_000_000_000_000_000_000L + i).append(',');
        }
        json.append("1]}");

        assertThatThrownBy(() -> client().ask(ControlRequest.parse(json.toString()), Control.Entries.NONE))
                .isInstanceOf(ControlException.class)
                .hasMessage("These are too many ids at a time: name fewer, or use a filter");
    }

    private ControlServer start(Control control, Duration patience) {
        ControlServer server = ControlServer.start(directory, control, patience);
        begun.push(server);
        return server;
    }

    private Control handler() {
        return new ControlHandler(inventory, () -> TestingStatus.of(inventory), () -> TestingStatus.NOW);
    }

    /** Reads from the disk as it is asked to. */
    private static TestingInventory endless(int count, int size) {
        return new TestingInventory() {
            @Override
            public void eachOutbox(Selection selection, int limit, Consumer<StoredMessage> action) {
                for (long id = 0; id < Math.min(limit, count); id++) {
                    action.accept(new StoredMessage(
                            id, Priority.LOW, Instant.EPOCH, new OutboundMessage("a", new byte[size], 1, false)));
                }
            }
        };
    }

    private ControlClient client() {
        return new ControlClient(directory);
    }

    private List<KeptMessage> listed() throws IOException {
        List<KeptMessage> entries = new ArrayList<>();
        client().ask(
                        new ControlRequest(Ask.DLQ_LIST, Selection.ALL, 100, false),
                        entry -> entries.add(KeptMessage.of(entry)));
        return entries;
    }

    private Path socket() {
        return directory.resolve("control.sock");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Everything that is answered until the end of the connection. */
    private String raw(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            send(channel, request);
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
