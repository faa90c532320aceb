package dev.tedge.cli.diag;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The programs that contribute: {@code <plugin> collect --output-dir D --config-dir C}, as thin-edge.io calls them. */
final class Plugins {

    private static final int NOT_APPLICABLE = 2;
    private static final String ROOT = "root";
    private static final Set<String> IGNORED = Set.of("ignore", "disabled", "bak", "old", "dpkg-dist", "dpkg-old");

    private final ToolRun tools;
    private final boolean root;
    private final List<String> warnings = new ArrayList<>();

    /** @param root whether this process is root's, which only runs what nobody else can change */
    Plugins(ToolRun tools, boolean root) {
        this.tools = tools;
        this.root = root;
    }

    /** Why a file was passed over, one line each. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** What there is to run, in the order of the directories and of the names. */
    List<Path> in(List<Path> directories) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path directory : directories) {
            if (!Files.isDirectory(directory)) {
                warnings.add("The plugin directory %s does not exist".formatted(directory));
                continue;
            }
            if (!isSafe("The plugins of", directory)) {
                continue;
            }
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    if (isUsable(file)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private boolean isUsable(Path file) throws IOException {
        String name = file.getFileName().toString();
        String extension = name.substring(name.lastIndexOf('.') + 1);
        if (!Files.isRegularFile(file) || IGNORED.contains(extension) || !Files.isExecutable(file)) {
            return false;
        }
        return isSafe("The plugin", file);
    }

    /** Root runs what only root can change, and what stands in a directory that only root can change. */
    private boolean isSafe(String what, Path path) throws IOException {
        Optional<String> reason = root ? whoElseCanChange(path) : Optional.empty();
        reason.ifPresent(words -> warnings.add(
                "%s %s %s not run by root: %s".formatted(what, path, Files.isDirectory(path) ? "are" : "is", words)));
        return reason.isEmpty();
    }

    private static Optional<String> whoElseCanChange(Path path) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class);
        if (!attributes.owner().getName().equals(ROOT)) {
            return Optional.of("it does not belong to root");
        }
        if (attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
            return Optional.of("everybody can change it");
        }
        String group = attributes.group().getName();
        if (attributes.permissions().contains(PosixFilePermission.GROUP_WRITE) && !group.equals(ROOT)) {
            return Optional.of("the group '%s' can change it".formatted(group));
        }
        return Optional.empty();
    }

    /** Runs one, with a directory of its own for what it writes. */
    Outcome run(Path plugin, Path outputDirectory, Path configDirectory) throws IOException, InterruptedException {
        Files.createDirectories(outputDirectory);
        int exitCode = tools.run(
                List.of(
                        plugin.toString(),
                        "collect",
                        "--output-dir",
                        outputDirectory.toString(),
                        "--config-dir",
                        configDirectory.toString()),
                outputDirectory.resolve("output.log"));
        return switch (exitCode) {
            case 0 -> Outcome.COLLECTED;
            case NOT_APPLICABLE -> Outcome.NOT_APPLICABLE;
            case ToolRun.TIMED_OUT -> Outcome.TIMED_OUT;
            default -> Outcome.FAILED;
        };
    }

    /** How it went. */
    enum Outcome {
        COLLECTED,
        NOT_APPLICABLE,
        FAILED,
        TIMED_OUT
    }
}
