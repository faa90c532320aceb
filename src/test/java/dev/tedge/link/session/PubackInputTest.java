package dev.tedge.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PubackInputTest {

    /** Longer than 127 bytes, so that its length takes two bytes; full of what looks like a PUBACK. */
    private static final String LARGE_PUBLISH =
            "328101" + "40040001910040040001910040".repeat(9) + "4004000191" + "404004" + "00910091";

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "without a code,         40020001,         40020001",
        "good,                   4003000100,       4003000100",
        "nobody listens,         4003000110,       4003000110",
        "identifier in use,      4003000191,       4003000183",
        "with properties,        400400019100,     400400018300",
        "identifier looks alike, 4003919191,       4003919183",
        "unknown success,        4003000111,       4003000100",
        "PINGRESP,               d000,             d000",
        "SUBACK,                 900400010091,     900400010091",
        "DISCONNECT,             e00191,           e00191"
    })
    void packet_isWhatPahoTakes(String what, String sent, String read) throws IOException {
        String around = "d000" + "40020007" + LARGE_PUBLISH;
        byte[] bytes = HexFormat.of().parseHex(around + sent + around + sent);

        for (int seed = 0; seed < 50; seed++) {
            assertThat(HexFormat.of().formatHex(readInPieces(bytes, new Random(seed))))
                    .as(what)
                    .isEqualTo(around + read + around + read);
        }
    }

    private static byte[] readInPieces(byte[] bytes, Random random) throws IOException {
        PubackInput in = new PubackInput(new ByteArrayInputStream(bytes));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[20];
        int single = in.read();
        while (single >= 0) {
            all.write(single);
            int count = in.read(piece, 3, 1 + random.nextInt(10));
            if (count > 0) {
                all.write(piece, 3, count);
            }
            single = in.read();
        }
        return all.toByteArray();
    }
}
