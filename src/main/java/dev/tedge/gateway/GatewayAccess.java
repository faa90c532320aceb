package dev.tedge.gateway;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.store.Inventory;
import dev.tedge.delivery.store.MessageStore;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.StoreInventory;
import dev.tedge.gateway.control.Control;
import dev.tedge.gateway.control.ControlClient;
import dev.tedge.gateway.control.ControlHandler;
import dev.tedge.gateway.control.GatewayStatus;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The way of commands into the gateway of a configuration: through its socket while it runs, otherwise on its files, and then no
 * gateway can start. {@link #close} by the command.
 */
public final class GatewayAccess implements AutoCloseable {

    private final Control control;
    private final Optional<Stored> stored;
    private final Optional<GatewayLock> lock;

    private GatewayAccess(Control control, Optional<Stored> stored, Optional<GatewayLock> lock) {
        this.control = control;
        this.stored = stored;
        this.lock = lock;
    }

    /**
     * Finds out whether the gateway runs.
     *
     * @param clock for ages
     * @throws GatewayException when another command works on the files and does not end
     * @throws IOException when the files can't be used; the message says what to do
     * @throws StoreException when the outbox can't be used
     */
    public static GatewayAccess to(TedgeConfig config, InstantSource clock) throws IOException {
        return to(config, clock, directory -> kept(config.value(Settings.AWS_OUTBOX_PATH)));
    }

    private static Stored kept(Path outbox) {
        if (Files.notExists(outbox)) {
            return new Stored(new NothingKept(), () -> {});
        }
        MessageStore store = MessageStore.open(outbox);
        return new Stored(new StoreInventory(store, Delivery::refusal), store::close);
    }

    static GatewayAccess to(TedgeConfig config, InstantSource clock, Opener opener) throws IOException {
        Path directory = config.state();
        if (Files.notExists(directory)) {
            // No gateway has been here yet: whoever it will run as shall own the directory.
            return new GatewayAccess(onFiles(config, clock, new NothingKept()), Optional.empty(), Optional.empty());
        }
        Optional<GatewayLock> lock = GatewayLock.takeForCommand(config);
        if (lock.isEmpty()) {
            return new GatewayAccess(new ControlClient(directory), Optional.empty(), lock);
        }
        try {
            Stored stored = opener.open(directory);
            return new GatewayAccess(onFiles(config, clock, stored.inventory()), Optional.of(stored), lock);
        } catch (IOException | RuntimeException e) {
            lock.get().close();
            throw e;
        }
    }

    private static Control onFiles(TedgeConfig config, InstantSource clock, Inventory inventory) {
        return new ControlHandler(
                inventory,
                () -> GatewayStatus.stopped(
                        inventory, clock.instant(), GatewayControl.certificate(config, clock.instant())),
                clock);
    }

    /** Answers for the gateway, as long as this is open. */
    public Control control() {
        return control;
    }

    /** Closes the files. */
    @Override
    public void close() throws IOException {
        try {
            if (stored.isPresent()) {
                stored.get().end().close();
            }
        } finally {
            lock.ifPresent(GatewayLock::close);
        }
    }

    /** Opens what a stopped gateway has kept. */
    @FunctionalInterface
    interface Opener {
        Stored open(Path directory) throws IOException;
    }

    /**
     * What a stopped gateway has kept.
     *
     * @param inventory to work on
     * @param end closes the files
     */
    record Stored(Inventory inventory, Closeable end) {}
}
