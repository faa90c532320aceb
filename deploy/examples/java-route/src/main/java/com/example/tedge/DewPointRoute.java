package com.example.tedge;

import org.apache.camel.builder.RouteBuilder;

/**
 * Sends the dew point of each measurement of the type {@code environment} to AWS, beside the measurement itself. The gateway finds this
 * class because it is public, is a RouteBuilder and can be made without arguments.
 */
public class DewPointRoute extends RouteBuilder {

    @Override
    public void configure() {
        from("local:{{mqtt.topic_root}}/+/+/+/+/m/environment")
                .routeId("dew-point")
                .routeDescription("Dew point of temperature and humidity")
                .routeConfigurationId("report-errors")
                .setVariable("temperature").jsonpath("$.temperature", true, Double.class)
                .setVariable("humidity").jsonpath("$.humidity", true, Double.class)
                .filter(simple("${variable.temperature} != null && ${variable.humidity} != null"))
                .setBody(simple("${bean:dewPoint?method=json(${variable.temperature}, ${variable.humidity})}"))
                .setHeader("CamelPahoMqtt5OverrideTopic", simple("thinedge/{{device.id}}/td/${header.tedgeSource}/m/dew-point"))
                .to("aws");
    }
}
