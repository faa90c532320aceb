package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code deploy/tedge}, installed below a directory with a space in its name. */
class LauncherST {

    private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

    private final Path temporary;

    private final Path directory;
    private final Path launcher;
    private final Path jar;

    LauncherST(@TempDir Path temporary) {
        this.temporary = temporary;
        directory = temporary.resolve("a place");
        launcher = directory.resolve("bin/tedge");
        jar = directory.resolve("lib/tedge/tedge.jar");
    }

    private record Finished(int exitCode, String out, String err) {}

    @BeforeEach
    void install() throws IOException {
        Files.createDirectories(launcher.getParent());
        Files.createDirectories(jar.getParent());
        Files.createDirectory(directory.resolve("config dir"));
        Files.copy(Path.of("deploy/tedge"), launcher, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of(System.getProperty("tedge.jar")), jar);
    }

    @Test
    void command_getsItsArgumentsAsTheyAre() throws Exception {
        assertThat(run(launcher, "config", "set", "certificate.organization", "a  'b' * $HOME"))
                .isEqualTo(new Finished(0, "", ""));
        assertThat(run(launcher, "config", "get", "certificate.organization"))
                .isEqualTo(new Finished(0, "a  'b' * $HOME\n", ""));
        assertThat(run(launcher, "config", "get", "nope").exitCode()).isEqualTo(2);
    }

