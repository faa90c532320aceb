package dev.tedge.benchmark.peer;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.main.Main;

/** What one writes with Camel alone: a route from {@code paho-mqtt5} to {@code paho-mqtt5}, with the topic mapped in between. */
final class StockRoute extends RouteBuilder {

    private static final String SESSION = "&qos=1&cleanStart=false&sessionExpiryInterval=3600";

    private final String thing;
    private final String local;
    private final String cloud;

    private StockRoute(String thing, String local, String cloud) {
        this.thing = thing;
        this.local = local;
        this.cloud = cloud;
    }

    /**
     * Runs until it is killed.
     *
     * @param args the thing, the local port and the cloud's port
     */
    public static void main(String... args) throws Exception {
        Main main = new Main();
        main.configure()
                .addRoutesBuilder(new StockRoute(args[0], "tcp://127.0.0.1:" + args[1], "ssl://localhost:" + args[2]));
        main.run();
    }

    @Override
    public void configure() {
        from("paho-mqtt5:te/+/+/+/+/m/+?brokerUrl=" + local + "&clientId=stock-route" + SESSION)
                .process(exchange -> {
                    String topic = exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class);
                    String[] parts = topic.split("/", -1);
                    exchange.getMessage()
                            .setHeader(
                                    PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC,
                                    "thinedge/" + thing + "/td/" + parts[1] + ":" + parts[2] + "/m/" + parts[6]);
                })
                .to("paho-mqtt5:unused?brokerUrl=" + cloud + "&clientId=" + thing + SESSION);
    }
}
