package dev.tedge.testing.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks a plain listener whether an MQTT broker stands behind it: an open port alone says little. */
final class MqttConnectCheck {

    private static final int TIMEOUT_MILLIS = 1000;
    private static final int CONNACK = 0x20;
    private static final byte[] DISCONNECT = {(byte) 0xE0, 0};

    private MqttConnectCheck() {}

    /**
     * Sends an MQTT 3.1.1 CONNECT and waits for CONNACK (sections 3.1 and 3.2).
     *
     * @return whether a CONNACK came, whatever its code: a broker that wants a password is up, too
     */
    static boolean isAnswered(String host, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            writeConnect(out, "connect-check-" + socket.getLocalPort());
            byte[] answer = new byte[4];
            new DataInputStream(socket.getInputStream()).readFully(answer);
            out.write(DISCONNECT);
            return answer[0] == CONNACK;
        } catch (IOException e) {
            return false;
        }
    }

    private static void writeConnect(DataOutputStream out, String clientId) throws IOException {
        byte[] id = clientId.getBytes(StandardCharsets.US_ASCII);
        out.writeByte(0x10);
        out.writeByte(12 + id.length);
        out.writeUTF("MQTT");
        out.writeByte(4);
        out.writeByte(0x02); // clean session
        out.writeShort(10);
        out.writeShort(id.length);
        out.write(id);
        out.flush();
    }
}
