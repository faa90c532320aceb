package dev.tedge.certificate;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What processes that were killed while they made files have left in a directory: {@link NewFile}s that nobody holds any
 * more. They may hold private keys, so they don't stay longer than necessary.
 *
 * @param files in no order
 */
record Leftovers(List<Path> files) {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    Leftovers {
        files = List.copyOf(files);
    }

    /** Those in the directory of a file; none when it can't be read. */
    static Leftovers beside(Path target) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(NewFile.directoryOf(target), NewFile.NAMES)) {
            for (Path entry : entries) {
                if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS) && isAbandoned(entry)) {
                    found.add(entry);
                }
            }
        } catch (IOException unreadable) {
            LOG.debug("The directory of {} was not searched: {}", target, unreadable.toString());
        }
        return new Leftovers(found);
    }

    /** Whether a file was put in its place by such a process, which was then killed. */
    boolean contain(Path published) {
        try {
            Object key = NewFile.keyOf(published);
            for (Path file : files) {
                if (NewFile.keyOf(file).equals(key)) {
                    return true;
                }
            }
        } catch (IOException gone) {
            LOG.debug("{} is not there: {}", published, gone.toString());
        }
        return false;
    }

    /** Takes them away; a file of which they are but another name stays. */
    void clear() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException refused) {
                LOG.debug("{} was not removed: {}", file, refused.toString());
            }
        }
    }

    private static boolean isAbandoned(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock != null;
        } catch (IOException | OverlappingFileLockException inUse) {
            return false;
        }
    }
}