    @Test
    void program_isTheJvmItself_whichKnowsItsNameAndItsLauncher() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("tedge-mapper"), launcher);

        Finished finished = run(javaThatTells(), link, "aws");

        assertThat(finished.out())
                .contains("-Dtedge.program=tedge-mapper\n", "-Dtedge.launcher=" + launcher.toRealPath() + "\n")
                .endsWith("-jar\n" + launcher.toRealPath().getParent() + "/../lib/tedge/tedge.jar\naws\n");
    }

    @Test
    void gateway_getsASmallHeap_othersAreLeftTheirs() throws Exception {
        Map<String, String> teller = javaThatTells();
        Path mapper = Files.createSymbolicLink(directory.resolve("tedge-mapper"), launcher);

        assertThat(run(teller, launcher, "--debug", "--config-dir", "x", "run", "aws")
                        .out())
                .contains("-Xmx64m\n", "-XX:+ExitOnOutOfMemoryError\n");
        assertThat(run(teller, mapper, "aws").out()).contains("-Xmx64m\n");
        assertThat(run(teller, launcher, "config", "get", "x").out()).doesNotContain("-Xmx");
        assertThat(run(teller, launcher, "--config-dir", "run", "config", "list")
                        .out())
                .doesNotContain("-Xmx");
    }

    @Test
    void options_forTheJvm_areTaken() throws Exception {
        Finished finished = run(Map.of("TEDGE_JAVA_OPTIONS", "-Xmx32m -XX:+PrintFlagsFinal"), launcher, "-V");

        assertThat(finished.out()).containsPattern("MaxHeapSize +:?= 33554432 ");
    }

    @Test
    void collector_ofTheOptions_isTheOnlyOne() throws Exception {
        assertThat(run(Map.of("TEDGE_JAVA_OPTIONS", "-XX:+UseG1GC"), launcher, "config", "get", "mqtt.topic_root"))
                .isEqualTo(new Finished(0, "te\n", ""));
    }

    @Test
    void archive_isMade_withoutTheBrokerOfTheCaller() throws Exception {
        try (ServerSocket broker = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(broker.getLocalPort());

            assertThat(run(Map.of("TEDGE_MQTT_CLIENT_PORT", port), launcher, "--make-archive")
                            .exitCode())
                    .isZero();

            broker.setSoTimeout(1);
            assertThatThrownBy(broker::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void archive_isMade() throws Exception {
        assertThat(run(launcher, "--make-archive")).isEqualTo(new Finished(0, "", ""));

        for (String archive : List.of("tedge.jsa", "tedge-run.jsa")) {
            assertThat(Files.getPosixFilePermissions(jar.resolveSibling(archive))
                            .toString())
                    .contains("OTHERS_READ")
                    .doesNotContain("OTHERS_WRITE");
        }
        assertThat(siblings()).containsExactlyInAnyOrder("tedge.jar", "tedge.jsa", "tedge-run.jsa");
    }

    /** JDK 17 takes no class of ours from the archive when the path has a space: it compares it with the encoded one. */
    @Test
    void archive_isUsed() throws Exception {
        Path home = Files.createDirectory(temporary.resolve("plain"));
        Path plain = Files.copy(launcher, home.resolve("tedge"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(jar, home.resolve("tedge.jar"));
        assertThat(run(plain, "--make-archive")).isEqualTo(new Finished(0, "", ""));

        Finished listed = run(Map.of("TEDGE_JAVA_OPTIONS", "-Xlog:class+load:stdout"), plain, "config", "list");
        assertThat(listed.out()).contains("dev.tedge.cli.ConfigCommand source: shared objects file");
        assertThat(listed.err()).isEmpty();

        Finished served = run(Map.of("TEDGE_JAVA_OPTIONS", "-Xlog:class+load:stdout"), plain, "demo", "--once");
        assertThat(served.out())
                .contains(
                        "dev.tedge.link.Link source: shared objects file",
                        "dev.tedge.simulator.AwsIotSimulator source: file:");
    }

    @Test
    void archive_thatIsUnusable_isIgnored() throws Exception {
        Files.writeString(jar.resolveSibling("tedge.jsa"), "no archive");
        assertThat(run(launcher, "config", "get", "mqtt.topic_root")).isEqualTo(new Finished(0, "te\n", ""));

        run(launcher, "--make-archive");
        Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000_000_000L));
        assertThat(run(launcher, "config", "get", "mqtt.topic_root")).isEqualTo(new Finished(0, "te\n", ""));
    }

    @Test
    void java_thatIsMissing_isNamed() throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String tool : List.of("sh", "readlink")) {
            Files.createSymbolicLink(
                    tools.resolve(tool), Path.of("/usr/bin", tool).toRealPath());
        }

        Map<String, String> nowhere =
                Map.of("JAVA_HOME", "", "PATH", tools.toString(), "JVM_DIRECTORY", tools.toString());
        assertThat(run(nowhere, launcher, "-V"))
                .isEqualTo(new Finished(
                        78,
                        "",
                        "tedge: Java is not installed: install version 17 or newer"
                                + " (Debian: apt install openjdk-17-jre-headless), or set JAVA_HOME\n"));
        assertThat(run(Map.of("JAVA_HOME", tools.toString()), launcher, "-V").err())
                .isEqualTo("tedge: JAVA_HOME is %s, but there is no bin/java in it: correct or unset it\n"
                        .formatted(tools));
    }

    @Test
    void java_thatIsTooOld_isPassedOver_whereANewerOneIsInstalled() throws Exception {
        Path old = fakeJava("exit 9", "11.0.22").resolve("bin");
        Path installed = Files.createDirectory(directory.resolve("jvm"));
        Files.createSymbolicLink(installed.resolve("newer"), Path.of(System.getProperty("java.home")));

        Finished finished = run(
                Map.of("JAVA_HOME", "", "PATH", old + ":/usr/bin:/bin", "JVM_DIRECTORY", installed.toString()),
                launcher,
                "-V");

        assertThat(finished.err()).isEmpty();
        assertThat(finished.exitCode()).isZero();
    }

    @Test
    void java_thatIsTooOld_isNamed() throws Exception {
        for (String version : List.of("1.8.0_402", "11.0.22")) {
            Path home = fakeJava("exit 9", version);

            Finished finished = run(Map.of("JAVA_HOME", home.toString()), launcher, "-V");

            String major = version.startsWith("1.") ? "8" : "11";
            assertThat(finished)
                    .isEqualTo(new Finished(
                            78,
                            "",
                            "tedge: Java 17 or newer is needed, but %s/bin/java is version %s: install a newer one, or set JAVA_HOME\n"
                                    .formatted(home, major)));
        }
    }

    @Test
    void jar_thatIsMissing_isLookedForInNamedPlaces() throws Exception {
        Files.delete(jar);

        Finished finished = run(launcher, "-V");

        assertThat(finished.exitCode()).isEqualTo(78);
        assertThat(finished.err()).startsWith("tedge: tedge.jar is neither in ").contains("/../lib/tedge");
    }

    private List<String> siblings() throws IOException {
        try (Stream<Path> files = Files.list(jar.getParent())) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** A Java that prints its arguments. */
    private Map<String, String> javaThatTells() throws IOException {
        return Map.of("JAVA_HOME", fakeJava("printf '%s\\n' \"$@\"", "17.0.1").toString());
    }

    private Path fakeJava(String script, String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve("java " + version));
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home.toRealPath(LinkOption.NOFOLLOW_LINKS);
    }

    private Finished run(Path program, String... arguments) throws IOException, InterruptedException {
        return run(Map.of(), program, arguments);
    }

    private Finished run(Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TEDGE_") || name.contains("JAVA_"));
        builder.environment()
                .put("TEDGE_CONFIG_DIR", directory.resolve("config dir").toString());
        builder.environment().put("JAVA_HOME", JAVA_HOME.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Finished(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
