package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.store.DeadLetter.Cause;
import dev.tedge.delivery.store.Selection;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.gateway.control.Control;
import dev.tedge.gateway.control.ControlException;
import dev.tedge.gateway.control.ControlHandler;
import dev.tedge.gateway.control.ControlRequest;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.gateway.control.ControlServer;
import dev.tedge.gateway.control.TestingInventory;
import dev.tedge.gateway.control.TestingStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayAccessIT {

    private final TestingInventory inventory = new TestingInventory();
    private final AtomicInteger closed = new AtomicInteger();
    private final Path state;
    private final TedgeConfig config;

    GatewayAccessIT(@TempDir Path directory) {
        this.config = TedgeConfig.load(directory, Map.of(), file -> Optional.empty());
        this.state = directory.resolve(".tedge-mapper-aws");
    }

    @BeforeEach
    void keepSomething() {
        inventory.parked(3, Cause.RULE, "a", "x");
    }

    @Test
    void stoppedGateway_isAskedOnItsFiles_andCanNotStartMeanwhile() throws Exception {
        Files.createDirectory(state);
        try (GatewayAccess access = onFiles()) {
            assertThat(status(access).path("running").booleanValue()).isFalse();
            assertThat(status(access).path("deadLetters").intValue()).isEqualTo(1);
            assertThatThrownBy(() -> GatewayLock.takeForCommand(config, Duration.ZERO))
                    .isInstanceOf(GatewayException.class)
                    .hasMessage("A command works on the files of this gateway (process %d, lock %s): wait for its end"
                            .formatted(ProcessHandle.current().pid(), state.resolve("lock")));
        }
        assertThat(closed).hasValue(1);

        GatewayLock.take(config).close();
    }

    @Test
    void runningGateway_isAskedThroughItsSocket() throws Exception {
        GatewayLock lock = GatewayLock.take(config);
        ControlServer server = server();
        try (lock;
                server;
                GatewayAccess access = onFiles()) {
            assertThat(status(access).path("running").booleanValue()).isTrue();
            assertThat(status(access).path("deadLetters").intValue()).isEqualTo(1);
        }
        assertThat(closed).as("the files of a running gateway were opened").hasValue(0);
    }

    @Test
    void runningGatewayWithoutASocket_isAClearError() throws Exception {
        GatewayLock lock = GatewayLock.take(config);
        try (lock;
                GatewayAccess access = onFiles()) {
            assertThatThrownBy(() -> status(access))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("The gateway runs, but its socket '%s' can't be used"
                            .formatted(state.resolve("control.sock")));
        }
    }

    @Test
    void gatewayThatNeverRan_hasNothing_andNothingIsMadeForIt() throws Exception {
        try (GatewayAccess access = onFiles()) {
            assertThat(status(access).path("running").booleanValue()).isFalse();
            assertThat(status(access).path("deadLetters").intValue()).isZero();
        }
        assertThat(state).doesNotExist();
    }

    @Test
    void filesThatCanNotBeOpened_leaveTheLockFree() throws Exception {
        Files.createDirectory(state);

        assertThatThrownBy(() -> GatewayAccess.to(config, () -> TestingStatus.NOW, directory -> {
                    throw new StoreException("The outbox is damaged", new IOException("torn"));
                }))
                .isInstanceOf(StoreException.class);

        GatewayLock.take(config).close();
    }

    @Test
    void secondGateway_isToldOfTheFirst() throws Exception {
        GatewayLock first = GatewayLock.take(config);
        try (first) {
            assertThatThrownBy(() -> GatewayLock.take(config))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageStartingWith("Another gateway runs with this configuration (process %d, lock %s, see "
                            .formatted(ProcessHandle.current().pid(), state.resolve("lock")));
        }
    }

    private GatewayAccess onFiles() throws IOException {
        return GatewayAccess.to(
                config,
                () -> TestingStatus.NOW,
                directory -> new GatewayAccess.Stored(inventory, closed::incrementAndGet));
    }

    private ControlServer server() {
        return ControlServer.start(
                state, new ControlHandler(inventory, () -> TestingStatus.of(inventory), () -> TestingStatus.NOW));
    }

    private static ObjectNode status(GatewayAccess access) throws IOException {
        return access.control().ask(new ControlRequest(Ask.STATUS, Selection.ALL), Control.Entries.NONE);
    }
}
