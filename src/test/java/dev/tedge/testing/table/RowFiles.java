package dev.tedge.testing.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes and judges the files of a row. */
final class RowFiles {

    private static final Path RESOURCES = Path.of("src/test/resources");

    private final Variables variables;
    private final Map<Path, Map<Path, String>> before = new HashMap<>();

    RowFiles(Variables variables) {
        this.variables = variables;
    }

    /** Carries out a step that makes something. */
    void prepare(Step step) throws IOException {
        String[] parts = variables.in(step.argument()).split(" ");
        switch (step.word()) {
            case WRITE -> {
                Path file = path(parts[0]);
                Files.createDirectories(file.getParent());
                Files.writeString(file, text(step));
                setMode(file, parts.length == 2 ? parts[1] : "0644");
            }
            case DIRECTORY -> Files.createDirectories(path(parts[0]));
            case COPY -> copy(RESOURCES.resolve(parts[0]));
            default -> writeCertificate(parts);
        }
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> tree = Files.walk(from)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                Path copied = path(from.relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.writeString(copied, variables.in(Files.readString(file)));
            }
        }
    }

    private void writeCertificate(String... parts) throws IOException {
        TestingIdentity identity = CertificateKind.of(parts[0]).make(parts[1]);
        Files.createDirectories(path(parts[2]).getParent());
        identity.writeCertificate(path(parts[2]));
        if (parts.length == 4) {
            Files.createDirectories(path(parts[3]).getParent());
            identity.writeKey(path(parts[3]), TestingIdentity.KeyForm.PKCS8);
        }
    }

    /** Keeps in mind what these steps will want unchanged. */
    void remember(List<Step> expectations) throws IOException {
        before.clear();
        for (Step step : expectations) {
            if (step.word() == Word.UNCHANGED) {
                Path path = path(variables.in(step.argument()));
                before.put(path, contents(path));
            }
        }
    }

    /** Judges a step about files. */
    void verify(Step step, String what) throws IOException {
        String[] parts = variables.in(step.argument()).split(" ", 2);
        Path path = path(parts[0]);
        switch (step.word()) {
            case ABSENT -> assertThat(path).as(what).doesNotExist();
            case UNCHANGED -> assertThat(contents(path)).as(what).isEqualTo(before.get(path));
            case FOLDER -> {
                assertThat(path).as(what).isDirectory();
                if (parts.length == 2) {
                    assertThat(mode(path)).as(what).isEqualTo(parts[1]);
                }
            }
            default -> verifyFile(path, parts[1], step, what);
        }
    }

    private void verifyFile(Path file, String check, Step step, String what) throws IOException {
        assertThat(file).as(what).isRegularFile();
        if (check.startsWith("mode ")) {
            assertThat(mode(file)).as(what).isEqualTo(check.substring("mode ".length()));
        } else {
            List<String> lines = step.text().stream().map(variables::in).toList();
            TextCheck.verify(check, lines, Files.readString(file), what);
        }
    }

    private Path path(String name) {
        return variables.config().resolve(name).normalize();
    }

    private String text(Step step) {
        return step.text().stream().map(line -> variables.in(line) + "\n").collect(Collectors.joining());
    }

    /** Each regular file below the path with its bytes; those of the path itself when it is one. */
    static Map<Path, String> contents(Path path) throws IOException {
        Map<Path, String> contents = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                contents.put(file, new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static void setMode(Path file, String mode) throws IOException {
        Files.setAttribute(file, "unix:mode", Integer.parseInt(mode, 8));
    }

    private static String mode(Path file) throws IOException {
        return "%04o".formatted((int) Files.getAttribute(file, "unix:mode") & 0777);
    }
}
