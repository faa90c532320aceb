package dev.tedge.benchmark.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketsTest {

    private static final byte[] TOPIC = "te/device/main///m/load".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(ints = {64, 1 << 10, 16 << 10, 300 << 10})
    void packets_areReadAsTheyWereWritten(int size) throws IOException {
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        PacketWriter writer = new PacketWriter(sent);
        LoadMessage message = new LoadMessage(size);
        for (int number = 0; number < 100; number++) {
            writer.publish(TOPIC, number + 1, message.numbered(number));
            writer.acknowledge(number);
        }
        writer.flush();

        PacketReader reader = new PacketReader(new ByteArrayInputStream(sent.toByteArray()));

        for (int number = 0; number < 100; number++) {
            assertThat(reader.next()).isEqualTo(PacketType.PUBLISH);
            int payload = reader.body() + 2 + TOPIC.length + 2;
            assertThat(reader.end() - payload).isEqualTo(size);
            assertThat(reader.number(payload - 2)).isEqualTo(number + 1);
            assertThat(LoadMessage.number(reader.buffer(), payload, reader.end()))
                    .isEqualTo(number);
            assertThat(reader.next()).isEqualTo(PacketType.PUBACK);
            assertThat(reader.number(reader.body())).isEqualTo(number);
        }
        assertThat(reader.isDrained()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"probe\":1}", "", "{\"s\":1"})
    void messageWithoutANumber_hasNone(String text) {
        byte[] payload = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(LoadMessage.number(payload, 0, payload.length)).isNegative();
    }

    @Test
    void traffic_countsDoublesAndMisplacedOnes() throws TimeoutException {
        Traffic traffic = new Traffic();
        for (int number = 0; number < 4; number++) {
            traffic.sending(number, 1_000);
        }
        traffic.startRecording();

        traffic.arrived(0, 1_500);
        traffic.arrived(2, 1_300);
        traffic.arrived(1, 1_400);
        traffic.arrived(2, 9_000);

        assertThat(traffic.received()).isEqualTo(3);
        assertThat(traffic.outstanding()).isEqualTo(1);
        assertThat(traffic.doubles()).isEqualTo(1);
        assertThat(traffic.misplaced()).isEqualTo(1);
        assertThat(traffic.stopRecording()).containsExactly(300, 400, 500);
    }
}
