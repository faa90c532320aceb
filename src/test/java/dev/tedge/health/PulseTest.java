package dev.tedge.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final Logger logger = Logger.getLogger(Pulse.class.getName());
    private final TestingHandler log = new TestingHandler();
    private final Deque<Runnable> questions = new ArrayDeque<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final AtomicLong seconds = new AtomicLong();

    @BeforeEach
    void listen() {
        logger.addHandler(log);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(log);
    }

    @Test
    void beat_isGood_whenAllHaveAnswered() {
        Pulse pulse = pulse(Map.of("quick", Runnable::run, "main", questions::add));
        assertThat(pulse.beat()).isTrue();
        assertThat(pulse.beat()).isFalse();
        assertThat(questions).as("asked once").hasSize(1);
        answer();
        assertThat(pulse.beat()).isTrue();
        assertThat(questions).as("asked again").hasSize(1);
    }

    @Test
    void beat_isNotGood_whenTheRestDoesNotRun() {
        Pulse pulse = pulse(Map.of("quick", Runnable::run));
        running.set(false);
        assertThat(pulse.beat()).isFalse();
        running.set(true);
        assertThat(pulse.beat()).isTrue();
    }

    @Test
    void beat_isNotGood_whenAThreadHasEnded() {
        Executor closed = question -> {
            throw new RejectedExecutionException();
        };
        Pulse pulse = pulse(Map.of("closed", closed));
        pulse.beat();
        assertThat(pulse.beat()).isFalse();
    }

    @Test
    void silence_isLoggedOnce_withThePlaceOfTheThread() {
        String self = Thread.currentThread().getName();
        Pulse pulse = pulse(Map.of(self, questions::add));
        pulse.beat();
        seconds.set(29);
        pulse.beat();
        assertThat(log.lines).isEmpty();
        seconds.set(30);
        pulse.beat();
        seconds.set(60);
        pulse.beat();
        assertThat(log.lines)
                .singleElement()
                .asString()
                .startsWith("The thread %s has not answered for 30 s; it is at ".formatted(self))
                .contains(" < ");
        answer();
        seconds.set(75);
        assertThat(pulse.beat()).isTrue();
        assertThat(log.lines).last().isEqualTo("The thread %s works again, after 75 s".formatted(self));
    }

    private Pulse pulse(Map<String, Executor> threads) {
        return new Pulse(
                threads,
                running::get,
                Duration.ofSeconds(30),
                () -> Duration.ofSeconds(seconds.get()).toNanos());
    }

    private void answer() {
        questions.remove().run();
    }

    private static final class TestingHandler extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.WARNING.intValue()) {
                lines.add(new SimpleFormatter().formatMessage(entry));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
