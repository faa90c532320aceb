package dev.tedge.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Debian package, looked at with dpkg's tools.
 *
 * @param file the {@code .deb} file
 */
public record DebianPackage(Path file) {

    /** Whether packages can be looked at here. */
    public static boolean canBeRead() {
        return Files.isExecutable(Path.of("/usr/bin/dpkg-deb"));
    }

    /** Whether dpkg knows what the package depends on, so that it can be installed in a copy of this machine. */
    public static boolean canBeInstalled() {
        return Stream.of("adduser", "openjdk-17-jre-headless", "mosquitto").allMatch(DebianPackage::isInstalled);
    }

    private static boolean isInstalled(String name) {
        try (Stream<String> list = Files.lines(Path.of("/var/lib/dpkg/status"))) {
            return list.dropWhile(line -> !line.equals("Package: " + name))
                    .limit(2)
                    .anyMatch("Status: install ok installed"::equals);
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }

    /** The one that the build has made. */
    public static DebianPackage built() {
        Path target = Path.of(System.getProperty("tedge.jar")).toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(target)) {
            return new DebianPackage(files.filter(file -> file.toString().endsWith("_all.deb"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("There is no package in " + target)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A field of the control file; empty if it is not there. */
    public String field(String name) throws IOException, InterruptedException {
        return output("dpkg-deb", "--field", file.toString(), name).strip();
    }

    /** The content of a file among those for dpkg itself. */
    public String controlFile(String name) throws IOException, InterruptedException {
        return output("dpkg-deb", "--info", file.toString(), name);
    }

    /** Kind and mode, owner and path of each file, as {@code ls} writes them. */
    public List<String> files() throws IOException, InterruptedException {
        return output("dpkg-deb", "--contents", file.toString())
                .lines()
                .map(line -> line.replaceFirst("^(\\S+ \\S+) +\\S+ +\\S+ +\\S+ +", "$1 "))
                .toList();
    }

    /**
     * A package as one before may have been: with another version, also of the program, and other content of launcher, unit and
     * conffile.
     *
     * @param directory an empty one to work in
     */
    public DebianPackage former(String version, Path directory) throws IOException, InterruptedException {
        Path tree = directory.resolve("tree");
        output("dpkg-deb", "--raw-extract", file.toString(), tree.toString());
        change(tree.resolve("DEBIAN/control"), "\nVersion: .*", "\nVersion: " + version);
        change(tree.resolve("usr/bin/tedge"), "\nexec \"\\$java\"", "$0 -Dtedge.former=yes");
        change(tree.resolve("usr/lib/systemd/system/tedge-mapper-aws.service"), "\nRestartSec=.*", "\nRestartSec=7");
        change(tree.resolve("etc/mosquitto/conf.d/tedge.conf"), "\nmax_queued_messages .*", "\nmax_queued_messages 7");
        try (FileSystem jar = FileSystems.newFileSystem(tree.resolve("usr/lib/tedge/tedge.jar"))) {
            change(
                    jar.getPath("META-INF/MANIFEST.MF"),
                    "\nImplementation-Version: [^\r\n]*",
                    "\nImplementation-Version: " + version);
        }
        Path older = directory.resolve("older.deb");
        output("dpkg-deb", "--root-owner-group", "-Znone", "--build", tree.toString(), older.toString());
        return new DebianPackage(older);
    }

    private static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        String changed = text.replaceFirst(from, to);
        if (changed.equals(text)) {
            throw new AssertionError("There is no '" + from + "' in " + file);
        }
        Files.writeString(file, changed);
    }

    /** All that a command writes; it must succeed. */
    public static String output(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("`%s` failed:%n%s".formatted(String.join(" ", command), output));
        }
        return output;
    }
}
