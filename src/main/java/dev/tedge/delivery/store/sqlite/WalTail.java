package dev.tedge.delivery.store.sqlite;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a process that did not end cleanly has left in the write-ahead log. SQLite takes over all complete transactions
 * at the start of the log and leaves out the rest without a word; this finds the words.
 *
 * <p>Source: "WAL-mode File Format", sqlite.org/walformat.html.
 */
final class WalTail {

    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377f0682;
    private static final int MAX_PAGE = 65_536;
    private static final int MAX_ROUNDS = 1 << 24;

    private final InputStream in;
    private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    // The running checksum over all that was read so far.
    private int sum0;
    private int sum1;

    private int complete;
    private int framesBehind;
    private int commitsBehind;

    private WalTail(InputStream in) {
        this.in = in;
    }

    /**
     * A line for the log on what was found, and on what of it is left out; empty if there is no log or nothing in it.
     *
     * @param wal the log, which no process has open
     */
    static Optional<String> inspect(Path wal) throws IOException {
        if (Files.notExists(wal) || Files.size(wal) == 0) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(wal), 1 << 16)) {
            WalTail tail = new WalTail(in);
            String found = tail.read() ? tail.words() : "its first bytes are damaged, so none of it was taken over";
            return Optional.of("The last end was not clean: '%s' was left over, %s".formatted(wal, found));
        }
    }

    private boolean read() throws IOException {
        ByteBuffer header = ByteBuffer.wrap(in.readNBytes(HEADER));
        if (header.limit() < HEADER || (header.getInt(0) & ~1) != MAGIC) {
            return false;
        }
        order = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int pageSize = header.getInt(8);
        add(header, 0, 24);
        if (!isSum(header, 24) || pageSize < 512 || pageSize > MAX_PAGE) {
            return false;
        }
        readFrames(header.getLong(16), FRAME_HEADER + pageSize);
        return true;
    }

    private void readFrames(long salts, int length) throws IOException {
        boolean intact = true;
        byte[] bytes = in.readNBytes(length);
        while (bytes.length > 0) {
            ByteBuffer frame = ByteBuffer.wrap(bytes);
            if (bytes.length >= 16 && isOfEarlierRound(frame.getInt(8), (int) (salts >>> 32))) {
                // What follows is in the database already, unless it is of this round: then this one is damaged.
                intact = false;
            } else {
                intact = intact && bytes.length == length && frame.getLong(8) == salts && isIntact(frame);
                count(intact, bytes.length >= 8 && frame.getInt(4) != 0);
            }
            bytes = in.readNBytes(length);
        }
    }

    /** The log is written anew from its start in each round; the first of the salts then grows by one. */
    private static boolean isOfEarlierRound(int salt, int current) {
        int rounds = current - salt;
        return rounds > 0 && rounds < MAX_ROUNDS;
    }

    private boolean isIntact(ByteBuffer frame) {
        add(frame, 0, 8);
        add(frame, FRAME_HEADER, frame.limit());
        return isSum(frame, 16);
    }

    private void count(boolean intact, boolean commit) {
        if (intact && commit) {
            complete++;
            framesBehind = 0;
        } else {
            framesBehind++;
            commitsBehind += commit ? 1 : 0;
        }
    }

    private String words() {
        String taken = "%d transactions in it were taken over".formatted(complete);
        if (framesBehind == 0) {
            return taken;
        }
        if (commitsBehind <= 1) {
            return taken
                    + ", an incomplete last one (%d pages), which was never acknowledged, was left out"
                            .formatted(framesBehind);
        }
        return taken
                + ", behind them it is damaged (%d pages): up to %d transactions were left out"
                        .formatted(framesBehind, commitsBehind);
    }

    private boolean isSum(ByteBuffer bytes, int at) {
        return bytes.getInt(at) == sum0 && bytes.getInt(at + 4) == sum1;
    }

    private void add(ByteBuffer bytes, int from, int to) {
        ByteBuffer words = bytes.duplicate().order(order);
        for (int i = from; i < to; i += 8) {
            sum0 += words.getInt(i) + sum1;
            sum1 += words.getInt(i + 4) + sum0;
        }
    }
}
