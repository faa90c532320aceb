package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicMemoTest {

    private final List<String> asked = new ArrayList<>();
    private final TopicMemo<String> memo = new TopicMemo<>(topic -> {
        asked.add(topic);
        if (topic.isEmpty()) {
            throw new InvalidTopicException("empty");
        }
        return "of " + topic;
    });

    @Test
    void topic_isLookedAtOnce() {
        assertThat(memo.of("a/b")).isEqualTo("of a/b");
        assertThat(memo.of(String.join("/", "a", "b"))).isEqualTo("of a/b");
        assertThat(asked).containsExactly("a/b");
    }

    @Test
    void eachTopic_getsItsOwn_whenThereAreMoreThanPlaces() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5_000; i++) {
                assertThat(memo.of("te/device/d" + i)).isEqualTo("of te/device/d" + i);
            }
        }
    }

    @Test
    void topicsWithTheSameHash_areToldApart() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertThat(memo.of("Aa")).isEqualTo("of Aa");
        assertThat(memo.of("BB")).isEqualTo("of BB");
        assertThat(memo.of("Aa")).isEqualTo("of Aa");
    }

    @Test
    void longTopic_isNotKept() {
        String topic = "x".repeat(600);
        memo.of(topic);
        memo.of(topic);
        assertThat(asked).containsExactly(topic, topic);
    }

    @Test
    void failure_isNotKept() {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> memo.of("")).isInstanceOf(InvalidTopicException.class);
        }
        assertThat(asked).hasSize(2);
    }
}
