package dev.tedge.cli;

import dev.tedge.cli.cloudside.CloudSide;
import dev.tedge.cli.cloudside.WatchedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
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
        try (Stream<String> lines = cloud().watch(path)) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                Optional<String> words = WatchedLine.words(each.next());
                words.ifPresent(console().out()::println);
                if (console().out().checkError()) {
                    // Nobody reads what is printed any more, as behind | head.
                    return 0;
                }
            }
            throw new IOException("The simulator has ended");
        } catch (UncheckedIOException lost) {
            if (end.getCount() == 0) {
                return 0;
            }
            throw new IOException("The simulator has ended", lost);
        }
    }
}
