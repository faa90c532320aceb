package dev.tedge.cli;

import dev.tedge.cli.completion.Shell;
import dev.tedge.cli.manual.ManualPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine;

/**
 * What a package needs beside the jar and is made of the commands: manual pages and completions, in the places where Debian has
 * them. The build runs it; the same commands give the same bytes.
 */
public final class PackageTexts {

    /** Of the header of a gzip file: "compressor used maximum compression", which {@code gzip -9} says and Java does not. */
    private static final int EXTRA_FLAGS = 8;

    private final Path root;

    private PackageTexts(Path root) {
        this.root = root;
    }

    /**
     * Writes the files.
     *
     * @param args the directory that stands for the root of the file system, the version, and the change log of the package
     */
    public static void main(String... args) throws IOException {
        PackageTexts texts = new PackageTexts(Path.of(args[0]));
        CommandLine tree = CommandTree.of(new TedgeCommand(Console.ofProcess()));
        for (Map.Entry<String, String> page : ManualPages.of(tree, args[1]).entrySet()) {
            texts.compressed("usr/share/man/man1/" + page.getKey() + ".1.gz", page.getValue());
        }
        texts.write("usr/share/bash-completion/completions/tedge", bytes(Shell.BASH.script(tree)));
        texts.write("usr/share/zsh/vendor-completions/_tedge", bytes(autoloaded(Shell.ZSH.script(tree))));
        texts.write("usr/share/fish/vendor_completions.d/tedge.fish", bytes(Shell.FISH.script(tree)));
        texts.compressed("usr/share/doc/tedge-gateway/changelog.gz", Files.readString(Path.of(args[2])));
    }

    /** Zsh runs the file when tedge is completed for the first time, and wants an answer then already. */
    private static String autoloaded(String script) {
        return "#compdef tedge\n" + script + "_bash_complete -F _tedge\n";
    }

    private void compressed(String name, String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new BestGzip(compressed)) {
            out.write(bytes(text));
        }
        byte[] content = compressed.toByteArray();
        content[EXTRA_FLAGS] = 2;
        write(name, content);
    }

    private void write(String name, byte[] content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class BestGzip extends GZIPOutputStream {

        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
