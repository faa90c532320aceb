package dev.tedge.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Makes a jar of Java sources, as somebody does who extends the gateway. */
public final class TestingJar {

    private TestingJar() {}

    /** Compiles the sources below a folder into a jar. */
    public static void ofFolder(Path sources, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            of(files.filter(file -> file.toString().endsWith(".java")).toList(), jar);
        }
    }

    /** Compiles one class, in no package, into a jar. */
    public static void ofClass(String name, String source, Path jar) throws IOException {
        Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "source");
        of(List.of(Files.writeString(folder.resolve(name + ".java"), source)), jar);
    }

    private static void of(List<Path> sources, Path jar) throws IOException {
        Path classes = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes");
        String[] options = Stream.concat(
                        Stream.of("-d", classes.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")),
                        sources.stream().map(Path::toString))
                .toArray(String[]::new);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, options))
                .as("the compiler's exit code")
                .isZero();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> found = Files.walk(classes)) {
            for (Path each : found.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
    }
}
