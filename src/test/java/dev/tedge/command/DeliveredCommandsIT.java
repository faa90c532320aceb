package dev.tedge.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveredCommandsIT {

    private Path file;
    private DeliveredCommands commands;

    @BeforeEach
    void begin(@TempDir Path directory) {
        file = directory.resolve("state/delivered-commands");
        commands = DeliveredCommands.in(file);
    }

    @Test
    void whatWasDelivered_isKnownAfterARestart() throws IOException {
        assertThat(commands.add(id(1))).isTrue();
        assertThat(commands.add(id(2))).isTrue();
        assertThat(commands.add(id(2))).isFalse();

        DeliveredCommands later = DeliveredCommands.in(file);

        assertThat(later.contains(id(1))).isTrue();
        assertThat(later.contains(id(2))).isTrue();
        assertThat(later.contains(id(3))).isFalse();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void emptyId_isAlwaysNew() {
        assertThat(commands.add("")).isTrue();
        assertThat(commands.add("")).isTrue();
        assertThat(commands.contains("")).isFalse();
        assertThat(file).doesNotExist();
    }

    @Test
    void memoryAndFile_areBounded_byTheOldest() throws IOException {
        for (int i = 0; i < 3 * DeliveredCommands.MOST; i++) {
            commands.add(id(i));
        }

        assertThat(commands.contains(id(2 * DeliveredCommands.MOST - 1))).isFalse();
        assertThat(commands.contains(id(2 * DeliveredCommands.MOST))).isTrue();
        assertThat(Files.size(file))
                .isLessThanOrEqualTo(2L * DeliveredCommands.MOST * (DeliveredCommands.LINE_LENGTH + 1));
        assertThat(DeliveredCommands.in(file).contains(id(3 * DeliveredCommands.MOST - 1)))
                .isTrue();
    }

    @Test
    void lineThatWasCutOff_isPassedOver_andTheNextOneIsKept() throws IOException {
        commands.add(id(1));
        Files.writeString(file, "cut", StandardOpenOption.APPEND);

        DeliveredCommands.in(file).add(id(2));

        DeliveredCommands later = DeliveredCommands.in(file);
        assertThat(later.contains(id(1))).isTrue();
        assertThat(later.contains(id(2))).isTrue();
    }

    @Test
    void fileThatCannotBeWritten_isNoReasonToRefuse_andIsWrittenLater() throws IOException {
        commands.add(id(1));
        Files.delete(file);
        Files.createDirectories(file.resolve("in-the-way"));

        assertThat(commands.add(id(2))).isTrue();
        assertThat(commands.contains(id(2))).isTrue();
        Files.delete(file.resolve("in-the-way"));
        Files.delete(file);
        commands.add(id(3));

        assertThat(DeliveredCommands.in(file).contains(id(2))).isTrue();
    }

    @Test
    void command_isForgotten_afterTheLongestSession() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        DeliveredCommands.in(file, InstantSource.fixed(start)).add(id(1));

        DeliveredCommands onTheLastDay =
                DeliveredCommands.in(file, InstantSource.fixed(start.plus(Duration.ofDays(7))));
        assertThat(onTheLastDay.contains(id(1))).isTrue();
        assertThat(onTheLastDay.add(id(1))).isFalse();

        DeliveredCommands later = DeliveredCommands.in(file, InstantSource.fixed(start.plus(Duration.ofDays(8))));
        assertThat(later.contains(id(1))).isFalse();
        assertThat(later.add(id(1))).isTrue();
    }

    @Test
    void commandThatHasFailed_isNotNoted() {
        Exchange failed = new DefaultExchange(new DefaultCamelContext());
        failed.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException());

        commands.add(failed, id(1));

        assertThat(commands.contains(id(1))).isFalse();
    }

    private static String id(int number) {
        return "%022d".formatted(number);
    }
}
