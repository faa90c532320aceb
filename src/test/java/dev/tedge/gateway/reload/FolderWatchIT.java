package dev.tedge.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.source.RouteFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of a real directory. */
class FolderWatchIT {

    @TempDir
    private Path directory;

    private final BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();

    /** A file that was in force may have gone just before. */
    @Test
    void anEmptyFolder_isTold_once_andEachChangeAfterwards() throws Exception {
        Set<String> builtIn = RouteFiles.builtIn().keySet();
        try (FolderWatch watch = new FolderWatch(new RouteFolder(directory), this::take, failure -> {})) {
            watch.start();
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(builtIn);

            Files.writeString(directory.resolve("mine.camel.yaml"), "- route");
            assertThat(told.poll(20, TimeUnit.SECONDS)).contains("mine.camel.yaml");

            Files.delete(directory.resolve("mine.camel.yaml"));
            assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(builtIn);
        }
        assertThat(told).isEmpty();
    }

    private boolean take(RouteFolder.Content content) {
        return told.add(Set.copyOf(content.files().keySet()));
    }
}
