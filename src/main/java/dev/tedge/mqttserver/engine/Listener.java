package dev.tedge.mqttserver.engine;

import dev.tedge.mqttserver.MqttServerConfig;
import dev.tedge.mqttserver.MqttServerHooks;
import dev.tedge.mqttserver.ServerMessage;
import java.io.IOException;

/** The listening socket and the event loop. */
public final class Listener implements AutoCloseable {

    private Listener() {}

    public static Listener start(MqttServerConfig config, MqttServerHooks hooks) throws IOException {
        if (config.port() == 0) {
            throw new IOException("The engine follows: " + config + hooks);
        }
        return new Listener();
    }

    public int port() {
        return 0;
    }

    public void publish(ServerMessage message) {}

    public void disconnect(String clientId, int reasonCode, String reason) {}

    public long droppedMessages() {
        return 0;
    }

    @Override
    public void close() {}
}
