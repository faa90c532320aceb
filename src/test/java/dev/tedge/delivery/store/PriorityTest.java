package dev.tedge.delivery.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriorityTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "an alarm,                        thinedge/d/td/main/a/overheated,             HIGH",
        "an alarm of a child,             thinedge/d/td/child:c1/a/overheated,         HIGH",
        "a request to the shadow,         $aws/things/d/shadow/update,                 HIGH",
        "a request to another service,    $aws/things/d/jobs/get,                      HIGH",
        "the reply to a command,          thinedge/d/cmd/restart/1,                    HIGH",
        "the connection check,            thinedge/d/test-connection,                  HIGH",
        "an alarm by basic ingest,        $aws/rules/keep/thinedge/d/td/main/a/hot,    HIGH",
        "an event,                        thinedge/d/td/main/e/login,                  MEDIUM",
        "a health status,                 thinedge/d/td/main:service:s/status/health,  MEDIUM",
        "an event by basic ingest,        $aws/rules/keep/thinedge/d/td/main/e/login,  MEDIUM",
        "a measurement,                   thinedge/d/td/main/m/temperature,            LOW",
        "a measurement by basic ingest,   $aws/rules/keep/thinedge/d/td/main/m/t,      LOW",
        "a custom topic below a source,   thinedge/d/td/main/a,                        LOW",
        "a custom topic with more levels, thinedge/d/td/main/a/b/c,                    LOW",
        "a topic of one's own,            factory/a/alarm,                             LOW",
        "a look-alike of cmd,             thinedge/d/cmdx/restart,                     LOW",
    })
    void priority_isSeenFromTheTopic(String what, String topic, Priority expected) {
        assertThat(Priority.of(topic)).as(what).isEqualTo(expected);
    }
}
