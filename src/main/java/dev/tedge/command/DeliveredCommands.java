package dev.tedge.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ids of the commands that were delivered last, {@value #MOST} of them, each for 7 days at
 * most, which is the longest that AWS keeps a session: the repository of the {@code idempotentConsumer} in
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

    private static final Duration KNOWN = Duration.ofDays(7);

    /** The id and, in seconds since 1970, when it was delivered: always of the same length. */
    private static final String LINE = "%s %011d";

    /** How long a line is, in characters. */
    static final int LINE_LENGTH = CommandId.LENGTH + 12;

    private static final Pattern LINES = Pattern.compile("(\\S{" + CommandId.LENGTH + "}) (\\d{11})");

    private final Optional<Path> file;
    private final InstantSource clock;

    // Guarded by this. With the second of their delivery, the oldest first.
    private final Map<String, Long> ids = new LinkedHashMap<>();
    private int lines;
    private long again;
    private boolean writable = true;

    private DeliveredCommands(Optional<Path> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** For contexts in which nothing is delivered. */
    public static DeliveredCommands inMemory() {
        return new DeliveredCommands(Optional.empty(), InstantSource.system());
    }

    /** @param file made when needed, for this user only; its directory, too */
    public static DeliveredCommands in(Path file) {
        return in(file, InstantSource.system());
    }

    static DeliveredCommands in(Path file, InstantSource clock) {
        DeliveredCommands commands = new DeliveredCommands(Optional.of(file), clock);
        commands.read(file);
        return commands;
    }

    private synchronized void read(Path from) {
        try {
            List<String> read = Files.readAllLines(from, StandardCharsets.ISO_8859_1);
            // The last one may have been cut off by a sudden end.
            read.stream()
                    .map(LINES::matcher)
                    .filter(Matcher::matches)
                    .forEach(line -> keep(line.group(1), Long.parseLong(line.group(2))));
            rewrite(from);
        } catch (NoSuchFileException notYet) {
            LOG.debug("No command has been delivered yet");
        } catch (IOException e) {
            warn("read", from, e);
        }
    }

    private void keep(String id, long second) {
        ids.put(id, second);
        if (ids.size() > MOST) {
            Iterator<String> oldest = ids.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @Override
    public synchronized boolean add(String id) {
        if (id.isEmpty()) {
            return true;
        }
        if (knows(id)) {
            return false;
        }
        long now = clock.instant().getEpochSecond();
        keep(id, now);
        file.ifPresent(to -> write(to, LINE.formatted(id, now)));
        return true;
    }

    private boolean knows(String id) {
        Long second = ids.get(id);
        if (second != null && second < clock.instant().minus(KNOWN).getEpochSecond()) {
            ids.remove(id);
            return false;
        }
        return second != null;
    }

    private void write(Path to, String line) {
        try {
            if (lines == 0 || lines >= 2 * MOST || !writable) {
                rewrite(to);
            } else {
                Files.writeString(to, line + "\n", StandardCharsets.ISO_8859_1, StandardOpenOption.APPEND);
                lines++;
            }
            writable = true;
        } catch (IOException e) {
            warn("written", to, e);
        }
    }

    private void rewrite(Path to) throws IOException {
        Path directory = Objects.requireNonNull(to.toAbsolutePath().getParent());
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path written = to.resolveSibling("." + to.getFileName() + ".tmp");
        // What a process that was killed has left.
        Files.deleteIfExists(written);
        Files.createFile(written, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        List<String> all = ids.entrySet().stream()
                .map(each -> LINE.formatted(each.getKey(), each.getValue()))
                .toList();
        Files.write(written, all, StandardCharsets.ISO_8859_1);
        // Else a power cut may leave the new name with nothing behind it.
        force(written, StandardOpenOption.WRITE);
        Files.move(written, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(directory, StandardOpenOption.READ);
        lines = ids.size();
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
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
        return knows(id);
    }

    @Override
    public synchronized boolean contains(Exchange exchange, String id) {
        boolean known = knows(id);
        if (known) {
            again++;
            String topic = exchange.getMessage().getHeader("CamelMqttTopic", "", String.class);
            if (again == 1) {
                LOG.warn(
                        "A command on {} came again and is not delivered again; one that is sent again on purpose needs another"
                                + " id or correlation data",
                        topic);
            } else if (Long.bitCount(again) == 1) {
                LOG.info(
                        "{} commands came again and were not delivered again, until now; the last one on {}",
                        again,
                        topic);
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
