package dev.tedge.cli.diag;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * Packs a directory into a compressed tar archive (POSIX.1-1988 ustar, with GNU's long names). Regular files and directories
 * only: a link could lead to a secret.
 */
final class TarGz {

    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;

    private TarGz() {}

    /**
     * Writes the archive, for its owner only.
     *
     * @param directory packed under its own name
     * @param archive must not exist
     */
    static void pack(Path directory, Path archive) throws IOException {
        Files.createFile(archive, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Path base = directory.toAbsolutePath().resolveSibling("");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive, StandardOpenOption.WRITE));
                Stream<Path> tree = Files.walk(directory)) {
            List<Path> paths = tree.sorted().toList();
            for (Path path : paths) {
                String name = base.relativize(path.toAbsolutePath()).toString();
                if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    add(out, name + "/", '5', new byte[0], path);
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    add(out, name, '0', Files.readAllBytes(path), path);
                }
            }
            out.write(new byte[2 * BLOCK]);
        }
    }

    private static void add(OutputStream out, String name, char type, byte[] content, Path path) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        long time = Files.getLastModifiedTime(path).toMillis() / 1000;
        if (bytes.length > NAME) {
            byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
            out.write(header("././@LongLink".getBytes(StandardCharsets.US_ASCII), 'L', ended.length, time));
            writePadded(out, ended);
        }
        out.write(header(bytes, type, content.length, time));
        writePadded(out, content);
    }

    private static byte[] header(byte[] name, char type, long size, long time) {
        byte[] header = new byte[BLOCK];
        System.arraycopy(name, 0, header, 0, Math.min(name.length, NAME));
        put(header, NAME, type == '5' ? "0000700\0" : "0000600\0");
        put(header, 108, "0000000\0" + "0000000\0" + "%011o\0%011o\0".formatted(size, time) + " ".repeat(8) + type);
        put(header, TYPE + 1 + NAME, "ustar\00000");
        int sum = 0;
        for (byte one : header) {
            sum += one & 0xFF;
        }
        put(header, CHECKSUM, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static void writePadded(OutputStream out, byte[] content) throws IOException {
        out.write(content);
        out.write(new byte[(BLOCK - content.length % BLOCK) % BLOCK]);
    }
}
