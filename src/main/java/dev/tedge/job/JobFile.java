package dev.tedge.job;

import dev.tedge.job.execution.Ledger;
import dev.tedge.job.execution.LedgerJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where the ledger is kept: a file that is there as it was or as it is to be, also after a power cut. For one thread. */
final class JobFile {

    private static final FileAttribute<?> OWNERS_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<?> OWNERS_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path directory;
    private final String thing;
    private final Path file;
    private final Path written;

    JobFile(Path directory, String thing) {
        this.directory = directory;
        this.thing = thing;
        this.file = directory.resolve("jobs.json");
        this.written = directory.resolve(".jobs.json.tmp");
    }

    /** What has become of reading it. */
    record Read(Ledger ledger, String trouble) {}

    /**
     * Reads it. One that is of no use is set aside: what the local broker has retained tells whether the command of a job has been
     * published.
     *
     * @return with a sentence when it was of no use
     * @throws IOException when it can't be read
     */
    Read load() throws IOException {
        String text;
        try {
            // Bytes that are no text make it useless, not unreadable.
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return new Read(Ledger.EMPTY, "");
        }
        try {
            return new Read(LedgerJson.read(thing, text), "");
        } catch (IllegalArgumentException useless) {
            Path aside = directory.resolve("jobs.json.unusable");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return new Read(
                    Ledger.EMPTY,
                    "What was known of jobs is of no use: %s. The file is now '%s'"
                            .formatted(useless.getMessage(), aside));
        }
    }

    /** Replaces it; it is on disk afterwards. */
    void save(Ledger ledger) throws IOException {
        Files.createDirectories(directory, OWNERS_DIRECTORY);
        // What a process that was killed has left.
        Files.deleteIfExists(written);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(written, options, OWNERS_FILE)) {
            ByteBuffer bytes = ByteBuffer.wrap(LedgerJson.write(thing, ledger).getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
