package dev.tedge.testing.process;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link MosquittoProcess} shall be; each method adds to its {@code mosquitto.conf} (man page
 * mosquitto.conf(5)). Files are written as the methods are called.
 */
public final class MosquittoBuilder {

    static final String SERVER_NAME = "server";

    private final Path directory;
    private final List<String> general = new ArrayList<>();
    private final List<String> tls = new ArrayList<>();
    private boolean anonymous = true;
    private boolean perListener;

    MosquittoBuilder(Path directory) {
        this.directory = directory;
    }

    /** Keeps sessions, queued and retained messages in {@code data/} over {@link MosquittoProcess#stop}. */
    public MosquittoBuilder persistence() throws IOException {
        Path data = Files.createDirectories(directory.resolve("data"));
        return option("persistence true").option("persistence_location " + data + "/");
    }

    /**
     * How many messages wait for one client beyond those in flight.
     *
     * @param count 0 for no limit (read {@link MosquittoProcess} before); mosquitto's default is 1000
     */
    public MosquittoBuilder maxQueuedMessages(int count) {
        return option("max_queued_messages " + count);
    }

    /**
     * How many messages may be in flight to one client.
     *
     * @param count 0 for no limit; mosquitto's default is 20
     */
    public MosquittoBuilder maxInflightMessages(int count) {
        return option("max_inflight_messages " + count);
    }

    /** Lets in this user only, and nobody without a name. */
    public MosquittoBuilder password(String user, String password) throws IOException {
        Path file = directory.resolve("passwords");
        Process process = ChildProcesses.start(new ProcessBuilder(
                        MosquittoProcess.executable("mosquitto_passwd"), "-b", "-c", file.toString(), user, password)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));
        process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        if (process.exitValue() != 0) {
            throw new IOException("mosquitto_passwd ended with " + process.exitValue() + " for " + file);
        }
        anonymous = false;
        return option("password_file " + file);
    }

    /**
     * Makes the listener under test a TLS listener; a plain one for the observer is added.
     *
     * @param trusted the CA of client certificates, should there be any
     * @param server what mosquitto shows
     */
    public MosquittoBuilder tls(TestingCertificates trusted, TestingIdentity server) throws IOException {
        TestingIdentity.PemFiles files = server.write(directory, SERVER_NAME);
        tls.clear();
        tls.add("cafile " + trusted.writeAuthority(directory));
        tls.add("certfile " + files.certificate());
        tls.add("keyfile " + files.key());
        return this;
    }

    /** Lets in only who shows a certificate of the trusted CA, and takes its CN as user name. After {@link #tls}. */
    public MosquittoBuilder requireClientCertificate() {
        if (tls.isEmpty()) {
            throw new IllegalStateException("A client certificate needs TLS: call tls(...) before");
        }
        tls.add("require_certificate true");
        tls.add("use_identity_as_username true");
        return this;
    }

    /** With {@code per_listener_settings}; all else that is set belongs to the listener under test then. */
    public MosquittoBuilder perListenerSettings() {
        perListener = true;
        return this;
    }

    /** Any other line of mosquitto.conf outside of listeners. */
    public MosquittoBuilder option(String line) {
        general.add(line);
        return this;
    }

    /**
     * The documented device policy in mosquitto's words; a user name is a thing, who has none or is the {@link
     * MosquittoProcess#OBSERVER} may do everything.
     */
    MosquittoBuilder accessOfThings() throws IOException {
        Path file = directory.resolve("acl");
        List<String> rules = List.of(
                "topic readwrite #",
                "topic readwrite $aws/#",
                "pattern write thinedge/%u/td/#",
                "pattern write thinedge/%u/reply/#",
                "pattern read thinedge/%u/cmd/#",
                "pattern readwrite $aws/things/%u/shadow/#",
                "pattern readwrite thinedge/devices/%u/test-connection",
                "user " + MosquittoProcess.OBSERVER,
                "topic readwrite #",
                "topic readwrite $aws/#");
        Files.write(file, rules, StandardCharsets.US_ASCII);
        return option("acl_file " + file);
    }

    /** Writes the configuration, picks free ports and waits until the broker accepts a client. */
    public MosquittoProcess start() throws IOException {
        int port = FreePort.next();
        int observerPort = tls.isEmpty() ? port : FreePort.next();
        MosquittoProcess process = new MosquittoProcess(directory, port, observerPort);
        Files.write(process.configFile(), config(port, observerPort), StandardCharsets.UTF_8);
        process.start();
        return process;
    }

    private List<String> config(int port, int observerPort) {
        List<String> lines = new ArrayList<>();
        String listener = "listener " + port + " 127.0.0.1";
        if (perListener) {
            // Before all that it is about.
            lines.addAll(List.of("per_listener_settings true", listener));
        }
        // As root, mosquitto would become another user, who cannot read the test's directory.
        lines.add("user root");
        lines.add("log_dest stderr");
        lines.add("set_tcp_nodelay true");
        lines.add("allow_anonymous " + anonymous);
        lines.addAll(general);
        if (!perListener) {
            lines.add(listener);
        }
        lines.addAll(tls);
        if (observerPort != port) {
            lines.add("listener " + observerPort + " 127.0.0.1");
        }
        return lines;
    }
}
