package dev.tedge.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file in a directory that others write into as well: links, owners, edits at the same time. */
class TedgeTomlSharedTest {

    private final Path directory;

    private final Path file;
    private final TedgeToml toml;

    TedgeTomlSharedTest(@TempDir Path directory) {
        this.directory = directory;
        file = directory.resolve("tedge.toml");
        toml = TedgeToml.in(directory);
    }

    @Test
    void set_keepsTheOwner() throws IOException {
        Files.writeString(file, "");
        assumeRoot();
        Files.setOwner(file, daemon());

        toml.set(Settings.DEVICE_ID, "host");

        assertThat(Files.getOwner(file)).isEqualTo(daemon());
        assertThat(file).content().contains("host");
    }

    @Test
    void newFiles_areTheirs_whomTheSystemFileNames() throws IOException {
        Files.writeString(directory.resolve("system.toml"), "user = 'daemon'\ngroup = 'daemon'\n");
        assumeRoot();

        toml.set(Settings.DEVICE_ID, "host");
        toml.set(Settings.AWS_URL, "host");

        assertThat(List.of("tedge.toml", "mappers", "mappers/aws", "mappers/aws/mapper.toml"))
                .allSatisfy(name ->
                        assertThat(Files.getOwner(directory.resolve(name))).isEqualTo(daemon()));
    }

    @Test
    void fileWithASecret_isForItsOwnerAlone() throws IOException {
        toml.set(Settings.DEVICE_ID, "host");
        assertThat(permissions(file)).isEqualTo("rw-r--r--");

        toml.set(Settings.PROXY_PASSWORD, "hidden");
        assertThat(permissions(file)).isEqualTo("rw-------");

        toml.set(Settings.DEVICE_ID, "other");
        assertThat(permissions(file)).isEqualTo("rw-------");
        toml.set(Settings.AWS_URL, "host");
        assertThat(permissions(directory.resolve("mappers/aws/mapper.toml"))).isEqualTo("rw-r--r--");
    }

    @Test
    void fileWithASecret_canBeReadByTheService() throws IOException {
        Files.writeString(directory.resolve("system.toml"), "user = 'daemon'\ngroup = 'daemon'\n");
        Files.writeString(file, "");
        assumeRoot();

        toml.set(Settings.PROXY_PASSWORD, "hidden");

        assertThat(Files.getOwner(file)).isEqualTo(daemon());
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void newFiles_areTheMakers_whenThereIsNoSuchUser() throws IOException {
        Files.writeString(directory.resolve("system.toml"), "user = 'no-such-user'\ngroup = 'no-such-group'\n");

        toml.set(Settings.AWS_URL, "host");

        assertThat(Files.getOwner(directory.resolve("mappers/aws/mapper.toml"))).isEqualTo(Files.getOwner(directory));
    }

    @Test
    void set_writesWhereALinkPoints() throws IOException {
        Path target = directory.resolve("real.toml");
        Files.writeString(target, "");
        Files.createSymbolicLink(file, target);

        toml.set(Settings.DEVICE_ID, "host");

        assertThat(file).isSymbolicLink();
        assertThat(target).content().contains("host");
    }

    @Test
    void set_makesTheMissingTargetOfALink() throws IOException {
        Path target = Files.createDirectory(directory.resolve("elsewhere")).resolve("real.toml");
        Files.createSymbolicLink(directory.resolve("second"), target);
        Files.createSymbolicLink(file, Path.of("second"));

        toml.set(Settings.DEVICE_ID, "host");

        assertThat(file).isSymbolicLink();
        assertThat(target).content().contains("host");
    }

    @Test
    void set_refusesALinkOfAnotherUser_toWhereHeCouldNotWrite() throws IOException {
        assumeRoot();
        Path target = Files.createDirectory(directory.resolve("elsewhere")).resolve("real.toml");
        Files.createSymbolicLink(file, target);
        Files.getFileAttributeView(file, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(daemon());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.DEVICE_ID, "host"))
                .withMessageContaining("the link belongs to daemon");
        assertThat(target).doesNotExist();

        Files.setOwner(target.getParent(), daemon());
        toml.set(Settings.DEVICE_ID, "host");
        assertThat(target).content().contains("host");
    }

    @Test
    void set_refusesALinkedDirectoryOfAnotherUser_whereHeCouldNotWrite() throws IOException {
        assumeRoot();
        Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
        Path link = Files.createSymbolicLink(directory.resolve("mappers"), elsewhere);
        Files.getFileAttributeView(link, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(daemon());

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.AWS_URL, "host"))
                .withMessageContaining("the link belongs to daemon");
        assertThat(elsewhere).isEmptyDirectory();

        Files.setOwner(elsewhere, daemon());
        toml.set(Settings.AWS_URL, "host");
        assertThat(elsewhere.resolve("aws/mapper.toml")).content().contains("host");
    }

    @Test
    void linksInACircle_areNamed() throws IOException {
        Files.createSymbolicLink(file, file);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.DEVICE_ID, "host"))
                .withMessageContaining(file.toString());
    }

    @Test
    void set_refusesALinkInPlaceOfTheLock() throws IOException {
        Path victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.createSymbolicLink(directory.resolve(".tedge.toml.lock"), victim);

        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> toml.set(Settings.DEVICE_ID, "host"))
                .withMessageContaining("can't be written");
        assertThat(victim).hasContent("mine");
        assertThat(file).doesNotExist();
    }

    @Test
    void lock_belongsToTheOwnerOfTheDirectory() throws IOException {
        assumeRoot();
        Files.setOwner(directory, daemon());

        toml.set(Settings.DEVICE_ID, "host");

        Path lock = directory.resolve(".tedge.toml.lock");
        assertThat(Files.getOwner(lock)).isEqualTo(daemon());
        assertThat(permissions(lock)).isEqualTo("rw-------");
    }

    @Test
    void set_losesNothing_whenOthersSetAtTheSameTime() throws Exception {
        List<Setting<?>> settings = List.of(
                Settings.AWS_MQTT_PORT,
                Settings.AWS_PACER_MAX_IN_FLIGHT,
                Settings.MQTT_BIND_PORT,
                Settings.MQTT_CLIENT_PORT,
                Settings.AWS_MAPPER_MAX_PAYLOAD_SIZE);
        Path mapper = directory.resolve("mappers/aws/mapper.toml");
        ExecutorService threads = Executors.newFixedThreadPool(settings.size());
        try {
            for (int round = 1; round <= 20; round++) {
                String value = String.valueOf(round);
                CyclicBarrier start = new CyclicBarrier(settings.size());
                List<Future<?>> sets = new ArrayList<>();
                for (Setting<?> setting : settings) {
                    sets.add(threads.submit(() -> {
                        start.await();
                        toml.set(setting, value);
                        return null;
                    }));
                }
                for (Future<?> set : sets) {
                    set.get(10, TimeUnit.SECONDS);
                }
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.addAll(Files.readAllLines(mapper));
                assertThat(lines)
                        .filteredOn(line -> line.endsWith(" = " + value))
                        .hasSameSizeAs(settings);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void assumeRoot() throws IOException {
        assumeThat(Files.getOwner(directory).getName())
                .as("only root gives files away")
                .isEqualTo("root");
    }

    private UserPrincipal daemon() throws IOException {
        return file.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("daemon");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
