package dev.tedge.benchmark.peer;

import dev.tedge.benchmark.wire.BareLoop;
import java.nio.file.Path;
import java.util.List;

/** All that can be measured, the gateway first. */
public final class Peers {

    /** What the ratios are about. */
    public static final String GATEWAY = "gateway";

    private Peers() {}

    /** The gateway and its peers. */
    public static List<Peer> all(Installation gateway) {
        return List.of(
                gateway(gateway),
                new JavaPeer("bare loop", BareLoop.class),
                new Bridge("mosquitto bridge", false),
                new Bridge("mosquitto bridge, tuned", true),
                new JavaPeer("Camel's paho-mqtt5", StockRoute.class));
    }

    /** The gateway; on another JDK than this one, its name says which. */
    public static Peer gateway(Installation gateway) {
        boolean here = gateway.javaHome().equals(Path.of(System.getProperty("java.home")));
        return new GatewayPeer(
                here ? GATEWAY : GATEWAY + ", " + gateway.javaHome().getFileName(), gateway);
    }

    /** Generator and receiver with a broker between them, and nobody else. */
    public static Peer alone() {
        return new Alone();
    }
}
