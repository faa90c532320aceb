package dev.tedge.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacketInputTest {

    private static final long ANY = Long.MAX_VALUE;

    @Test
    void packets_areCutAsTheyWereSent_inWhateverPiecesTheyCome() throws IOException {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<byte[]> bodies = new ArrayList<>();
            StringBuilder hex = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                byte[] body = new byte[i % 10 == 9 ? random.nextInt(40_000) : random.nextInt(300)];
                random.nextBytes(body);
                bodies.add(body);
                hex.append("3")
                        .append(i % 2)
                        .append(length(body.length))
                        .append(HexFormat.of().formatHex(body));
            }
            PacketInput in = new PacketInput(new InPieces(HexFormat.of().parseHex(hex), random), ANY);

            for (int i = 0; i < bodies.size(); i++) {
                assertThat(bytes(next(in))).as("seed %d, packet %d", seed, i).isEqualTo(bodies.get(i));
                assertThat(in.type()).isEqualTo(PacketType.PUBLISH);
                assertThat(in.flags()).isEqualTo(i % 2);
            }
            assertThatThrownBy(() -> next(in)).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "five bytes of length,          30ffffffff01, no length",
        "a length longer than it needs, 308000,       in more bytes than it needs",
        "larger than we take,           30e907,       a packet of 1001 bytes"
    })
    void whatIsNoPacket_isRefused(String what, String hex, String words) {
        PacketInput in = new PacketInput(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), 1_000);

        assertThatThrownBy(in::next)
                .as(what)
                .isInstanceOf(MalformedPacketException.class)
                .hasMessageContaining(words);
    }

    private static ByteBuffer next(PacketInput in) throws IOException {
        while (true) {
            try {
                return in.next();
            } catch (SocketTimeoutException nothingYet) {
                // As a session does: it looks whether the broker is alive, and reads on.
            }
        }
    }

    private static String length(int value) {
        StringBuilder hex = new StringBuilder();
        int left = value;
        do {
            int digit = left & 0x7F;
            left >>= 7;
            hex.append("%02x".formatted(left > 0 ? digit | 0x80 : digit));
        } while (left > 0);
        return hex.toString();
    }

    private static byte[] bytes(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    /** Gives a few bytes at a time, and now and then none. */
    private static final class InPieces extends InputStream {

        private final ByteBuffer all;
        private final Random random;

        InPieces(byte[] all, Random random) {
            this.all = ByteBuffer.wrap(all);
            this.random = random;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("one by one is slow");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (random.nextInt(10) == 0) {
                throw new SocketTimeoutException();
            }
            int count = Math.min(Math.min(length, all.remaining()), 1 + random.nextInt(2_000));
            if (count == 0) {
                return -1;
            }
            all.get(bytes, from, count);
            return count;
        }
    }
}
