package com.example.tedge;

import java.math.BigDecimal;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;

/**
 * Sends the dew point of each measurement of the type {@code environment} to AWS, beside the measurement itself. The gateway finds this
 * class because it is public, is a RouteBuilder and can be made without arguments.
 */
public class DewPointRoute extends RouteBuilder {

    private final DewPoint dewPoint = new DewPoint();

    @Override
    public void configure() {
        from("local:{{mqtt.topic_root}}/+/+/+/+/m/environment")
                .routeId("dew-point")
                .routeDescription("Dew point of temperature and humidity")
                .routeConfigurationId("report-errors")
                .setVariable("temperature").jsonpath("$.temperature", true, Double.class)
                .setVariable("humidity").jsonpath("$.humidity", true, Double.class)
                .setVariable("time").jsonpath("$.time", true)
                .filter(simple("${variable.temperature} != null && ${variable.humidity} != null"))
                .process(this::calculate).id("dew-point-calculate")
                // What follows takes the message for one on this topic.
                .setHeader("CamelMqttTopic", simple("{{mqtt.topic_root}}/${header.tedgeEntity}/m/dew-point"))
                // Names the topic on AWS, adds the time if there is none, and minds the settings.
                .process("telemetryMapper")
                .to("aws");
    }

    private void calculate(Exchange exchange) {
        String json = dewPoint.json(
                exchange.getVariable("temperature", Double.class), exchange.getVariable("humidity", Double.class));
        exchange.getMessage().setBody(json.replace("}", time(exchange.getVariable("time")) + "}"));
    }

    /** The member with the time of the measurement; nothing when it has none. */
    private static String time(Object time) {
        if (time instanceof Number) {
            return ",\"time\":" + new BigDecimal(time.toString()).toPlainString();
        }
        boolean date = time instanceof String text && text.matches("[0-9Tt:.+-]+[Zz]?");
        return date ? ",\"time\":\"" + time + "\"" : "";
    }
}
