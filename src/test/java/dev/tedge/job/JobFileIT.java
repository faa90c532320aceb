package dev.tedge.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.Ledger;
import dev.tedge.job.execution.Work;
import dev.tedge.message.Payload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFileIT {

    private static final Ledger LEDGER = Ledger.EMPTY.with(Work.offered(
            new ExecutionId("j", 1, 3), 2, new Command("te/x", Payload.ofText("{\"ä\":1}"), OptionalInt.of(5))));

    @TempDir
    private Path directory;

    @Test
    void ledger_isTheSame_whenItIsReadAgain() throws Exception {
        new JobFile(directory.resolve("new"), "robot").save(LEDGER);

        assertThat(new JobFile(directory.resolve("new"), "robot").load()).isEqualTo(new JobFile.Read(LEDGER, ""));
    }

    @Test
    void file_isForItsOwnerOnly_alsoWhenAProcessWasKilledWritingIt() throws Exception {
        Files.writeString(directory.resolve(".jobs.json.tmp"), "half");

        new JobFile(directory, "robot").save(LEDGER);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("jobs.json"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void uselessFile_isSetAside() throws Exception {
        Files.writeString(directory.resolve("jobs.json"), "{");

        JobFile.Read read = new JobFile(directory, "robot").load();

        assertThat(read.ledger()).isEqualTo(Ledger.EMPTY);
        assertThat(read.trouble()).contains("it is not JSON").contains("jobs.json.unusable");
        assertThat(directory.resolve("jobs.json.unusable")).hasContent("{");
    }

    @Test
    void fileThatIsNotText_isSetAside() throws Exception {
        Files.write(directory.resolve("jobs.json"), new byte[] {'{', (byte) 0xff, (byte) 0xfe});

        assertThat(new JobFile(directory, "robot").load().trouble()).contains("jobs.json.unusable");
    }

    @Test
    void fileOfAnotherThing_isSetAside() throws Exception {
        new JobFile(directory, "robot").save(LEDGER);

        assertThat(new JobFile(directory, "other").load().trouble()).contains("it is of the thing 'robot'");
    }
}
