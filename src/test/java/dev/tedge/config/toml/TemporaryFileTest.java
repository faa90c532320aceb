package dev.tedge.config.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the owner of the directory may do while root writes into it. */
class TemporaryFileTest {

    private final Path directory;
    private final Path target;
    private final Path victim;

    TemporaryFileTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        target = directory.resolve("target");
        victim = Files.writeString(directory.resolve("victim"), "mine");
        Files.setPosixFilePermissions(victim, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void file_isPrivate_untilItIsSaidOtherwise() throws IOException {
        try (TemporaryFile file = TemporaryFile.beside(target)) {
            file.write("text");

            assertThat(permissions(temporary())).isEqualTo("rw-------");
            file.permit(PosixFilePermissions.fromString("rw-r--r--"));
            file.replace(target);
        }

        assertThat(target).hasContent("text");
        assertThat(permissions(target)).isEqualTo("rw-r--r--");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void swappedFile_isLeftAlone(boolean link) throws IOException {
        Files.writeString(target, "old");
        try (TemporaryFile file = TemporaryFile.beside(target)) {
            Path swapped = temporary();
            Files.delete(swapped);
            if (link) {
                Files.createSymbolicLink(swapped, victim);
            } else {
                Files.createLink(swapped, victim);
            }

            file.write("text");
            assertThatIOException()
                    .isThrownBy(() -> file.permit(PosixFilePermissions.fromString("rw-rw-rw-")))
                    .withMessageContaining("somebody else has just replaced it");
            assertThatIOException()
                    .isThrownBy(() -> file.resemble(Files.readAttributes(target, PosixFileAttributes.class)));
            assertThatIOException().isThrownBy(() -> file.replace(target));
        }

        assertThat(victim).hasContent("mine");
        assertThat(permissions(victim)).isEqualTo("rw-------");
        assertThat(target).hasContent("old");
    }

    @Test
    void file_isTakenAway_whenItIsNotMoved() throws IOException {
        try (TemporaryFile file = TemporaryFile.beside(target)) {
            file.write("text");
        }

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(victim);
        }
    }

    private Path temporary() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(".tedge-"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
