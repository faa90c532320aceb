package dev.tedge.simulator.shadow;

import static dev.tedge.simulator.shadow.TestingShadow.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an update makes of a document, and what is seen of it. */
class ShadowDocumentTest {

    private final TestingShadow shadow = new TestingShadow();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            the other section stays   | {"reported":{"a":1}}             | {"desired":{"a":1}}            | {"desired":{"a":1},"reported":{"a":1}}
            other keys stay           | {"reported":{"a":1,"b":2}}       | {"reported":{"a":3}}           | {"reported":{"a":3,"b":2}}
            objects merge             | {"reported":{"a":{"b":1,"c":2}}} | {"reported":{"a":{"c":3}}}     | {"reported":{"a":{"b":1,"c":3}}}
            deep ones too             | {"reported":{"a":{"b":{"c":1}}}} | {"reported":{"a":{"b":{"d":2}}}} | {"reported":{"a":{"b":{"c":1,"d":2}}}}
            arrays are replaced       | {"reported":{"a":[1,2,3]}}       | {"reported":{"a":[4]}}         | {"reported":{"a":[4]}}
            an array may get empty    | {"reported":{"a":[1]}}           | {"reported":{"a":[]}}          | {"reported":{"a":[]}}
            a value becomes an object | {"reported":{"a":1}}             | {"reported":{"a":{"b":2}}}     | {"reported":{"a":{"b":2}}}
            an object becomes a value | {"reported":{"a":{"b":2}}}       | {"reported":{"a":1}}           | {"reported":{"a":1}}
            an object becomes a list  | {"reported":{"a":{"b":2}}}       | {"reported":{"a":[1]}}         | {"reported":{"a":[1]}}
            null deletes a key        | {"reported":{"a":1,"b":2}}       | {"reported":{"a":null}}        | {"reported":{"b":2}}
            null deletes a deep key   | {"reported":{"a":{"b":1,"c":2}}} | {"reported":{"a":{"b":null}}}  | {"reported":{"a":{"c":2}}}
            null deletes an object    | {"reported":{"a":{"b":1},"c":2}} | {"reported":{"a":null}}        | {"reported":{"c":2}}
            null of nothing           | {"reported":{"a":1}}             | {"reported":{"b":null}}        | {"reported":{"a":1}}
            null in a new object      | {"reported":{"a":1}}             | {"reported":{"b":{"c":null,"d":1}}} | {"reported":{"a":1,"b":{"d":1}}}
            the last key of an object | {"reported":{"a":{"b":1},"c":2}} | {"reported":{"a":{"b":null}}}  | {"reported":{"c":2}}
            the last key of a section | {"reported":{"a":1}}             | {"reported":{"a":null}}        | {}
            null of a section         | {"reported":{"a":1},"desired":{"a":2}} | {"desired":null}         | {"reported":{"a":1}}
            null of both sections     | {"reported":{"a":1},"desired":{"a":2}} | {"desired":null,"reported":null} | {}
            null of the state         | {"reported":{"a":1},"desired":{"a":2}} | null                     | {}
            an empty state            | {"reported":{"a":1}}             | {}                             | {"reported":{"a":1}}
            empty sections            | {"reported":{"a":1}}             | {"reported":{},"desired":{}}   | {"reported":{"a":1}}
            an empty object           | {"reported":{"a":{"b":1}}}       | {"reported":{"a":{}}}          | {"reported":{"a":{"b":1}}}
            all types                 | {"reported":{"a":1}}             | {"reported":{"a":"x","b":true,"c":1.50,"d":-1e3}} | {"reported":{"a":"x","b":true,"c":1.50,"d":-1e3}}
            """)
    void update_merges(String reason, String before, String update, String after) {
        shadow.update(before);

        shadow.update(update);

        assertThat(withoutDelta()).as(reason).isEqualTo(json(after));
        assertThat(shadow.get().path("version").asLong()).isEqualTo(2);
    }

    private Object withoutDelta() {
        return ((ObjectNode) shadow.get().path("state")).without("delta");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nothing is desired        | {}                        | {"a":1}                 | -
            nothing is reported       | {"a":{"b":1}}             | {}                      | {"a":{"b":1}}
            the same                  | {"a":1,"b":"x","c":[1]}   | {"a":1,"b":"x","c":[1]} | -
            another value             | {"a":1}                   | {"a":2}                 | {"a":1}
            another type              | {"a":1}                   | {"a":"1"}               | {"a":1}
            true is not 1             | {"a":true}                | {"a":1}                 | {"a":true}
            a key that is missing     | {"a":1,"b":2}             | {"a":1}                 | {"b":2}
            a key too many            | {"a":1}                   | {"a":1,"b":2}           | -
            a part of an object       | {"a":{"b":1,"c":2},"d":3} | {"a":{"b":1,"c":0},"d":3} | {"a":{"c":2}}
            a deep part               | {"a":{"b":{"c":{"d":1}}}} | {"a":{"b":{"c":{"e":1}}}} | {"a":{"b":{"c":{"d":1}}}}
            an object for a value     | {"a":{"b":1}}             | {"a":1}                 | {"a":{"b":1}}
            a value for an object     | {"a":1}                   | {"a":{"b":1}}           | {"a":1}
            the whole array           | {"a":[1,2,3]}             | {"a":[1,2]}             | {"a":[1,2,3]}
            the order of an array     | {"a":[1,2]}               | {"a":[2,1]}             | {"a":[1,2]}
            an object in an array     | {"a":[{"b":1,"c":2}]}     | {"a":[{"b":1}]}         | {"a":[{"b":1,"c":2}]}
            the order of keys         | {"a":{"b":1,"c":2}}       | {"a":{"c":2,"b":1}}     | -
            a number written otherwise | {"a":1.0,"b":[100]}      | {"a":1,"b":[1e2]}       | -
            numbers far apart         | {"a":1E+999999999}        | {"a":1}                 | {"a":1E+999999999}
            """)
    void delta_isWhatIsDesired_butNotReported(String reason, String desired, String reported, String delta) {
        shadow.update("{\"reported\":" + reported + "}");

        ShadowOutcome.Accepted update = shadow.update("{\"desired\":" + desired + "}");

        if (delta.equals("-")) {
            assertThat(update.delta()).as(reason).isEmpty();
            assertThat(shadow.get().at("/state/delta").isMissingNode()).isTrue();
        } else {
            assertThat(update.delta().orElseThrow().text()).as(reason).startsWith("{\"state\":" + delta);
            assertThat(shadow.get().path("state").path("delta").toString())
                    .isEqualTo(json(delta).toString());
        }
    }

    @Test
    void delta_comesWithEachUpdate_untilAllIsReported() {
        assertThat(shadow.update("{\"desired\":{\"a\":1,\"b\":2}}").delta()).isPresent();
        assertThat(shadow.update("{\"reported\":{\"a\":1}}").delta()).isPresent();
        assertThat(shadow.update("{\"reported\":{\"b\":2}}").delta()).isEmpty();
        assertThat(shadow.update("{\"reported\":{\"b\":null}}").delta()).isPresent();
        assertThat(shadow.update("{\"desired\":null}").delta()).isEmpty();
    }

    @Test
    void metadata_hasTheTimeOfEachValue_inTheSameTree() {
        shadow.update(
                "{\"reported\":{\"a\":1,\"b\":{\"c\":\"x\",\"d\":true},\"e\":[1,{\"f\":2},[3]],\"timestamp\":9}}");

        assertThat(shadow.get().path("metadata")).isEqualTo(json("""
                {"reported": {
                  "a": {"timestamp": 1000},
                  "b": {"c": {"timestamp": 1000}, "d": {"timestamp": 1000}},
                  "e": [{"timestamp": 1000}, {"f": {"timestamp": 1000}}, [{"timestamp": 1000}]],
                  "timestamp": {"timestamp": 1000}}}
                """));
    }

    @Test
    void metadata_changesWithItsValuesOnly() {
        shadow.update("""
                {"reported": {"same": 1, "old": 1, "in": {"same": 1, "old": 1, "gone": 1}, "list": [1, 2, 3],
                  "to object": 1, "to value": {"a": 1}, "gone": 1, "timestamp": 1}}
                """);
        shadow.pass(Duration.ofSeconds(5));

        shadow.update("""
                {"reported": {"same": 1, "in": {"same": 1, "gone": null, "new": 1}, "list": [4],
                  "to object": {"timestamp": 1}, "to value": 1, "gone": null, "timestamp": {"a": 1}}}
                """);

        assertThat(shadow.get().path("metadata").path("reported")).isEqualTo(json("""
                {"same": {"timestamp": 1005}, "old": {"timestamp": 1000},
                 "in": {"same": {"timestamp": 1005}, "old": {"timestamp": 1000}, "new": {"timestamp": 1005}},
                 "list": [{"timestamp": 1005}],
                 "to object": {"timestamp": {"timestamp": 1005}}, "to value": {"timestamp": 1005},
                 "timestamp": {"a": {"timestamp": 1005}}}
                """));
    }

    @Test
    void metadata_ofADelta_isThatOfTheDesiredValues() {
        shadow.update("{\"desired\":{\"a\":{\"b\":1,\"c\":2},\"d\":[1,2],\"same\":1}}");
        shadow.pass(Duration.ofSeconds(5));

        ShadowOutcome.Accepted update = shadow.update("{\"reported\":{\"a\":{\"b\":1},\"d\":[1],\"same\":1}}");

        assertThat(json(update.delta().orElseThrow())).isEqualTo(json("""
                {"state": {"a": {"c": 2}, "d": [1, 2]},
                 "metadata": {"a": {"c": {"timestamp": 1000}}, "d": [{"timestamp": 1000}, {"timestamp": 1000}]},
                 "version": 2, "timestamp": 1005}
                """));
    }

    @Test
    void metadata_ofAClearedSection_isGone() {
        shadow.update("{\"reported\":{\"a\":1},\"desired\":{\"a\":1}}");

        shadow.update("{\"desired\":null}");
        assertThat(shadow.get().path("metadata")).isEqualTo(json("{\"reported\":{\"a\":{\"timestamp\":1000}}}"));
        shadow.update("null");
        assertThat(shadow.get().path("metadata")).isEqualTo(json("{}"));
    }
}
