package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicPrefixTest {

    private static final TopicPrefix CUSTOM = new TopicPrefix("aws/td", "thinedge/x/td");
    private static final TopicPrefix BACK = new TopicPrefix("thinedge/x/td", "aws/td");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one level           | aws/td/a       | thinedge/x/td/a
            several levels      | aws/td/a/b/c   | thinedge/x/td/a/b/c
            the prefix itself   | aws/td         | thinedge/x/td
            trailing slash      | aws/td/        | thinedge/x/td/
            empty levels        | aws/td//a//    | thinedge/x/td//a//
            prefix twice        | aws/td/aws/td  | thinedge/x/td/aws/td
            """)
    void rewrite_goesThereAndBack(String reason, String topic, String rewritten) {
        assertThat(CUSTOM.rewrite(topic)).hasValue(rewritten);
        assertThat(BACK.rewrite(rewritten)).hasValue(topic);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            level goes on        | aws/tdx/a
            begins earlier       | x/aws/td/a
            shorter              | aws
            other case           | AWS/td/a
            leading slash        | /aws/td/a
            """)
    void rewrite_isEmpty_whenTheTopicIsElsewhere(String reason, String topic) {
        assertThat(CUSTOM.rewrite(topic)).isEmpty();
    }

    @Test
    void prefix_isRefused_whenItIsNoTopic() {
        assertThatThrownBy(() -> new TopicPrefix("aws/td/#", "x"))
                .hasMessage("topic prefix to replace \"aws/td/#\" must not contain '#', but has it at index 7.");
        assertThatThrownBy(() -> new TopicPrefix("aws/td/", "x"))
                .hasMessage("topic prefix to replace \"aws/td/\" must not end with '/'.");
        assertThatThrownBy(() -> new TopicPrefix("aws/td", ""))
                .hasMessage("topic prefix to put in its place must not be empty.");
    }
}
