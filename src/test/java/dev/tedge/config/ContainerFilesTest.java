package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code deploy} that put the gateway into containers agree with the settings and with each other. */
class ContainerFilesTest {

    private static final Path DEPLOY = Path.of("deploy");
    private static final Path CONFIG = Path.of("/etc/tedge");

    private final String dockerfile = text("Dockerfile");
    private final List<Object> kubernetes = yaml("kubernetes.yaml");

    @Test
    void variables_areSettings() {
        Map<String, String> all = new TreeMap<>(imageEnvironment());
        all.putAll(strings(at(yaml("compose.yaml").get(0), "services", "gateway", "environment")));
        all.putAll(strings(at(yaml("compose.simulator.yaml").get(0), "services", "gateway", "environment")));
        all.putAll(strings(at(object("ConfigMap", "tedge-gateway"), "data")));
        all.put("TEDGE_AWS_URL", "example.com");

        TedgeConfig config = TedgeConfig.load(Path.of("/nowhere"), all, file -> Optional.empty());

        assertThat(config.warnings()).isEmpty();
        assertThat(config.value(Settings.MQTT_BROKER_EMBEDDED)).isFalse();
        assertThat(config.text(Settings.named("management.http.port").orElseThrow()))
                .contains(only("(?m)^EXPOSE (\\d+)$"));
    }

    @Test
    void volumesOfTheImage_areWhereTheGatewayLooks() {
        TedgeConfig config = TedgeConfig.defaults(CONFIG, Optional.empty(), file -> Optional.empty());

        assertThat(only("(?m)^VOLUME (\\S+)$"))
                .isEqualTo(config.value(Settings.STATE_PATH).toString());
        assertThat(imageEnvironment()).containsEntry("TEDGE_CONFIG_DIR", CONFIG.toString());
    }

    @Test
    void kubernetes_fitsTheImage() {
        TedgeConfig config = TedgeConfig.defaults(CONFIG, Optional.empty(), file -> Optional.empty());
        Object pod = at(object("Deployment", "tedge-gateway"), "spec", "template", "spec");
        Object container = ((List<?>) at(pod, "containers")).get(0);
        Map<String, String> mounts = ((List<?>) at(container, "volumeMounts"))
                .stream().collect(Collectors.toMap(mount -> (String) at(mount, "name"), mount ->
                        (String) at(mount, "mountPath")));

        assertThat(at(pod, "securityContext", "runAsUser")).hasToString(only("(?m)^USER (\\d+):\\d+$"));
        assertThat(((List<?>) at(container, "ports")).get(0))
                .hasToString("{name=management, containerPort=%s}".formatted(only("(?m)^EXPOSE (\\d+)$")));
        assertThat(mounts)
                .containsEntry("state", config.value(Settings.STATE_PATH).toString())
                .containsEntry("routes", CONFIG.resolve("routes").toString())
                .containsEntry("identity", CONFIG.resolve("device-certs").toString());
        assertThat(strings(at(object("Secret", "tedge-gateway"), "stringData")))
                .containsOnlyKeys(
                        inIdentity(config.value(Settings.DEVICE_CERT_PATH)),
                        inIdentity(config.value(Settings.DEVICE_KEY_PATH)))
                .allSatisfy((name, placeholder) -> assertThat(placeholder).startsWith("<"));
    }

    /** AWS lets a device in once. */
    @Test
    void kubernetes_runsOneGatewayAtATime() {
        Object spec = at(object("Deployment", "tedge-gateway"), "spec");

        assertThat(at(spec, "replicas")).isEqualTo(1);
        assertThat(at(spec, "strategy", "type")).isEqualTo("Recreate");
    }

    @Test
    void mosquitto_isConfiguredAlike_whereverItRuns() {
        String map = (String) at(object("ConfigMap", "mosquitto"), "data", "mosquitto.conf");

        assertThat(map.lines())
                .containsExactlyElementsOf(Stream.of("mosquitto/container.conf", "mosquitto/tedge.conf")
                        .flatMap(file -> text(file).lines())
                        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith("include_dir"))
                        .toList());
    }

    private static String inIdentity(Path file) {
        return CONFIG.resolve("device-certs").relativize(file).toString();
    }

    private Map<String, String> imageEnvironment() {
        return Pattern.compile("(TEDGE_[A-Z_]+)=(\"[^\"]*\"|\\S+)")
                .matcher(dockerfile)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    private String only(String pattern) {
        List<String> found = Pattern.compile(pattern)
                .matcher(dockerfile)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(found).hasSize(1);
        return Pattern.compile(pattern).matcher(found.get(0)).replaceAll("$1");
    }

    private Object object(String kind, String name) {
        return kubernetes.stream()
                .filter(object -> at(object, "kind").equals(kind)
                        && at(object, "metadata", "name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> strings(Object map) {
        return ((Map<?, ?>) map)
                .entrySet().stream()
                        .collect(Collectors.toMap(
                                entry -> (String) entry.getKey(), entry -> String.valueOf(entry.getValue())));
    }

    private static Object at(Object yaml, String... path) {
        Object at = yaml;
        for (String name : path) {
            at = Optional.<Object>ofNullable(((Map<?, ?>) at).get(name))
                    .orElseThrow(() -> new AssertionError("No %s in %s".formatted(name, yaml)));
        }
        return at;
    }

    private static List<Object> yaml(String file) {
        List<Object> documents = new ArrayList<>();
        new Load(LoadSettings.builder().build()).loadAllFromString(text(file)).forEach(documents::add);
        return documents;
    }

    private static String text(String file) {
        try {
            return Files.readString(DEPLOY.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
