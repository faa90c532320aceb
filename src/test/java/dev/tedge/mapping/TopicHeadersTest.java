package dev.tedge.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicHeadersTest {

    private final TopicHeaders headers = new TopicHeaders("te");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            te/device/main///m/t                 | device/main//               | device:main               | m      | t
            te/device/main///m/                  | device/main//               | device:main               | m      | ''
            te/device/main/service/s/a/hot       | device/main/service/s       | device:main:service:s     | a      | hot
            te/device/aa:bb:cc///e/login         | device/aa:bb:cc//           | device:aa:bb:cc           | e      | login
            te/device/main///m/t/meta            | device/main//               | device:main               | m      | t/meta
            te/device/main///cmd/restart/7       | device/main//               | device:main               | cmd    | restart/7
            te/device/main///status/health       | device/main//               | device:main               | status | health
            te/device/main///twin/firmware       | device/main//               | device:main               | twin   | firmware
            te/device/main//                     | device/main//               | device:main               | ''     | ''
            te/////m/                            | ///                         | ''                        | m      | ''
            """)
    void topic_isTakenApart(String topic, String entity, String source, String channel, String type) {
        assertThat(headers.of(topic))
                .isEqualTo(Map.of(
                        "tedgeEntity", entity, "tedgeSource", source, "tedgeChannel", channel, "tedgeType", type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "te",
                "te/errors",
                "te/device/main",
                "tex/device/main///m/t",
                "aws/td/a/b/c/d/e",
                "te/+/b/c/d"
            })
    void topic_hasNone_whenItIsNotOfTheDataModel(String topic) {
        assertThat(headers.of(topic)).isEmpty();
    }
}
