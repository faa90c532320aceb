package dev.tedge.benchmark.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The packaged gateway as a user has it: jar, launcher and class-data archive in a directory.
 *
 * @param launcher what is started
 * @param javaHome the JDK
 */
public record Installation(Path launcher, Path javaHome) {

    /**
     * Installs it, unless the same jar is installed there already.
     *
     * @param directory for this JDK only, as the archive fits no other
     */
    public static Installation in(Path directory, Path jar, Path launcher, Path javaHome)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Installation installation = new Installation(directory.resolve("tedge"), javaHome);
        Path installed = directory.resolve("tedge.jar");
        Path archive = directory.resolve("tedge.jsa");
        Files.copy(launcher, installation.launcher(), StandardCopyOption.REPLACE_EXISTING);
        boolean same = Files.exists(archive)
                && Files.exists(installed)
                && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) > 0;
        if (!same) {
            Files.copy(jar, installed, StandardCopyOption.REPLACE_EXISTING);
            ProcessBuilder builder =
                    installation.command(directory, "--make-archive").inheritIO();
            if (builder.start().waitFor() != 0) {
                throw new IOException("No class-data archive can be made in " + directory);
            }
        }
        return installation;
    }

    /** A command with a configuration directory. Nothing of the caller's environment steers it. */
    public ProcessBuilder command(Path config, String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("TEDGE_") || name.contains("JAVA_"));
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("TEDGE_CONFIG_DIR", config.toString());
        // Such as a flight recording, to see where a figure comes from.
        builder.environment().put("TEDGE_JAVA_OPTIONS", System.getProperty("benchmark.java-options", ""));
        return builder;
    }
}
