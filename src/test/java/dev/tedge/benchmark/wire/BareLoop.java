package dev.tedge.benchmark.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocketFactory;

/**
 * The limit for any gateway in Java beside a mosquitto: maps the topic, keeps the order, acknowledges what the cloud has
 * acknowledged, and does nothing else. It ends with its first connection. The key store and the trust store are given by {@code
 * javax.net.ssl.…} properties.
 */
public final class BareLoop {

    private static final int SEGMENTS_OF_ENTITY = 4;

    private final String prefix;
    private final Connection local;
    private final Connection cloud;

    private BareLoop(String thing, Connection local, Connection cloud) {
        this.prefix = "thinedge/" + thing + "/td/";
        this.local = local;
        this.cloud = cloud;
    }

    /**
     * Runs until a connection ends.
     *
     * @param args the thing, the local port and the cloud's port
     */
    @SuppressWarnings("AddressSelection") // Exactly this name is in the certificate.
    public static void main(String... args) throws IOException {
        Connection cloud = new Connection(
                SSLSocketFactory.getDefault().createSocket("localhost", Integer.parseInt(args[2])), args[0], false);
        Connection local = new Connection(
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])), "bare-loop", false);
        local.out().subscribe("te/+/+/+/+/m/+", 1);
        BareLoop loop = new BareLoop(args[0], local, cloud);
        new Thread(loop::acknowledge, "acknowledge").start();
        loop.forward();
    }

    private void forward() throws IOException {
        PacketReader in = local.in();
        while (true) {
            if (in.next() == PacketType.PUBLISH) {
                int topicEnd = in.body() + 2 + in.number(in.body());
                byte[] topic = mapped(in, topicEnd).getBytes(StandardCharsets.UTF_8);
                int payload = topicEnd + 2;
                cloud.out().publish(topic, in.number(topicEnd), in.buffer(), payload, in.end() - payload);
            }
            if (in.isDrained()) {
                cloud.out().flush();
            }
        }
    }

    private String mapped(PacketReader in, int topicEnd) {
        String topic = new String(in.buffer(), in.body() + 2, topicEnd - in.body() - 2, StandardCharsets.UTF_8);
        StringBuilder mapped = new StringBuilder(prefix);
        int begin = topic.indexOf('/') + 1;
        for (int segment = 0; segment < SEGMENTS_OF_ENTITY; segment++) {
            int end = topic.indexOf('/', begin);
            if (end > begin) {
                mapped.append(segment == 0 ? "" : ":").append(topic, begin, end);
            }
            begin = end + 1;
        }
        return mapped.append('/').append(topic, begin, topic.length()).toString();
    }

    private void acknowledge() {
        PacketReader in = cloud.in();
        try {
            while (true) {
                if (in.next() == PacketType.PUBACK) {
                    local.out().acknowledge(in.number(in.body()));
                }
                if (in.isDrained()) {
                    local.out().flush();
                }
            }
        } catch (IOException e) {
            System.err.println("The bare loop ends: " + e.getMessage());
            System.exit(1);
        }
    }
}
