package dev.tedge.mapping;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.command.CommandIdProcessor;
import dev.tedge.command.DeliveredCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The built-in routes as they are shipped, for the device {@code my:dev-1}, between two schemes without brokers. */
record TestingRoutes(DefaultCamelContext camel, TestingMqttComponent local, TestingMqttComponent aws)
        implements AutoCloseable {

    static final String DEVICE = "my:dev-1";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2021-04-07T19:00:00Z"));
    private static final String TELEMETRY = "te/+/+/+/+/m/+,te/+/+/+/+/e/+,te/+/+/+/+/a/+,te/+/+/+/+/status/health";

    static TestingRoutes start(String topicPrefix) throws Exception {
        return start(topicPrefix, false);
    }

    /** @param retain whether what is retained locally shall be so on AWS */
    static TestingRoutes start(String topicPrefix, boolean retain) throws Exception {
        return start(
                MappingSettings.defaults(DEVICE),
                Map.of("aws.bridge.topic_prefix", topicPrefix, "aws.bridge.retain", Boolean.toString(retain)));
    }

    /**
     * @param settings how messages are mapped; {@link #DEVICE} is the device
     * @param placeholders those that differ from the defaults
     * @param own a user's routes, in YAML
     */
    static TestingRoutes start(MappingSettings settings, Map<String, String> placeholders, String... own)
            throws Exception {
        TestingRoutes routes =
                new TestingRoutes(new DefaultCamelContext(), new TestingMqttComponent(), new TestingMqttComponent());
        try {
            routes.load(settings, placeholders, own);
            return routes;
        } catch (Exception e) {
            routes.close();
            throw e;
        }
    }

    /** Checks that one route took the message and was done with it without an error, so that it is acknowledged. */
    static void completes(List<Exchange> exchanges) {
        assertThat(exchanges).singleElement().satisfies(exchange -> {
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.isFailed()).isFalse();
        });
    }

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        camel.close();
    }

    private void load(MappingSettings mapping, Map<String, String> placeholders, String... own) throws Exception {
        Properties settings = new Properties();
        settings.setProperty("device.id", DEVICE);
        settings.setProperty("aws.bridge.topic_prefix", "aws");
        settings.setProperty("aws.bridge.retain", "false");
        settings.setProperty("aws.shadow.sync", "false");
        settings.setProperty("aws.jobs.enabled", "false");
        settings.setProperty("mqtt.topic_root", "te");
        settings.setProperty("aws.topics", TELEMETRY);
        settings.putAll(placeholders);
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.addComponent("local", local);
        camel.addComponent("aws", aws);
        MappingBeans.of(mapping, CLOCK)
                .forEach((name, processor) -> camel.getRegistry().bind(name, processor));
        camel.getRegistry().bind("commandId", new CommandIdProcessor());
        camel.getRegistry().bind("deliveredCommands", DeliveredCommands.inMemory());
        List<Resource> files = new ArrayList<>(RouteFiles.all().stream()
                .map(Path::toString)
                .map(file -> ResourceHelper.resolveResource(camel, "file:" + file))
                .toList());
        for (String yaml : own) {
            files.add(ResourceHelper.fromString("own" + files.size() + ".camel.yaml", yaml));
        }
        PluginHelper.getRoutesLoader(camel).loadRoutes(files);
        camel.start();
    }
}
