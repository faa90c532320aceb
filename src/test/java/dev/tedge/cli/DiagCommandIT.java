package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagCommandIT {

    private static final String SECRET = "hunter2";

    private final Path config;
    private final Path output;
    private final Path plugins;
    private final TestingConsole console;

    DiagCommandIT(@TempDir Path directory) throws IOException {
        config = Files.createDirectory(directory.resolve("config"));
        output = directory.resolve("out");
        plugins = Files.createDirectory(directory.resolve("plugins"));
        console = new TestingConsole(config);
    }

    @Test
    void archive_hasWhatHelps_andNoSecrets() throws Exception {
        console.run("cert create --device-id my-device");
        Files.writeString(config.resolve("tedge.toml"), """
                [aws]
                url = "x-ats.iot.eu-central-1.amazonaws.com"
                [proxy]
                address = "http://127.0.0.1:1"
                username = "alice"
                password = "hunter2"
                """);
        Path key = config.resolve("device-certs/tedge-private-key.pem");
        Files.createDirectories(config.resolve("mosquitto-conf"));
        Files.writeString(
                config.resolve("mosquitto-conf/own.conf"),
                "listener 1883\nremote_password hunter2\n" + Files.readString(key) + "log_type all\n");
        Files.createDirectories(config.resolve("routes"));
        Files.writeString(
                config.resolve("routes/own.camel.yaml"),
                "uri: http://bob:hunter2@host/\nparameters:\n  password: hunter2\n");

        Result result = console.run("diag collect --name mine --output-dir " + output);

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.out()).isEqualTo(output + "/mine.tar.gz\n");
        assertThat(result.err()).contains("Diagnostic information saved to " + output + "/mine.tar.gz");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(output.resolve("mine.tar.gz"))))
                .isEqualTo("rw-------");
        assertThat(output.resolve("mine")).doesNotExist();
        Map<String, String> files = unpacked("mine");
        assertThat(files).containsKeys("mine/summary.log", "mine/status.txt", "mine/outbox.txt", "mine/journal.log");
        assertThat(files.get("mine/versions.txt")).contains("tedge ", "camel 4.", "java ");
        assertThat(files.get("mine/routes.txt")).contains("aws/td/#  ").contains("thinedge/my-device/td/");
        assertThat(files.get("mine/config.txt")).contains("proxy.password=******\n", "proxy.username=alice\n");
        assertThat(files.get("mine/certificate.txt")).contains("CN=my-device");
        assertThat(files.get("mine/mosquitto-conf/own.conf"))
                .contains("listener 1883\n", "remote_password ******", "PRIVATE KEY removed", "log_type all\n");
        assertThat(files.get("mine/routes/own.camel.yaml")).contains("http://bob:******@host/");
        String keyText = Files.readString(key).lines().toList().get(1);
        assertThat(files.values()).allSatisfy(text -> assertThat(text).doesNotContain(SECRET, keyText));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a good one        | echo hello; touch "$3/made"   | 0 | collected
            not for this one  | exit 2                        | 0 | not applicable
            a failing one     | exit 3                        | 1 | failed
            an endless one    | sleep 60                      | 1 | timed out
            """)
    void plugin_isRun(String reason, String script, int exitCode, String outcome) throws Exception {
        Path plugin = plugin("probe.sh", script, "rwxr-xr-x");

        Result result =
                console.run("diag collect --timeout 1s --forceful-timeout 1s --name p --plugin-dir %s --output-dir %s"
                        .formatted(plugins, output));

        assertThat(result.exitCode()).as(reason).isEqualTo(exitCode);
        String line = "plugin %s: %s\n".formatted(plugin, outcome);
        assertThat(result.err()).contains(line);
        assertThat(unpacked("p").get("p/summary.log")).contains(line);
        if (outcome.equals("collected")) {
            assertThat(unpacked("p"))
                    .containsEntry("p/plugins/probe.sh/output.log", "hello\n")
                    .containsKey("p/plugins/probe.sh/made");
        }
    }

    @Test
    void whatAPluginWrites_isMasked_andWhatIsNoText_isNot() throws Exception {
        plugin("probe.sh", "echo 'api_key=hunter2'; printf 'token=a\\0b' > \"$3/binary\"", "rwxr-xr-x");

        console.run("diag collect --name p --plugin-dir %s --output-dir %s".formatted(plugins, output));

        assertThat(unpacked("p"))
                .containsEntry("p/plugins/probe.sh/output.log", "api_key=******\n")
                .containsEntry("p/plugins/probe.sh/binary", "token=a\0b");
    }

    @Test
    void whatAPluginStarted_endsWithIt() throws Exception {
        Path pid = config.resolve("pid");
        plugin("probe.sh", "sleep 300 & echo $! > " + pid, "rwxr-xr-x");

        console.run("diag collect --name p --plugin-dir %s --output-dir %s".formatted(plugins, output));

        Optional<ProcessHandle> left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        await().until(() ->
                left.flatMap(process -> process.info().commandLine()).isEmpty());
    }

    @Test
    void root_runsNothing_thatOthersCanChange() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root looks at this");
        Path plugin = plugin("probe.sh", "echo hello", "rwxrwxr-x");
        String command = "diag collect --name p --plugin-dir %s --output-dir %s".formatted(plugins, output);
        assertThat(console.run(command).exitCode()).isZero();

        Files.delete(output.resolve("p.tar.gz"));
        Files.setAttribute(plugin, "unix:gid", 12345);
        assertThat(console.run(command).err()).contains("plugin %s is not run by root: the group".formatted(plugin));

        Files.delete(output.resolve("p.tar.gz"));
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(console.run(command).err())
                .contains("plugins of %s are not run by root: everybody can change it".formatted(plugins));
    }

    @Test
    void plugins_thatAreNone_arePassedOver() throws Exception {
        plugin("probe.sh.ignore", "exit 3", "rwxr-xr-x");
        plugin("notes.txt", "exit 3", "rw-r--r--");
        boolean root = System.getProperty("user.name").equals("root");
        if (root) {
            plugin("open.sh", "exit 3", "rwxr-xrwx");
        }

        Result result =
                console.run("diag collect --keep-dir --plugin-dir %s --output-dir %s".formatted(plugins, output));

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().contains("everybody can change it")).isEqualTo(root);
        assertThat(output.resolve("tedge-diag-2026-11-23_12-00-00/summary.log")).exists();
        assertThat(output.resolve("tedge-diag-2026-11-23_12-00-00.tar.gz")).exists();
    }

    @Test
    void name_thatExists_isNotOverwritten() throws Exception {
        Files.createDirectories(output.resolve("mine"));

        Result result = console.run("diag collect --name mine --output-dir " + output);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("failed to collect diagnostic information", output + "/mine already exists");
        assertThat(console.run("diag collect --name a/b").exitCode()).isEqualTo(2);
    }

    @Test
    void longNames_areKept() throws Exception {
        String name = "n".repeat(150);
        plugin("long.sh", "echo x > \"$3/" + name + "\"", "rwxr-xr-x");

        console.run("diag collect --name l --plugin-dir %s --output-dir %s".formatted(plugins, output));

        assertThat(unpacked("l")).containsEntry("l/plugins/long.sh/" + name, "x\n");
    }

    private Path plugin(String name, String script, String permissions) throws IOException {
        Path file = Files.writeString(plugins.resolve(name), "#!/bin/sh\n" + script + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    /** Read by another implementation than the one that writes. */
    private Map<String, String> unpacked(String name) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(output.resolve(name + ".tar.gz")));
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                files.put(entry.getName(), new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
