package dev.tedge.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.Payload;
import dev.tedge.mqttserver.ServerMessage;
import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.service.CloudService;
import dev.tedge.simulator.service.DeviceMessage;
import dev.tedge.simulator.service.TestingServiceCloud;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudServicesTest {

    private static final String HIDDEN = "(not shown: it may hold a key or a token)";

    private final Registry registry = new Registry(List.of(), List.of());
    private final CloudServices services = new CloudServices(AwsIotSimulator.builder(), registry, event -> {});
    private final List<String> seen = new ArrayList<>();

    private record TestingService(Consumer<DeviceMessage> work) implements CloudService {

        @Override
        public String name() {
            return "testing";
        }

        @Override
        public void published(DeviceMessage message) {
            work.accept(message);
        }

        @Override
        public void save(ObjectNode state) {}

        @Override
        public void restore(ObjectNode state) {}
    }

    private void publish(String topic, String payload) {
        services.published(TestingServiceCloud.client("robot-7"), ServerMessage.of(topic, Payload.of(payload), 1));
    }

    @Test
    void serviceThatFails_leavesTheOthersAlone() {
        services.add(new TestingService(message -> {
            throw new IllegalStateException("broken");
        }));
        services.add(new TestingService(message -> seen.add("service " + message.topic())));
        services.observe((from, message) -> seen.add("observer " + message.topic()));

        publish("robots/1", "x");

        assertThat(seen).containsExactly("service robots/1", "observer robots/1");
    }

    @ParameterizedTest
    @CsvSource({
        "$aws/provisioning-templates/none/other/json, " + HIDDEN,
        "$aws/certificates/create/json/accepted, " + HIDDEN,
        "$aws/certificates/create/json/rejected, secret",
        "$aws/things/robot-7/other, secret",
        "robots/1, secret",
    })
    void observers_seeNoKeyAndNoToken(String topic, String shown) {
        services.add(new TestingService(
                message -> assertThat(message.payload().text()).isEqualTo("secret")));
        services.observe((from, message) -> seen.add(message.payload().text()));

        publish(topic, "secret");

        assertThat(seen).containsExactly(shown);
    }

    @Test
    void version_changesWithTheState_andNotWithTelemetry() {
        long before = services.version();
        publish("robots/1", "{\"temperature\":21}");
        assertThat(services.version()).isEqualTo(before);

        registry.put(Thing.named("robot-8"));

        assertThat(services.version()).isGreaterThan(before);
    }
}
