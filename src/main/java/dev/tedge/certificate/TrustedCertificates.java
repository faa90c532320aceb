package dev.tedge.certificate;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the certificates that peers are trusted by: from a PEM file, or a directory such as {@code /etc/ssl/certs}. */
final class TrustedCertificates {

    private static final Logger LOG = LoggerFactory.getLogger(TrustedCertificates.class);

    /** Ordinary names, and the hashes that {@code openssl rehash} links by. */
    private static final Pattern NAMES = Pattern.compile(".*\\.(pem|crt|cer)|[0-9a-f]{8}\\.[0-9]+");

    private TrustedCertificates() {}

    /**
     * Reads them, each once.
     *
     * @param path a file, or a directory whose files count when they are called {@code *.pem}, {@code *.crt}, {@code
     *     *.cer} or by a hash; what is not a certificate in a directory is passed over
     * @throws CredentialException when there is none, or the path can't be read
     */
    static List<X509Certificate> read(Path path) {
        if (Files.notExists(path)) {
            throw new CredentialException(
                    "The root certificates %s do not exist: name another file or directory".formatted(path));
        }
        if (!Files.isDirectory(path)) {
            return PemCertificates.all(path);
        }
        List<X509Certificate> certificates = inDirectory(path);
        if (certificates.isEmpty()) {
            throw new CredentialException(
                    "No root certificate in the directory %s: put one there in PEM as *.pem or *.crt,".formatted(path)
                            + " or name another file or directory");
        }
        return certificates;
    }

    private static List<X509Certificate> inDirectory(Path directory) {
        // The usual directory holds each certificate three times: as a file, as a link to it, and in a bundle.
        Map<String, Path> blocks = new LinkedHashMap<>();
        for (Path file : files(directory)) {
            try {
                PemCertificates.blocks(file).forEach(block -> blocks.putIfAbsent(block, file));
            } catch (CredentialException unreadable) {
                LOG.debug("Passed over {}: {}", file, unreadable.getMessage());
            }
        }
        List<X509Certificate> certificates = new ArrayList<>();
        blocks.forEach((block, file) -> {
            try {
                certificates.add(PemCertificates.parse(file, block));
            } catch (CredentialException broken) {
                LOG.debug("Passed over a block of {}: {}", file, broken.getMessage());
            }
        });
        return certificates;
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> files = new ArrayList<>();
            for (Path entry : entries.sorted().toList()) {
                if (NAMES.matcher(entry.getFileName().toString()).matches() && Files.isRegularFile(entry)) {
                    files.add(entry.toRealPath());
                }
            }
            return files.stream().distinct().toList();
        } catch (IOException unreadable) {
            String reason = unreadable instanceof AccessDeniedException
                    ? "permission denied"
                    : CredentialException.reason(unreadable);
            throw new CredentialException(
                    "The directory %s can't be read: %s".formatted(directory, reason), unreadable);
        }
    }
}
