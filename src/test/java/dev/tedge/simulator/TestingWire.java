package dev.tedge.simulator;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A device that writes packets byte by byte, for what no client library would send. */
final class TestingWire implements AutoCloseable {

    /** Client id robot-7, clean start, 60 s. */
    static final String CONNECT_5 = "10 14 00 04 4D 51 54 54 05 02 00 3C 00 00 07 72 6F 62 6F 74 2D 37";

    static final String CONNECT_311 = "10 13 00 04 4D 51 54 54 04 02 00 3C 00 07 72 6F 62 6F 74 2D 37";

    private final SSLSocket socket;
    private final DataInputStream input;

    /** What CONNACK says, in hexadecimal. */
    final String connAck;

    /** @param packet CONNECT; its CONNACK has been read when this returns */
    TestingWire(TestingCloud cloud, String packet) throws Exception {
        KeyManager[] keys = cloud.device.keyManagers().getKeyManagers();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, cloud.authority.trustManagers().getTrustManagers(), null);
        socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", cloud.simulator().port());
        socket.setSoTimeout(10_000);
        input = new DataInputStream(socket.getInputStream());
        send(packet);
        connAck = next().orElse("nothing");
        if (!connAck.startsWith("20")) {
            throw new AssertionError("No CONNACK but " + connAck);
        }
    }

    /** @param packets hexadecimal, written at once */
    void send(String packets) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(packets.replace(" ", "")));
    }

    /** The next packet in hexadecimal: its type and what follows the length; nothing when the server has closed. */
    Optional<String> next() throws IOException {
        try {
            int type = input.readUnsignedByte();
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = input.readUnsignedByte();
                length |= (digit & 0x7F) << shift;
                shift += 7;
            } while ((digit & 0x80) != 0);
            byte[] rest = input.readNBytes(length);
            return Optional.of(HexFormat.of().withUpperCase().formatHex(new byte[] {(byte) type})
                    + " "
                    + HexFormat.of().withUpperCase().formatHex(rest));
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
