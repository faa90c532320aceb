package dev.tedge.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tedge.message.EntityId;
import dev.tedge.shadow.document.ExactJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is acknowledged is on disk; the timer is the test. */
class ShadowKeeperIT {

    @TempDir
    private Path directory;

    private final List<Runnable> timer = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private final List<Optional<Exception>> done = new ArrayList<>();
    private final Shadow shadow =
            new Shadow(EntityId.of("device/a//"), "$aws/things/x/shadow/name/device:a", reports::add, () -> 0.5);
    private ShadowFile file;
    private ShadowKeeper keeper;

    @BeforeEach
    void begin() {
        file = new ShadowFile(directory.resolve("state/shadows.json"));
        keeper = new ShadowKeeper(
                file, () -> List.of(shadow), (task, delay) -> timer.add(task), reports::add, written -> {});
    }

    @Test
    void twin_isSafe_whenItIsInTheFile() throws Exception {
        twin("1.10");
        twin("1.20");
        assertThat(done).isEmpty();
        assertThat(file.read()).isEmpty();

        assertThat(timer).as("one write for both").hasSize(1);
        timer.remove(0).run();

        assertThat(done).containsExactly(Optional.empty(), Optional.empty());
        assertThat(file.read())
                .singleElement()
                .satisfies(kept -> assertThat(kept.twins()).hasToString("{t=1.20}"));
        twin("1.20");
        assertThat(done).as("nothing new").hasSize(3);
    }

    @Test
    void removedTwins_andDesiredFragments_areKept() throws Exception {
        twin("1");
        shadow.twins().set("t", new byte[0], Optional.empty());
        assertThat(shadow.desired().suspect(List.of("wish"))).isTrue();
        keeper.close();

        ShadowFile.Kept kept = file.read().get(0);

        assertThat(kept.twins()).containsEntry("t", MissingNode.getInstance());
        assertThat(kept.desired()).containsExactly("wish");
    }

    @Test
    void whileTheDiskTakesNothing_whatAwsHasIsSafe() throws Exception {
        Files.writeString(directory.resolve("state"), "no directory");
        twin("1");
        timer.remove(0).run();
        assertThat(done).isEmpty();
        assertThat(reports).singleElement().asString().startsWith("Twin data can't be kept on disk");

        assertThat(shadow.next("t")).isPresent();
        String answer = "{\"version\":1,\"state\":{\"reported\":{\"t\":1}},\"clientToken\":\"t\"}";
        shadow.take(
                "get/accepted",
                ExactJson.read(answer.getBytes(StandardCharsets.UTF_8)).orElseThrow(),
                0);
        keeper.reported(shadow);

        assertThat(done).containsExactly(Optional.empty());
        twin("2");
        Files.delete(directory.resolve("state"));
        timer.remove(0).run();
        assertThat(done).hasSize(2);
        assertThat(reports).as("once").hasSize(1);
    }

    @Test
    void whatIsNotSafe_whenItEnds_staysWithTheBroker() throws Exception {
        Files.writeString(directory.resolve("state"), "no directory");
        twin("1");

        keeper.close();

        assertThat(done)
                .singleElement()
                .satisfies(failure -> assertThat(failure).isPresent());
    }

    @Test
    void damagedFile_isPutAside() throws IOException {
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state/shadows.json"), "{\"format\":1,\"entities\":{\"a/b\":{}}}");

        assertThatThrownBy(file::read)
                .isInstanceOf(ShadowFile.DamagedException.class)
                .hasMessageContaining("was moved to 'shadows.json.damaged'");

        assertThat(file.read()).isEmpty();
    }

    private void twin(String value) {
        if (shadow.twins()
                .set("t", value.getBytes(StandardCharsets.UTF_8), Optional.empty())
                .changed()) {
            keeper.changed();
        }
        keeper.whenSafe(shadow, "t", done::add);
    }
}
