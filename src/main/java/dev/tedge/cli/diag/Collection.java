package dev.tedge.cli.diag;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * The directory in which everything is collected, packed at the end. A part that fails leaves a note and does not stop the
 * others.
 */
public final class Collection {

    private static final String CONF = ".conf";
    private static final String ROUTE = ".yaml";
    private static final String SETTINGS = ".toml";

    private final Path directory;
    private final ToolRun tools;
    private final List<String> summary = new ArrayList<>();

    /**
     * Begins one.
     *
     * @param directory is made, for its owner only; must not exist
     * @param timeout after which a plugin is told to end
     * @param forcefulTimeout after which, counted from then, it is killed
     */
    public Collection(Path directory, Duration timeout, Duration forcefulTimeout) throws IOException {
        this.directory = Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        this.tools = new ToolRun(timeout, forcefulTimeout);
    }

    /** A file with what the part says, without secrets. */
    public void write(String name, Callable<String> part) throws IOException {
        String text;
        try {
            text = part.call();
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
            text = "not collected: interrupted\n";
        } catch (Exception failed) {
            text = "not collected: %s%n".formatted(reasons(failed));
        }
        store(directory.resolve(name), text);
        summary.add(name);
    }

    /** The messages of a failure and its causes, but for those that only repeat the one before. */
    private static String reasons(Throwable failure) {
        StringBuilder reasons = new StringBuilder(failure.toString());
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String reason = Objects.requireNonNullElse(cause.getMessage(), cause.toString());
            if (reasons.indexOf(reason) < 0) {
                reasons.append(": ").append(reason);
            }
        }
        return reasons.toString();
    }

    /** Copies of the files of a configuration, without secrets: settings, those of mosquitto, and routes. */
    public void copyConfiguration(Path source) throws IOException {
        if (!Files.isDirectory(source)) {
            return;
        }
        try (Stream<Path> files = Files.list(source)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(CONF) || name.endsWith(SETTINGS) || name.contains(ROUTE)) {
                    Path folder = Files.createDirectories(directory.resolve(String.valueOf(source.getFileName())));
                    write(directory.relativize(folder.resolve(name)).toString(), () -> Files.readString(file));
                }
            }
        }
    }

    /** What another program prints, if it is installed. */
    public void runTool(String name, List<String> command) throws IOException, InterruptedException {
        Path file = directory.resolve(name);
        try {
            tools.run(command, file);
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            write(name, () -> text);
        } catch (IOException absent) {
            write(name, () -> "not collected: %s%n".formatted(absent.getMessage()));
        }
    }

    /** How the plugins did. */
    public record PluginRuns(int found, boolean good, List<String> lines) {

        public PluginRuns {
            lines = List.copyOf(lines);
        }
    }

    /** Runs the plugins of these directories, one after the other. */
    public PluginRuns runPlugins(List<Path> directories, Path configDirectory)
            throws IOException, InterruptedException {
        Plugins plugins = new Plugins(tools, "root".equals(System.getProperty("user.name")));
        List<Path> found = plugins.in(directories);
        List<String> lines = new ArrayList<>();
        plugins.warnings().forEach(warning -> lines.add("warning: " + warning));
        boolean good = true;
        for (Path plugin : found) {
            Path own = directory.resolve("plugins").resolve(plugin.getFileName().toString());
            Plugins.Outcome outcome = plugins.run(plugin, own, configDirectory);
            mask(own);
            good &= outcome == Plugins.Outcome.COLLECTED || outcome == Plugins.Outcome.NOT_APPLICABLE;
            lines.add("plugin %s: %s"
                    .formatted(plugin, outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
        summary.addAll(lines);
        return new PluginRuns(found.size(), good, lines);
    }

    /** Takes the secrets out of what a plugin wrote. What has a NUL is no text, and stays as it is. */
    private static void mask(Path written) throws IOException {
        try (Stream<Path> tree = Files.walk(written)) {
            for (Path file : tree.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                // Each byte is a character, so that any encoding stays as it is.
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                String masked = text.indexOf('\0') < 0 ? Masked.text(text) : text;
                if (!masked.equals(text)) {
                    Files.writeString(file, masked, StandardCharsets.ISO_8859_1);
                }
            }
        }
    }

    /** Writes the summary and the archive {@code <directory>.tar.gz}, which it returns. */
    public Path pack() throws IOException {
        store(directory.resolve("summary.log"), String.join("\n", summary) + "\n");
        Path archive = directory.resolveSibling(directory.getFileName() + ".tar.gz");
        TarGz.pack(directory, archive);
        return archive;
    }

    /** Removes the directory; the archive stays. */
    public void delete() throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static void store(Path file, String text) throws IOException {
        Files.writeString(file, Masked.text(text));
    }
}
