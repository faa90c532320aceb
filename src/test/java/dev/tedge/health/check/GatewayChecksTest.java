package dev.tedge.health.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.delivery.store.StoreException;
import dev.tedge.health.check.LinkCheck.Standing;
import dev.tedge.health.http.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatewayChecksTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void end() {
        context.stop();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            up                          | true  | true  | 0  | UP
            up for long                 | true  | true  | 99 | UP
            connecting                  | false | false | 29 | UNKNOWN
            connecting for too long     | false | false | 30 | DOWN
            lost                        | false | true  | 29 | UP
            lost for too long           | false | true  | 30 | DOWN
            """, delimiter = '|')
    void link_mayBeDownForAMoment(String reason, boolean up, boolean before, int seconds, State expected) {
        Standing standing = new Standing(
                up,
                before,
                Duration.ofSeconds(seconds),
                up ? Duration.ZERO : Duration.ofSeconds(seconds),
                Optional.of("no route"));

        Result local = call(LinkCheck.local(() -> standing, PATIENCE));
        Result aws = call(LinkCheck.aws(() -> standing, PATIENCE));

        assertThat(List.of(local.getState(), aws.getState())).containsOnly(expected);
        assertThat(aws.getMessage())
                .isEqualTo(up ? Optional.empty() : Optional.of("Down for " + seconds + " s: no route"));
        assertThat(local.getCheck().isReadiness()).isTrue();
        assertThat(aws.getCheck().isReadiness()).isFalse();
        assertThat(aws.getCheck().isLiveness()).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            valid for long        | 2027-11-23T12:00:00Z | UP   | false
            valid for two days    | 2026-11-25T12:00:00Z | UP   | true
            expired               | 2026-11-23T11:59:59Z | DOWN | true
            """, delimiter = '|')
    void certificate_isDown_whenItHasExpired(String reason, Instant until, State expected, boolean soon) {
        Result result =
                call(new CertificateCheck(() -> Optional.of(until), Duration.ofDays(30), InstantSource.fixed(NOW)));

        assertThat(result.getState()).isEqualTo(expected);
        assertThat(result.getDetails()).containsEntry("certificate.expires.soon", soon);
    }

    @Test
    void certificate_isDown_whenThereIsNone() {
        assertThat(call(new CertificateCheck(Optional::empty, Duration.ofDays(30), InstantSource.fixed(NOW)))
                        .getState())
                .isEqualTo(State.DOWN);
    }

    @Test
    void outbox_isDown_whileTheDiskTakesNothing() {
        assertThat(call(new OutboxCheck(Optional::empty)).getState()).isEqualTo(State.UP);
        Result full = call(new OutboxCheck(() -> Optional.of("The disk is full")));
        assertThat(full.getState()).isEqualTo(State.DOWN);
        assertThat(full.getMessage()).contains("The disk is full");
    }

    @ParameterizedTest(name = "out of order for {0} s")
    @CsvSource({"29, UP", "30, DOWN"})
    void linkThatComesAndGoes_isDown_evenWhileItIsUp(int seconds, State expected) {
        Standing standing = new Standing(
                true, true, Duration.ofSeconds(3), Duration.ofSeconds(seconds), Optional.of("not allowed"));

        Result aws = call(LinkCheck.aws(() -> standing, PATIENCE));

        assertThat(aws.getState()).isEqualTo(expected);
        assertThat(aws.getMessage()).contains("Comes and goes for " + seconds + " s: not allowed");
        assertThat(aws.getDetails()).containsEntry("link.up", true).containsEntry("link.outage.seconds", (long)
                seconds);
    }

    @Test
    void outbox_isDown_whenItCantBeRead() {
        Result unreadable = call(new OutboxSizeCheck(
                () -> {
                    throw new StoreException("The outbox in /x is damaged.\nMove it away", null);
                },
                100));

        assertThat(unreadable.getState()).isEqualTo(State.DOWN);
        assertThat(unreadable.getMessage()).contains("This can't be told: The outbox in /x is damaged. Move it away");
        assertThat(unreadable.getError()).isEmpty();
    }

    @Test
    void page_tellsTheOtherChecks_whenTheOutboxCantBeRead() {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        registry.register(new OutboxCheck(Optional::empty));
        registry.register(new OutboxSizeCheck(
                () -> {
                    throw new StoreException("it is damaged", null);
                },
                100));
        context.start();

        Page.Answer answer = new HealthPage(context, HealthCheck.Kind.ALL)
                .answer(new Page.Question(Map.of("exposureLevel", "full"), ""));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.text())
                .contains("{\"name\":\"outbox\",\"status\":\"UP\"}")
                .contains("{\"name\":\"outbox-size\",\"status\":\"DOWN\","
                        + "\"message\":\"This can't be told: it is damaged\"}");
    }

    @Test
    void outbox_isDown_beforeItIsFull() {
        assertThat(call(new OutboxSizeCheck(() -> 79, 100)).getState()).isEqualTo(State.UP);
        Result filling = call(new OutboxSizeCheck(() -> 80, 100));
        assertThat(filling.getState()).isEqualTo(State.DOWN);
        assertThat(filling.getMessage()).contains("80 % of aws.outbox.max_size are in use");
    }

    @Test
    void liveness_isLost_whenAThreadIsSilentForLong() {
        Deque<Boolean> beats = new ArrayDeque<>(List.of(true, false, true, false, false, false, true));
        AtomicLong seconds = new AtomicLong();
        LivenessCheck check = new LivenessCheck(
                beats::removeFirst,
                PATIENCE,
                () -> Duration.ofSeconds(seconds.getAndAdd(15)).toNanos());

        List<State> states =
                Stream.generate(() -> call(check).getState()).limit(7).toList();

        assertThat(states).containsExactly(State.UP, State.UP, State.UP, State.UP, State.UP, State.DOWN, State.UP);
        assertThat(check.isLiveness()).isTrue();
        assertThat(check.isReadiness()).isFalse();
    }

    @Test
    void routeFiles_areDown_whenOneIsRefused() {
        assertThat(call(new RouteFilesCheck(List::of)).getState()).isEqualTo(State.UP);
        Result refused = call(new RouteFilesCheck(() -> List.of("a.camel.yaml", "b.camel.yaml")));
        assertThat(refused.getState()).isEqualTo(State.DOWN);
        assertThat(refused.getMessage().orElseThrow()).startsWith("Refused: a.camel.yaml, b.camel.yaml;");
    }

    private Result call(GatewayCheck check) {
        check.setCamelContext(context);
        Result result = check.call();
        assertThat(result.getDetails()).containsEntry(HealthCheck.CHECK_GROUP, "tedge");
        return result;
    }
}
