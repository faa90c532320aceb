package dev.tedge.simulator.shadow;

import static dev.tedge.simulator.shadow.ShadowOperation.DELETE;
import static dev.tedge.simulator.shadow.ShadowOperation.GET;
import static dev.tedge.simulator.shadow.ShadowOperation.UPDATE;
import static dev.tedge.simulator.shadow.TestingShadow.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mqttserver.Payload;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a request may look like. */
class ShadowRequestTest {

    private final TestingShadow shadow = new TestingShadow();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            no object                 | [1]                                     | Invalid JSON
            a text                    | x                                       | Invalid JSON
            two objects               | {"state":{}} {}                         | Invalid JSON
            cut off                   | {"state":{"reported":{"a":1}            | Invalid JSON
            a number of 1001 digits   | LONG NUMBER                             | Invalid JSON
            a number beyond measure   | {"state":{"desired":{"a":1e99999999999}}} | Invalid JSON
            1001 arrays               | DEEP                                    | Invalid JSON
            no state                  | {}                                      | Missing required node: state
            state is a text           | {"state":"x"}                           | State node must be an object
            state is an array         | {"state":[]}                            | State node must be an object
            desired is a number       | {"state":{"desired":1}}                 | Desired node must be an object
            desired is an array       | {"state":{"desired":[]}}                | Desired node must be an object
            reported is a text        | {"state":{"reported":"x"}}              | Reported node must be an object
            another node              | {"state":{"reported":{},"foo":1}}       | State contains an invalid node: 'foo'
            delta is the service's    | {"state":{"delta":{"a":1}}}             | State contains an invalid node: 'delta'
            null in an array          | {"state":{"desired":{"a":[1,null]}}}    | State contains an invalid node: 'a'
            null deep in an array     | {"state":{"desired":{"a":[{"b":null}]}}} | State contains an invalid node: 'a'
            version is a text         | {"state":{},"version":"1"}              | Invalid version
            version is a fraction     | {"state":{},"version":1.5}              | Invalid version
            version is negative       | {"state":{},"version":-1}               | Invalid version
            version is null           | {"state":{},"version":null}             | Invalid version
            version is too large      | {"state":{},"version":9223372036854775808} | Invalid version
            clientToken is a number   | {"state":{},"clientToken":1}            | Invalid clientToken
            clientToken is null       | {"state":{},"clientToken":null}         | Invalid clientToken
            7 levels                  | {"state":{"desired":{"2":{"3":{"4":{"5":{"6":{"7":{}}}}}}}}} | JSON contains too many levels of nesting; maximum is 6
            7 levels with an array    | {"state":{"desired":{"2":{"3":{"4":{"5":[[[1]]]}}}}}}      | JSON contains too many levels of nesting; maximum is 6
            """)
    void badRequest_isRejected(String reason, String payload, String message) {
        String sent = payload.replace("LONG NUMBER", "{\"state\":{\"desired\":{\"a\":1" + "0".repeat(1_000) + "}}}")
                .replace("DEEP", "{\"state\":" + "[".repeat(1_001));

        assertThat(shadow.rejected(UPDATE, sent))
                .as(reason)
                .isEqualTo(new ShadowOutcome.Rejected(400, message, Optional.empty()));
        assertThat(shadow.rejected(GET, "").code()).isEqualTo(404);
    }

    @Test
    void refusal_givesTheClientTokenBack() {
        assertThat(shadow.rejected(UPDATE, "{\"clientToken\":\"t\"}").clientToken())
                .contains("t");
        assertThat(shadow.rejected(GET, "{\"clientToken\":\"t\"}").clientToken())
                .contains("t");
        assertThat(shadow.rejected(DELETE, "{\"clientToken\":\"t\"}").clientToken())
                .contains("t");
    }

    @Test
    void sixLevels_areAllowed() {
        shadow.update("{\"desired\":{\"2\":{\"3\":{\"4\":{\"5\":{\"6\":\"value\"}}}}}}");
        shadow.update("{\"desired\":{\"2\":{\"3\":{\"4\":{\"5\":[{\"a\":1}]}}}}}");
    }

    @ParameterizedTest
    @EnumSource(ShadowOperation.class)
    void clientToken_mayHave64Bytes(ShadowOperation operation) {
        shadow.update("{\"reported\":{\"a\":1}}");
        String request = "{\"state\":{},\"clientToken\":\"%s\"}";

        // Two bytes a letter.
        assertThat(json(shadow.accepted(operation, request.formatted("ä".repeat(32)))
                                .answer())
                        .path("clientToken")
                        .asText())
                .isEqualTo("ä".repeat(32));
        assertThat(shadow.rejected(operation, request.formatted("ä".repeat(32) + "a")))
                .isEqualTo(new ShadowOutcome.Rejected(400, "Invalid clientToken", Optional.empty()));
    }

    @ParameterizedTest
    @EnumSource(ShadowOperation.class)
    void payload_mustBeUtf8(ShadowOperation operation) {
        Payload latin1 = Payload.copyOf(new byte[] {'{', '"', (byte) 0xE4, '"', ':', '1', '}'});

        assertThat(shadow.store.request(TestingShadow.ID, operation, latin1, Instant.EPOCH))
                .isEqualTo(new ShadowOutcome.Rejected(
                        415, "Unsupported documented encoding; supported encoding is UTF-8", Optional.empty()));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            UPDATE, 400, Invalid JSON
            GET,    404, No shadow exists with name: 'robot-7'
            DELETE, 404, No shadow exists with name: 'robot-7'
            """)
    void nothing_isOnlyGoodForWhatChangesNothing(ShadowOperation operation, int code, String message) {
        assertThat(shadow.rejected(operation, ""))
                .isEqualTo(new ShadowOutcome.Rejected(code, message, Optional.empty()));
    }

    /** {"a":"x…"} with so many bytes. */
    private static String section(int bytes) {
        return "{\"a\":\"" + "x".repeat(bytes - 8) + "\"}";
    }

    @Test
    void state_mayHave8Kb_metadataAndWhiteSpaceNotCounted() {
        shadow.update(" {  \"desired\" : " + section(4_096) + " } ");
        shadow.update("{\"reported\":" + section(4_096) + "}");

        ShadowOutcome.Rejected tooLarge =
                shadow.rejected(UPDATE, "{\"state\":{\"reported\":" + section(4_097) + "},\"clientToken\":\"t\"}");

        assertThat(tooLarge)
                .isEqualTo(new ShadowOutcome.Rejected(
                        413, "The payload exceeds the maximum size allowed", Optional.of("t")));
        assertThat(shadow.get().path("version").asLong()).isEqualTo(2);
        shadow.update("{\"desired\":null,\"reported\":" + section(8_192) + "}");
        assertThat(shadow.rejected(UPDATE, "{\"state\":{\"reported\":" + section(8_193) + "}}")
                        .code())
                .isEqualTo(413);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            a:b_c-D9  | $config:1_-A | 200
            robot-7   | 64           | 200
            128       | n            | 200
            robot 7   | n            | 400
            129       | n            | 400
            ''        | n            | 400
            röbot     | n            | 400
            $robot    | n            | 400
            robot-7   | 65           | 400
            robot-7   | a b          | 400
            robot-7   | a.b          | 400
            robot-7   | ''           | 400
            """)
    void names_haveTheirLetters(String thing, String name, int code) {
        ShadowId id = new ShadowId(lengthened(thing), Optional.of(lengthened(name)));

        ShadowOutcome outcome =
                shadow.store.request(id, UPDATE, Payload.of("{\"state\":{\"reported\":{\"a\":1}}}"), Instant.EPOCH);

        assertThat(outcome instanceof ShadowOutcome.Rejected rejected ? rejected.code() : 200)
                .isEqualTo(code);
    }

    private static String lengthened(String name) {
        return name.matches("[0-9]+") ? "x".repeat(Integer.parseInt(name)) : name;
    }
}
