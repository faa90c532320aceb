package dev.tedge.health.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoreException;
import dev.tedge.delivery.store.Totals;
import dev.tedge.gateway.control.TestingInventory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxGlanceTest {

    private final CountDownLatch disk = new CountDownLatch(1);
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void diskThatHangs_isAskedOnce_andNobodyWaitsForLong() {
        TestingInventory hangs = new TestingInventory() {
            @Override
            public synchronized Map<Priority, Totals> outbox() {
                looks.incrementAndGet();
                try {
                    disk.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.outbox();
            }
        };
        try (OutboxGlance glance = new OutboxGlance(hangs, Duration.ofMillis(20))) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(glance::kept)
                        .isInstanceOf(StoreException.class)
                        .hasMessage("The disk of the outbox has not answered within 20 ms");
            }
            assertThat(looks).hasValueLessThanOrEqualTo(1);
        } finally {
            disk.countDown();
        }
    }

    @Test
    void failureOfTheStore_isToldInItsWords() {
        TestingInventory broken = new TestingInventory() {
            @Override
            public synchronized Map<Priority, Totals> outbox() {
                throw new StoreException("it is damaged", null);
            }
        };
        try (OutboxGlance glance = new OutboxGlance(broken, Duration.ofMinutes(1))) {
            assertThatThrownBy(glance::kept).isInstanceOf(StoreException.class).hasMessage("it is damaged");
        }
    }

    @Test
    void eachGlance_isNew() {
        TestingInventory inventory = new TestingInventory();
        try (OutboxGlance glance = new OutboxGlance(inventory, Duration.ofMinutes(1))) {
            assertThat(glance.kept().outbox().get(Priority.LOW)).isEqualTo(Totals.NONE);
            inventory.waiting(1, "thinedge/x/td/a/m/t", "{}");
            assertThat(glance.kept().outbox().values())
                    .anySatisfy(totals -> assertThat(totals.messages()).isEqualTo(1));
        }
    }
}
