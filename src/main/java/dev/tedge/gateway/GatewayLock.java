package dev.tedge.gateway;

import dev.tedge.config.TedgeConfig;
import dev.tedge.config.toml.LockFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second gateway from running with the same configuration: both would have the same client ids, and each would take the
 * connections of the other over, for ever. A command that works on the files of a stopped gateway takes the lock as well; a
 * gateway that starts, and other commands, wait a moment for its end. Ends with the process, whatever ends it.
 */
public final class GatewayLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLock.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 50;

    /** Behind the id of the process. */
    private static final String COMMAND = " command";

    private final Optional<FileChannel> channel;
    private final Optional<RunFile> runFile;

    private GatewayLock(Optional<FileChannel> channel, Optional<RunFile> runFile) {
        this.channel = channel;
        this.runFile = runFile;
    }

    /**
     * Takes the lock of a configuration directory for a gateway. Where it can't be written there is none, and the log says so.
     *
     * @throws GatewayException when another gateway, or a command, has it; the message names its process. When it is there, but
     *     belongs to another user or is a link; the message names the remedy
     */
    public static GatewayLock take(TedgeConfig config) {
        Path file = file(config);
        try {
            Files.createDirectories(file.getParent());
            Optional<FileChannel> channel = await(file, "", PATIENCE);
            if (channel.isEmpty()) {
                throw taken(file, RunFile.of(config));
            }
            Optional<RunFile> runFile = RunFile.of(config);
            runFile.ifPresent(RunFile::write);
            return new GatewayLock(channel, runFile);
        } catch (IOException e) {
            requireNotThere(file, e);
            LOG.warn("No lock against a second gateway: '{}' can't be written", file);
            return new GatewayLock(Optional.empty(), Optional.empty());
        }
    }

    /**
     * Takes the lock for a command, in a directory where a gateway has been.
     *
     * @return empty when a gateway runs
     * @throws GatewayException when another command has it; the message names its process
     * @throws IOException when it can't be taken; the message names the file and the remedy
     */
    static Optional<GatewayLock> takeForCommand(TedgeConfig config) throws IOException {
        return takeForCommand(config, PATIENCE);
    }

    static Optional<GatewayLock> takeForCommand(TedgeConfig config, Duration patience) throws IOException {
        Path file = file(config);
        try {
            Optional<FileChannel> channel = await(file, COMMAND, patience);
            if (channel.isEmpty() && !isGateway(owner(file))) {
                throw taken(file, Optional.empty());
            }
            return channel.map(held -> new GatewayLock(Optional.of(held), Optional.empty()));
        } catch (AccessDeniedException denied) {
            throw new IOException(
                    "The lock %s can't be opened: permission denied. Run the command with sudo".formatted(file),
                    denied);
        }
    }

    /** Without a lock that others can take, a second gateway would not be noticed. */
    private static void requireNotThere(Path file, IOException cause) {
        if (Files.isSymbolicLink(file)) {
            throw new GatewayException("The lock %s is a link: remove it".formatted(file), cause);
        }
        if (cause instanceof AccessDeniedException && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new GatewayException(
                    "The lock %s can't be opened: permission denied. Give it to the user of the gateway with `sudo chown`"
                            .formatted(file),
                    cause);
        }
    }

    private static Path file(TedgeConfig config) {
        return config.state().resolve("lock");
    }

    private static GatewayException taken(Path file, Optional<RunFile> runFile) throws IOException {
        String owner = owner(file);
        if (isGateway(owner)) {
            return new GatewayException(
                    "Another gateway runs with this configuration (process %s, lock %s%s): stop it first"
                            .formatted(
                                    owner,
                                    file,
                                    runFile.map(other -> ", see " + other.file())
                                            .orElse("")));
        }
        return new GatewayException(
                "A command works on the files of this gateway (process %s, lock %s): wait for its end"
                        .formatted(owner.replace(COMMAND, ""), file));
    }

    /** Empty when a gateway has it, or a command does not end. */
    private static Optional<FileChannel> await(Path file, String mark, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        try {
            Optional<FileChannel> channel = take(file, mark);
            while (channel.isEmpty() && !isGateway(owner(file)) && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                channel = take(file, mark);
            }
            return channel;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<FileChannel> take(Path file, String mark) throws IOException {
        FileChannel channel = LockFile.open(file);
        if (!isOurs(channel)) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + mark));
        return Optional.of(channel);
    }

    private static String owner(Path file) throws IOException {
        try (InputStream text = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(text.readAllBytes(), StandardCharsets.US_ASCII).strip();
        }
    }

    /** Nobody has written the file yet when it is empty. */
    private static boolean isGateway(String owner) {
        return !owner.isEmpty() && !owner.endsWith(COMMAND);
    }

    private static boolean isOurs(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() {
        runFile.ifPresent(RunFile::remove);
        channel.ifPresent(held -> {
            try (held) {
                held.truncate(0);
            } catch (IOException e) {
                LOG.debug("The lock was gone already", e);
            }
        });
    }
}
