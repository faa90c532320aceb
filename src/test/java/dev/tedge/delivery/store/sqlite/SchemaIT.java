package dev.tedge.delivery.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.delivery.store.MessageStore;
import dev.tedge.delivery.store.Priority;
import dev.tedge.delivery.store.StoredMessage;
import dev.tedge.link.session.MessageProperties;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stores of earlier releases. */
class SchemaIT {

    private static final String TOPIC = "thinedge/x/td/a";

    @Test
    void storeOfTheFirstForm_isBroughtIntoThisOne_withAllThatIsInIt(@TempDir Path directory) throws Exception {
        StoredMessage old = stored(1, new OutboundMessage(TOPIC, text("before"), 1, false));
        Path file = new StoreDirectory(directory).file();
        try (MessageStore store = MessageStore.open(directory)) {
            store.append(List.of(old));
        }
        toFirstForm(file);

        MessageProperties properties = MessageProperties.NONE.withExpiry(60);
        try (MessageStore store = MessageStore.open(directory)) {
            store.append(List.of(stored(2, new OutboundMessage(TOPIC, text("after"), 1, false).with(properties, 0))));
        }
        try (MessageStore store = MessageStore.open(directory)) {
            List<StoredMessage> read = store.read(Priority.LOW, 0, 10, 10_000);
            assertThat(read)
                    .extracting(message -> new String(message.message().payload(), StandardCharsets.UTF_8))
                    .containsExactly("before", "after");
            assertThat(read.get(0).message().properties()).isEmpty();
            assertThat(read.get(1).message().properties()).contains(properties);
        }
        assertThat(version(file)).isEqualTo(2);
    }

    /** Version 1 had no column for properties; all else is the same. */
    private static void toFirstForm(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("ALTER TABLE message DROP COLUMN properties");
            statement.executeUpdate("PRAGMA user_version=1");
        }
        assertThat(version(file)).isEqualTo(1);
    }

    private static int version(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.getInt(1);
        }
    }

    private static StoredMessage stored(long sequence, OutboundMessage message) {
        return new StoredMessage(sequence, Priority.LOW, Instant.parse("2026-01-01T00:00:00Z"), message);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
