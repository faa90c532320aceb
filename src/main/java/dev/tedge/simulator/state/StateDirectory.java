package dev.tedge.simulator.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.simulator.service.ExactJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one running simulator. The files that it writes are for their owner only and are replaced as a
 * whole. No other simulator can use it until it is closed.
 */
public final class StateDirectory implements AutoCloseable {

    private final Path directory;
    private final FileChannel lock;

    private StateDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Makes the directory if there is none, and takes it.
     *
     * @throws IOException if that is not possible, or another simulator uses it; the message says what to do
     */
    public static StateDirectory open(Path directory) throws IOException {
        FileChannel channel = openLock(directory);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("Another simulator uses the state directory '" + directory
                    + "': stop it, or name another directory");
        }
        return new StateDirectory(directory, channel);
    }

    private static FileChannel openLock(Path directory) throws IOException {
        try {
            // Open for all who may come so far: devices read the CA's certificate there. What is secret has its own
            // mode.
            Files.createDirectories(directory);
            return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unusable) {
            throw new IOException(
                    "The state directory '" + directory + "' can't be used: make it writable, or name another one",
                    unusable);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ofThisProcess) {
            return null;
        }
    }

    /** Where the services' state is kept. */
    public Path stateFile() {
        return directory.resolve("state.json");
    }

    /**
     * What was kept last; empty at first.
     *
     * @throws IOException if it cannot be read or is no JSON object; the message says what to do
     */
    public ObjectNode readState() throws IOException {
        if (!Files.exists(stateFile())) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode state = ExactJson.read(Files.readString(stateFile()));
            if (state instanceof ObjectNode object) {
                return object;
            }
            throw broken("it is no JSON object", null);
        } catch (JsonProcessingException malformed) {
            // Its own words add no more than a column, over two lines.
            throw broken("line " + malformed.getLocation().getLineNr() + " is no JSON", null);
        } catch (CharacterCodingException notText) {
            throw broken("it is not UTF-8", null);
        }
    }

    /** The state file is no good. */
    public IOException broken(String why, @Nullable Throwable cause) {
        return new IOException(
                "The state file '" + stateFile() + "' cannot be used (" + why
                        + "): repair it, or remove it to begin with nothing",
                cause);
    }

    /** Replaces what is kept. */
    public void writeState(ObjectNode state) throws IOException {
        OwnFiles.replace(stateFile(), state.toPrettyString() + "\n");
    }

    /** Tells where the simulator is, until the directory is closed. */
    public void announce(RunningSimulator simulator) throws IOException {
        OwnFiles.replace(directory.resolve(RunningSimulator.FILE), simulator.toJson());
    }

    /** Gives the directory free. */
    @Override
    public void close() throws IOException {
        try (lock) {
            Files.deleteIfExists(directory.resolve(RunningSimulator.FILE));
        }
    }
}
