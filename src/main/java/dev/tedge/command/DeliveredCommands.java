package dev.tedge.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of the commands that were delivered last, {@value #MOST} of them: the repository of the {@code idempotentConsumer} in
 * the command route. The empty id is of a command that has none, and is always new. What is not in it is delivered; where the file
 * can't be read or written, a command may therefore be delivered twice after a restart, and none is lost.
 *
 * <p>Not Camel's own FileIdempotentRepository: that one reads all of its file for each new id, warns each time that it shortens
 * it, and is emptied in memory when one of its routes stops, as a reload does after the new route has started.
 *
 * <p>Safe for use by several threads.
 */
public final class DeliveredCommands implements IdempotentRepository {

    static final int MOST = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(DeliveredCommands.class);

    private final Optional<Path> file;

    // Guarded by this.
    private final Set<String> ids = new LinkedHashSet<>();
    private int lines;
    private long again;
    private boolean writable = true;

    private DeliveredCommands(Optional<Path> file) {
        this.file = file;
    }

    /** For contexts in which nothing is delivered. */
    public static DeliveredCommands inMemory() {
        return new DeliveredCommands(Optional.empty());
    }

    /** @param file made when needed, for this user only; its directory, too */
    public static DeliveredCommands in(Path file) {
        DeliveredCommands commands = new DeliveredCommands(Optional.of(file));
        commands.read(file);
        return commands;
    }

    private synchronized void read(Path from) {
        try {
            List<String> read = Files.readAllLines(from, StandardCharsets.ISO_8859_1);
            // The last one may have been cut off by a sudden end.
            read.stream().filter(line -> line.length() == CommandId.LENGTH).forEach(this::keep);
            rewrite(from);
        } catch (NoSuchFileException notYet) {
            LOG.debug("No command has been delivered yet");
        } catch (IOException e) {
            warn("read", from, e);
        }
    }

    private void keep(String id) {
        ids.add(id);
        if (ids.size() > MOST) {
            Iterator<String> oldest = ids.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public synchronized boolean add(String id) {
        if (id.isEmpty()) {
            return true;
        }
        if (ids.contains(id)) {
            return false;
        }
        keep(id);
        file.ifPresent(to -> write(to, id));
        return true;
    }

    private void write(Path to, String id) {
        try {
            if (lines == 0 || lines >= 2 * MOST || !writable) {
                rewrite(to);
            } else {
                Files.writeString(to, id + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
                lines++;
            }
            writable = true;
        } catch (IOException e) {
            warn("written", to, e);
        }
    }

    private void rewrite(Path to) throws IOException {
        Path directory = to.toAbsolutePath().getParent();
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path written = to.resolveSibling("." + to.getFileName() + ".tmp");
        // What a process that was killed has left.
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(written, ids, StandardCharsets.ISO_8859_1);
        Files.move(written, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines = ids.size();
    }

    private void warn(String done, Path path, IOException e) {
        if (writable) {
            LOG.warn(
                    "'{}' can't be {} ({}): a command that AWS sends again after a restart may be delivered twice",
                    path,
                    done,
                    e.toString());
        }
        writable = false;
    }

    @Override
    public synchronized boolean contains(String id) {
        boolean known = ids.contains(id);
        if (known) {
            again++;
            if (Long.bitCount(again) == 1) {
                LOG.info("{} commands came again and were not delivered again, until now", again);
            }
        }
        return known;
    }

    /** A command that has failed is done with, but has not been delivered: the same one may come and succeed. */
    @Override
    public boolean add(Exchange exchange, String id) {
        return exchange.getProperty(Exchange.EXCEPTION_CAUGHT) != null || add(id);
    }

    /** An id is here only when its command was delivered, and stays. */
    @Override
    public boolean remove(String id) {
        return false;
    }

    @Override
    public boolean confirm(String id) {
        return true;
    }

    @Override
    public synchronized void clear() {
        ids.clear();
        lines = 0;
    }

    /** Nothing: it outlives the routes that use it. */
    @Override
    public void start() {}

    /** Nothing: it outlives the routes that use it. */
    @Override
    public void stop() {}
}
