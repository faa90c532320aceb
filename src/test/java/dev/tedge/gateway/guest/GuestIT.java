package dev.tedge.gateway.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.testing.FreePort;
import java.nio.file.Path;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.DependencyStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway's life in a context, without any broker. */
class GuestIT {

    @TempDir
    private Path directory;

    @Test
    void startThatFails_leavesNothingBehind() throws Exception {
        DefaultCamelContext first = context("log:x?nonsense=1");
        assertThatThrownBy(first::start).hasStackTraceContaining("nonsense");
        first.stop();

        DefaultCamelContext second = context("log:x");
        second.start();
        assertThat(second.isStarted()).isTrue();
        second.stop();
    }

    private DefaultCamelContext context(String target) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.build();
        DependencyStrategy fetching = dependency -> {};
        context.getRegistry().bind("fetching", fetching);
        new CamelRunPlugin(environment()).load(context);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("local:a").to(target);
            }
        });
        return context;
    }

    private Map<String, String> environment() {
        return Map.of(
                "TEDGE_CONFIG_DIR",
                directory.toString(),
                "TEDGE_AWS_URL",
                "localhost",
                "TEDGE_DEVICE_ID",
                "robot-7",
                "TEDGE_MQTT_BROKER_EMBEDDED",
                "false",
                "TEDGE_MQTT_CLIENT_PORT",
                Integer.toString(FreePort.next()));
    }
}
