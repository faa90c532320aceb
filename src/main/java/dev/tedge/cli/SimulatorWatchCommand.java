package dev.tedge.cli;

import dev.tedge.cli.cloudside.CloudSide;
import dev.tedge.cli.cloudside.WatchedLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator watch}. */
@Command(
        name = "watch",
        description = "Print what is published to a running simulator, by devices and by the cloud, until Ctrl-C.",
        footer = "%nExample: tedge simulator watch --events 'thinedge/#'")
final class SimulatorWatchCommand extends CloudSideCommand {

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "<FILTER>",
            description = "Topics; + stands for one level, # for all that follow (default: all)")
    private @Nullable String filter;

    @Option(names = "--events", description = "Print connections, refusals and rejections, too")
    private boolean events;

    @Override
    Action prepare() {
        String path =
                "/simulator/watch?events=" + events + (filter == null ? "" : "&filter=" + CloudSide.encoded(filter));
        return new Action("watch the simulator", () -> Foreground.run(end -> watch(path, end)));
    }

    private int watch(String path, CountDownLatch end) throws IOException, InterruptedException {
        try (InputStream stream = cloud().watch(path)) {
            Thread closer = new Thread(() -> closeAt(end, stream), "watch-end");
            closer.setDaemon(true);
            closer.start();
            boolean isRead = print(new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8)), end);
            if (isRead && end.getCount() > 0) {
                throw new IOException("The simulator has ended");
            }
            return 0;
        }
    }

    /** An interruption does not reach who reads from an HTTP response. */
    private static void closeAt(CountDownLatch end, InputStream stream) {
        try (stream) {
            end.await();
        } catch (InterruptedException | IOException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the end of the lines; false when nobody reads what is printed any more, as behind {@code | head}. */
    private boolean print(BufferedReader lines, CountDownLatch end) throws IOException {
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                WatchedLine.words(line).ifPresent(console().out()::println);
                if (console().out().checkError()) {
                    return false;
                }
            }
        } catch (IOException lost) {
            if (end.getCount() > 0) {
                throw new IOException("The simulator has ended", lost);
            }
        }
        return true;
    }
}
