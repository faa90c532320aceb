package dev.tedge.testing.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Starts programs with an environment that is the test's and not the caller's: {@code tedge} is the packaged jar,
 * everything else is found in the path. Not a shell with a language.
 */
public final class TestingShell {

    /** Most commands live for less than half a second: what the JVM would win later is not worth its time. */
    private static final List<String> QUICK = List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

    private final Path workingDirectory;
    private final Map<String, String> environment = new HashMap<>();

    /**
     * Nothing is started yet.
     *
     * @param configDirectory becomes {@code TEDGE_CONFIG_DIR}
     * @param workingDirectory where programs run, and their {@code HOME}; gets a {@code bin}, the first of the path, with
     *     a script {@code tedge} for shells
     */
    public TestingShell(Path configDirectory, Path workingDirectory) throws IOException {
        this.workingDirectory = Objects.requireNonNull(workingDirectory, "workingDirectory");
        Path programs = Files.createDirectory(workingDirectory.resolve("bin"));
        Path script = Files.writeString(programs.resolve("tedge"), script());
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("PATH", programs + ":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        environment.put("HOME", workingDirectory.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("TEDGE_CONFIG_DIR", configDirectory.toString());
    }

    /** Gives a variable to all programs that are started from now on. */
    public void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Starts a program with an empty stdin; the caller closes it. */
    public TedgeProcess start(List<String> words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(words))
                .directory(workingDirectory.toFile())
                .redirectInput(Path.of("/dev/null").toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new TedgeProcess(String.join(" ", words), ChildProcesses.start(builder));
    }

    private static List<String> command(List<String> words) {
        if (!words.get(0).equals("tedge")) {
            return words;
        }
        List<String> command = tedge();
        command.addAll(words.subList(1, words.size()));
        return command;
    }

    private static List<String> tedge() {
        List<String> command = new ArrayList<>();
        command.add(TedgeProgram.java().toString());
        command.addAll(QUICK);
        command.addAll(List.of("-jar", TedgeProgram.jar().toString()));
        return command;
    }

    private static String script() {
        String command = tedge().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        return "#!/bin/sh\nexec %s \"$@\"\n".formatted(command);
    }
}
