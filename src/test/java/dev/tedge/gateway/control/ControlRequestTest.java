package dev.tedge.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.delivery.store.DeadLetter;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.Selection;
import dev.tedge.gateway.control.ControlRequest.Ask;
import dev.tedge.message.TopicFilter;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ControlRequestTest {

    @ParameterizedTest
    @EnumSource
    void request_isReadAsItWasWritten(Ask ask) throws Exception {
        ControlRequest all = new ControlRequest(ask, Selection.ALL);
        ControlRequest some = new ControlRequest(
                ask,
                new Selection(
                        Set.of(1L, Long.MAX_VALUE),
                        Optional.of(new TopicFilter("a/+/\"b\"/#")),
                        Optional.of(Priority.MEDIUM),
                        Optional.of(DeadLetter.Cause.NOT_AUTHORIZED),
                        Optional.of(Instant.parse("2026-11-23T05:00:00.001Z"))),
                7,
                true);

        assertThat(ControlRequest.parse(all.toJson().toString())).isEqualTo(all);
        assertThat(ControlRequest.parse(some.toJson().toString())).isEqualTo(some);
    }

    @Test
    void negativeLimit_isRefused() {
        assertThatThrownBy(() -> new ControlRequest(Ask.DLQ_LIST, Selection.ALL, -1, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            no JSON             | hello
            nothing             | ``
            an array            | []
            half an object      | {"ask":"STATUS"
            no question         | {"ask":"REBOOT"}
            bad topic filter    | {"ask":"DLQ_LIST","topic":"a/#/b"}
            bad priority        | {"ask":"DLQ_LIST","priority":"urgent"}
            bad time            | {"ask":"DLQ_LIST","before":"noon"}
            an id of words      | {"ask":"DLQ_LIST","ids":["x"]}
            half an id          | {"ask":"DLQ_LIST","ids":[1.5]}
            an id too large     | {"ask":"DLQ_LIST","ids":[9223372036854775808]}
            negative limit      | {"ask":"DLQ_LIST","limit":-1}
            """)
    void badRequest_isRefused_inWords(String reason, String line) {
        assertThatThrownBy(() -> ControlRequest.parse(line))
                .as(reason)
                .isInstanceOf(ControlException.class)
                .hasMessageStartingWith("The request is not ");
    }
}
