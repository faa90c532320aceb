package dev.tedge.certificate;

import dev.tedge.certificate.CertificateIssuer.Validity;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process that makes, renews, rotates and removes the certificates of some devices for as long as it lives, and prints what it
 * is about to do.
 */
final class TestingDevice {

    static final CertificateRequest REQUEST =
            new CertificateRequest(new DeviceId("my-device"), "Thin Edge", "Device", Duration.ofDays(365));

    private TestingDevice() {}

    /** The files in a directory. */
    static DeviceCertificateFiles files(Path directory) {
        return new DeviceCertificateFiles(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    }

    /** The request in a directory. */
    static SigningRequestFile request(Path directory) {
        return new SigningRequestFile(files(directory), directory.resolve("device.csr"));
    }

    /** @param args a directory for each device */
    public static void main(String... args) {
        for (String directory : args) {
            new Thread(() -> live(Path.of(directory))).start();
        }
    }

    private static void live(Path directory) {
        DeviceCertificateFiles files = files(directory);
        String name = directory.getFileName() + " ";
        while (true) {
            System.out.println(name + "create");
            files.create(REQUEST, Clock.systemUTC());
            System.out.println(name + "request");
            request(directory).create(Optional.empty(), Optional.empty(), FileOwner.whoeverMakesThem());
            System.out.println(name + "renew");
            RenewedCertificate renewed = files.renew(Duration.ofDays(7), Clock.systemUTC());
            System.out.println(name + "promote");
            renewed.promote(renewed.content());
            System.out.println(name + "rotate");
            rotate(files);
            System.out.println(name + "remove");
            files.remove();
        }
    }

    /** A new certificate with a new key, as AWS issues one. */
    private static void rotate(DeviceCertificateFiles files) {
        NextIdentity next = new NextIdentity(files);
        FileOwner owner = FileOwner.whoeverMakesThem();
        String request = next.request(REQUEST, KeyType.EC256, owner);
        next.keep(request, owner);
        next.adopt(issued(next), owner);
        RenewedCertificate rotated = RenewedCertificate.of(files);
        rotated.promote(rotated.content());
    }

    private static String issued(NextIdentity next) {
        KeyPair key = PrivateKeys.withPublicKey(PrivateKeys.read(next.key()));
        Validity validity = new Validity(Instant.now().minus(Duration.ofDays(1)), Duration.ofDays(7));
        return PemCertificates.pem(CertificateIssuer.selfSigned(CertificateIssuer.nameOf(REQUEST), key, validity));
    }
}
