package dev.tedge.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * A directory as Kubernetes mounts a Secret or a ConfigMap: each name is a link into {@code ..data}, itself a link to a
 * directory that is replaced as a whole. The files have mode 0440 ({@code defaultMode}) and belong to the group that the
 * container is given in addition ({@code fsGroup}).
 */
public final class ProjectedVolume {

    private final Path directory;
    private int version;

    /** @param directory is made */
    public ProjectedVolume(Path directory) throws IOException {
        this.directory = makeDirectory(directory);
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** The number of the group that can read it. */
    public int group() throws IOException {
        return (int) Files.getAttribute(directory, "unix:gid");
    }

    /** Replaces all files at once. Names that were there before must be given again. */
    public void write(Map<String, String> files) throws IOException {
        Path content = makeDirectory(directory.resolve("..version-" + ++version));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path written = Files.writeString(content.resolve(file.getKey()), file.getValue());
            Files.setPosixFilePermissions(written, PosixFilePermissions.fromString("r--r-----"));
        }
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), content.getFileName());
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        for (String name : files.keySet()) {
            Path link = directory.resolve(name);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", name));
            }
        }
    }

    private static Path makeDirectory(Path directory) throws IOException {
        Files.createDirectory(directory);
        return Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
