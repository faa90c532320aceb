package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShadowTopicTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            update            | $aws/things/x/shadow/update                      |      | update                  | true
            get               | $aws/things/x/shadow/get                         |      | get                     | true
            delete            | $aws/things/x/shadow/delete                      |      | delete                  | true
            answer            | $aws/things/x/shadow/get/accepted                |      | get/accepted            | false
            difference        | $aws/things/x/shadow/update/delta                |      | update/delta            | false
            unknown           | $aws/things/x/shadow/updates                     |      | updates                 | false
            named             | $aws/things/x/shadow/name/n/update               | n    | update                  | true
            answer of a named | $aws/things/x/shadow/name/n/update/documents     | n    | update/documents        | false
            name of an operation | $aws/things/x/shadow/name/update              |      | name/update             | false
            named like it     | $aws/things/x/shadow/name/get/rejected           | get  | rejected                | false
            """)
    void parse_tellsNameAndOperation(String reason, String topic, String name, String operation, boolean request) {
        ShadowTopic shadow = ShadowTopic.parse(topic).orElseThrow();

        assertThat(shadow).isEqualTo(new ShadowTopic("x", Optional.ofNullable(name), operation));
        assertThat(shadow.isRequest()).isEqualTo(request);
        assertThat(shadow.isUpdate()).isEqualTo(operation.equals("update"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$aws",
                "$aws/things/",
                "$aws/things/x",
                "$aws/things/x/shadow",
                "$aws/things/x/jobs/get",
                "thinedge/x/td",
                "aws/shadow/update"
            })
    void parse_isEmpty_forOtherTopics(String topic) {
        assertThat(ShadowTopic.parse(topic)).isEmpty();
    }
}
