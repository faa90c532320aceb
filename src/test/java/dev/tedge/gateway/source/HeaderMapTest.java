package dev.tedge.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.camel.impl.engine.DefaultHeadersMapFactory;
import org.apache.camel.spi.HeadersMapFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Camel's own map does, too. */
class HeaderMapTest {

    static List<HeadersMapFactory> factories() {
        return List.of(new HeaderMap.Factory(), new DefaultHeadersMapFactory());
    }

    @ParameterizedTest
    @MethodSource("factories")
    void name_isFound_howeverItIsWritten(HeadersMapFactory factory) {
        Map<String, Object> headers = factory.newMap();
        headers.put("CamelMqttTopic", "a");
        headers.put("tedgeType", "b");

        assertThat(headers.get("camelMQTTtopic")).isEqualTo("a");
        assertThat(headers).containsKey("TEDGETYPE").doesNotContainKey("tedgeTypes");
        assertThat(headers.get("tedgeKind")).isNull();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void name_staysAsItWasWrittenFirst_whenItsValueChanges(HeadersMapFactory factory) {
        Map<String, Object> headers = factory.newMap();

        assertThat(headers.put("Name", 1)).isNull();
        assertThat(headers.put("name", 2)).isEqualTo(1);

        assertThat(headers).containsExactly(Map.entry("Name", 2));
    }

    @ParameterizedTest
    @MethodSource("factories")
    void header_isGone_whenRemoved(HeadersMapFactory factory) {
        Map<String, Object> headers = factory.newMap(Map.of("a", 1, "b", 2, "c", 3, "d", 4));

        assertThat(headers.remove("A")).isEqualTo(1);
        assertThat(headers.remove("x")).isNull();
        headers.keySet().remove("b");
        headers.entrySet().removeIf(entry -> entry.getValue().equals(3));

        assertThat(headers).containsExactly(Map.entry("d", 4));
        headers.clear();
        assertThat(headers).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("factories")
    void copy_isChangedByItself(HeadersMapFactory factory) {
        Map<String, Object> headers = factory.newMap();
        headers.put("a", 1);
        Map<String, Object> copy = factory.newMap(headers);

        copy.put("A", 2);
        copy.put("b", 3);

        assertThat(headers).containsExactly(Map.entry("a", 1));
        assertThat(copy).containsOnly(Map.entry("a", 2), Map.entry("b", 3));
        assertThat(factory.isInstanceOf(copy)).isTrue();
        assertThat(factory.isInstanceOf(Map.of())).isFalse();
        assertThat(factory.isCaseInsensitive()).isTrue();
    }
}
