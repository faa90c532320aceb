package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicFilterTest {

    @ParameterizedTest(name = "{0}: {1} and {2}")
    @CsvSource(delimiter = '|', textBlock = """
            the same                      | a/b                | a/b                      | true
            other                         | a/b                | a/c                      | false
            topic goes on                 | a/b                | a/b/c                    | false
            topic goes on in the level    | a/b                | a/bc                     | false
            topic ends early              | a/b                | a                        | false
            trailing slash is a level     | a                  | a/                       | false
            case counts                   | a                  | A                        | false
            one level                     | a/+                | a/b                      | true
            one level, empty              | a/+                | a/                       | true
            one level, missing            | a/+                | a                        | false
            one level, two there          | a/+                | a/b/c                    | false
            level in the middle           | a/+/c              | a/b/c                    | true
            empty level in the middle     | a/+/c              | a//c                     | true
            leading level                 | +/b                | a/b                      | true
            leading empty level           | +/b                | /b                       | true
            only plus                     | +                  | a                        | true
            only plus, two levels         | +                  | a/b                      | false
            two plus                      | +/+                | /a                       | true
            two plus, one level           | +/+                | a                        | false
            rest                          | a/#                | a/b/c                    | true
            rest, empty                   | a/#                | a/                       | true
            rest matches the parent       | a/#                | a                        | true
            rest is whole levels          | a/#                | ab                       | false
            plus and rest                 | +/#                | a                        | true
            plus inside, then rest        | a/+/#              | a                        | false
            everything                    | #                  | a//b                     | true
            slash then rest               | /#                 | /a                       | true
            slash then rest, no slash     | /#                 | a                        | false
            hash hides dollar topics      | #                  | $SYS/a                   | false
            plus hides dollar topics      | +/a                | $SYS/a                   | false
            named dollar topics           | $SYS/#             | $SYS/a                   | true
            shadow                        | $aws/things/x/#    | $aws/things/x/shadow/get | true
            dollar inside is nothing      | a/#                | a/$b                     | true
            default filter                | te/+/+/+/+/m/+     | te/device/main///m/      | true
            default filter, metadata      | te/+/+/+/+/m/+     | te/device/main///m/x/meta | false
            health                        | te/+/+/+/+/status/health | te/device/main///status/health | true
            emoji                         | a/+/🤖             | a/é/🤖                   | true
            """)
    void matches_followsMqtt(String reason, String filter, String topic, boolean expected) {
        assertThat(new TopicFilter(filter).matches(topic)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            empty             | ''      | topic filter must not be empty.
            hash not at end   | a/#/b   | topic filter "a/#/b" must have '#' at its end only, but has it at index 2.
            hash in a level   | a/b#    | topic filter "a/b#" must have '#' as a whole level, but has it beside other characters at index 3.
            plus in a level   | a/+b    | topic filter "a/+b" must have '+' as a whole level, but has it beside other characters at index 2.
            plus after text   | a+/b    | topic filter "a+/b" must have '+' as a whole level, but has it beside other characters at index 1.
            two hashes        | ##      | topic filter "##" must have '#' as a whole level, but has it beside other characters at index 0.
            """)
    void filter_namesTheFault(String reason, String filter, String message) {
        assertThatThrownBy(() -> new TopicFilter(filter))
                .isInstanceOf(InvalidTopicException.class)
                .hasMessage(message);
    }
}
