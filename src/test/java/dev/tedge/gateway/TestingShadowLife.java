package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.testing.MqttProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Devices that change their twin data, and applications in the cloud that change what is desired and overwrite what devices have
 * reported: at random, but each time the same.
 */
final class TestingShadowLife {

    /** So many of the entities change half of the time, so that both sides change them at a time. */
    static final int OFTEN = 5;

    /** By devices, in one {@link #step}. */
    static final int CHANGES_EACH = 4;

    private static final Duration BETWEEN_QUESTIONS = Duration.ofMillis(240);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Random random = new Random(8);
    private final Map<String, Map<String, JsonNode>> twins = new TreeMap<>();
    private final Map<String, Map<String, JsonNode>> wishes = new TreeMap<>();
    private final TestingWorld world;
    private final TestingShadows shadows;
    private final MqttProbe devices;
    private final int entities;

    /** @param entities with the main device */
    TestingShadowLife(TestingWorld world, TestingShadows shadows, int entities) {
        this.world = world;
        this.shadows = shadows;
        this.devices = world.publisher();
        this.entities = entities;
    }

    /** A few changes on either side, half of the time of the same entity. */
    void step() {
        int entity = anyEntity();
        for (int i = 0; i < CHANGES_EACH; i++) {
            int device = i == 0 ? entity : anyEntity();
            changeLocally(device, String.valueOf((char) ('a' + random.nextInt(3))));
        }
        changeOnAws(random.nextBoolean() ? entity : anyEntity());
    }

    /** Some change often, so that both sides change them at a time. */
    private int anyEntity() {
        return random.nextInt(random.nextBoolean() ? OFTEN : entities);
    }

    /** Devices remove only what nobody else reports. */
    void changeLocally(int entity, String fragment) {
        Map<String, JsonNode> twin = twins.computeIfAbsent(path(entity), first -> new TreeMap<>());
        JsonNode wish = wishes.getOrDefault(path(entity), Map.of()).get(fragment);
        boolean removes = fragment.equals("c") && random.nextInt(3) == 0;
        JsonNode value = wish != null && random.nextInt(3) == 0 ? wish : anyValue();
        if (removes) {
            twin.remove(fragment);
        } else {
            twin.put(fragment, value);
        }
        devices.publishRetained("te/" + path(entity) + "/twin/" + fragment, removes ? "" : value.toString());
    }

    void changeOnAws(int entity) {
        ObjectNode update = JsonNodeFactory.instance.objectNode();
        ObjectNode state = update.putObject("state");
        ObjectNode desired = state.putObject("desired");
        Map<String, JsonNode> wish = wishes.computeIfAbsent(path(entity), first -> new TreeMap<>());
        for (String fragment : List.of("b", "c", "d")) {
            if (random.nextInt(4) == 0) {
                desired.putNull(fragment);
                wish.remove(fragment);
            } else {
                JsonNode value = anyValue();
                // An object would be merged into what is desired already.
                wish.put(fragment, value);
                desired.set(fragment, value);
            }
        }
        if (twins.getOrDefault(path(entity), Map.of()).containsKey("a")) {
            state.putObject("reported").set("a", anyValue());
        } else {
            desired.set("a", anyValue());
        }
        shadows.update(name(entity), update.toString());
    }

    private JsonNode anyValue() {
        int number = random.nextInt(1_000);
        return switch (random.nextInt(4)) {
            case 0 -> JsonNodeFactory.instance.numberNode(number);
            case 1 -> JsonNodeFactory.instance.textNode("v" + number);
            case 2 -> JsonNodeFactory.instance.arrayNode().add(number).add("x");
            default -> {
                ObjectNode object = JsonNodeFactory.instance.objectNode();
                object.put("x" + number % 3, number).putObject("y").put("z" + number % 2, number);
                yield object;
            }
        };
    }

    private static String path(int entity) {
        return entity == 0 ? "device/main//" : "device/child" + entity + "//";
    }

    private static Optional<String> name(int entity) {
        return entity == 0 ? Optional.empty() : Optional.of("device:child" + entity);
    }

    /** At last both sides are the same; nobody changes anything any more. */
    void awaitSame() {
        Map<String, String> wanted = new TreeMap<>();
        for (int entity = 0; entity < entities; entity++) {
            awaitSame(entity, wanted);
        }
        assertThat(wanted).isNotEmpty();
        await("what is retained")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(retained()).isEqualTo(wanted));
    }

    private void awaitSame(int entity, Map<String, String> wanted) {
        JsonNode state = awaitReported(entity);
        state.path("delta")
                .properties()
                .forEach(delta -> wanted.put(
                        "te/" + path(entity) + "/twin-desired/" + delta.getKey(),
                        TestingShadows.sorted(delta.getValue())));
    }

    /** Asks slowly, for the requests count. */
    JsonNode awaitReported(int entity) {
        ObjectNode expected = JsonNodeFactory.instance.objectNode();
        expected.setAll(twins.getOrDefault(path(entity), Map.of()));
        return await(path(entity))
                .atMost(PATIENCE)
                .pollDelay(BETWEEN_QUESTIONS.dividedBy(4))
                .pollInterval(BETWEEN_QUESTIONS)
                .until(
                        () -> shadows.state(name(entity)),
                        same -> text(same.path("reported")).equals(text(expected)));
    }

    /** A shadow with nothing reported has no such section. */
    private static String text(JsonNode reported) {
        return reported.isMissingNode() ? "{}" : TestingShadows.sorted(reported);
    }

    private Map<String, String> retained() {
        Map<String, String> retained = new TreeMap<>();
        try (MqttProbe late = world.publisher().subscribe("te/+/+/+/+/twin-desired/+", "marker")) {
            late.publish("marker", "");
            late.await("marker");
            late.messages().stream()
                    .filter(message -> message.topic().contains("/twin-desired/"))
                    .forEach(message ->
                            retained.put(message.topic(), TestingShadows.sorted(TestingShadows.read(message.text()))));
        }
        return retained;
    }
}
