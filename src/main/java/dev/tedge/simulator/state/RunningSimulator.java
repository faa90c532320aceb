package dev.tedge.simulator.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * How a running simulator can be reached on 127.0.0.1.
 *
 * @param httpPort of the HTTPS port
 * @param token a secret that lets in who shows it; only its owner can read it
 * @param certificate what the HTTPS port shows: the only one to be trusted
 * @param process its process id
 */
public record RunningSimulator(int mqttPort, int httpPort, String token, X509Certificate certificate, long process) {

    static final String FILE = "simulator.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    public RunningSimulator {
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(certificate, "certificate");
    }

    /**
     * Looks for the simulator that uses a state directory.
     *
     * @throws IOException if there is none; the message says what to do
     */
    public static RunningSimulator find(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.notExists(file)) {
            throw none(directory);
        }
        try {
            RunningSimulator found = parse(JSON.readTree(file.toFile()));
            if (ProcessHandle.of(found.process).isEmpty()) {
                // It was killed.
                throw none(directory);
            }
            return found;
        } catch (JsonProcessingException | CertificateException | IllegalArgumentException broken) {
            throw new IOException("'" + file + "' cannot be used: start the simulator again", broken);
        }
    }

    private static IOException none(Path directory) {
        return new IOException("No simulator runs with the state directory '" + directory
                + "': start it with 'tedge simulator aws', or name its directory with --state");
    }

    private static RunningSimulator parse(JsonNode json) throws IOException, CertificateException {
        byte[] certificate = text(json, "certificate").binaryValue();
        return new RunningSimulator(
                number(json, "mqttPort").intValue(),
                number(json, "httpPort").intValue(),
                text(json, "token").textValue(),
                (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(certificate)),
                number(json, "process").longValue());
    }

    private static JsonNode text(JsonNode json, String name) {
        return checked(json.path(name), JsonNode::isTextual, "'" + name + "' must be a text");
    }

    private static JsonNode number(JsonNode json, String name) {
        return checked(json.path(name), JsonNode::canConvertToInt, "'" + name + "' must be a whole number");
    }

    private static JsonNode checked(JsonNode value, Predicate<JsonNode> test, String otherwise) {
        if (!test.test(value)) {
            throw new IllegalArgumentException(otherwise);
        }
        return value;
    }

    String toJson() {
        try {
            return JsonNodeFactory.instance
                            .objectNode()
                            .put("mqttPort", mqttPort)
                            .put("httpPort", httpPort)
                            .put("token", token)
                            .put("certificate", certificate.getEncoded())
                            .put("process", process)
                            .toPrettyString()
                    + "\n";
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("A parsed certificate has its encoding", impossible);
        }
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "RunningSimulator[mqttPort=" + mqttPort + ", httpPort=" + httpPort + ", process=" + process + "]";
    }
}
