package dev.tedge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudFilterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "thinedge/rpi/cmd/#",
                "1/2/3/4/5/6/7/8",
                "$aws/things/rpi/shadow/#",
                "$aws/things/rpi/shadow/name/config/update/delta",
                "$aws/things/+/jobs/notify-next",
                "$aws/events/presence/connected/rpi"
            })
    void filter_isTaken_whenAwsTakesIt(String filter) {
        assertThat(new CloudFilter(filter)).hasToString(filter);
    }

    @ParameterizedTest
    @CsvSource({
        "too deep,              1/2/3/4/5/6/7/8/9, has 8 slashes",
        "publish only,          $aws/rules/x,      is reserved",
        "of another service,    $SYS/#,            is reserved",
        "shared,                $share/g/x,        is a shared subscription",
        "wildcard within,       a/b+,              as a whole level"
    })
    void filter_isRefused(String reason, String filter, String words) {
        assertThatThrownBy(() -> new CloudFilter(filter))
                .as(reason)
                .isInstanceOf(InvalidTopicException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource({
        "a/b,    a/b,    true,  true",
        "a/+,    a/b,    true,  true",
        "a/b,    a/+,    true,  false",
        "a/#,    a,      true,  true",
        "a/#,    a/+/c,  true,  true",
        "a/+,    a/#,    true,  false",
        "a/+/c,  +/b/+,  true,  false",
        "a/b,    a/c,    false, false",
        "a/+,    a/b/c,  false, false",
        "#,      $aws/x, false, false",
        "+/x,    $aws/x, false, false"
    })
    void filters_overlap_andCover(String one, String other, boolean overlaps, boolean covers) {
        TopicFilter filter = new TopicFilter(one);

        assertThat(filter.overlaps(new TopicFilter(other))).isEqualTo(overlaps);
        assertThat(new TopicFilter(other).overlaps(filter)).isEqualTo(overlaps);
        assertThat(filter.covers(new TopicFilter(other))).isEqualTo(covers);
    }
}
