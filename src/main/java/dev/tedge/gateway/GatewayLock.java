package dev.tedge.gateway;

import dev.tedge.config.TedgeConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a second gateway from running with the same configuration: both would have the same client ids, and each would take the
 * connections of the other over, for ever. Ends with the process, whatever ends it.
 */
public final class GatewayLock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayLock.class);

    private final Optional<FileChannel> channel;

    private GatewayLock(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a configuration directory. Where it can't be written there is none, and the log says so.
     *
     * @throws GatewayException when another gateway has it; the message names its process
     */
    public static GatewayLock take(TedgeConfig config) {
        Path directory = FilterFiles.directory(config);
        Path file = directory.resolve("lock");
        try {
            Files.createDirectories(directory);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (!isOurs(channel)) {
                String owner = Files.readString(file).strip();
                channel.close();
                throw new GatewayException(
                        "Another gateway runs with this configuration (process %s, lock %s): stop it first"
                                .formatted(owner, file));
            }
            channel.truncate(0);
            channel.write(StandardCharsets.US_ASCII.encode(
                    Long.toString(ProcessHandle.current().pid())));
            return new GatewayLock(Optional.of(channel));
        } catch (IOException e) {
            LOG.warn("No lock against a second gateway: '{}' can't be written", file);
            return new GatewayLock(Optional.empty());
        }
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
        channel.ifPresent(held -> {
            try {
                held.close();
            } catch (IOException e) {
                LOG.debug("The lock was gone already", e);
            }
        });
    }
}
