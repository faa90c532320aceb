package dev.tedge.link.socket;

import dev.tedge.link.session.HttpProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks an HTTP proxy, to which a socket is connected, for a tunnel; what is then read and written is the other end's. */
final class ProxyTunnel {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: (.*))?");
    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int LONGEST_REASON = 100;
    private static final int AUTHENTICATION_REQUIRED = 407;

    private final HttpProxy proxy;
    private final String target;

    /**
     * @param host the name or address that the proxy shall connect to
     * @param port and its port
     */
    ProxyTunnel(HttpProxy proxy, String host, int port) {
        this.proxy = proxy;
        this.target = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * Opens the tunnel.
     *
     * @param socket is left with a read time-out of less than the patience
     * @throws ProxyException when the proxy does not open it in time; the message is for people and has no password
     */
    void open(Socket socket, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        socket.getOutputStream().write(request().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        String head = head(socket, end);
        Matcher status = STATUS.matcher(head.lines().findFirst().orElse(""));
        if (!status.matches()) {
            throw new ProxyException("%s is not an HTTP proxy: it answers something else".formatted(proxy.address()));
        }
        int code = Integer.parseInt(status.group(1));
        if (code == AUTHENTICATION_REQUIRED) {
            throw new ProxyException(
                    proxy.credentials().isPresent()
                            ? "the proxy %s does not accept the user name and the password".formatted(proxy.address())
                            : "the proxy %s asks for a user name and a password".formatted(proxy.address()));
        }
        if (code / 100 != 2) {
            throw new ProxyException("the proxy %s does not connect to %s: %s"
                    .formatted(proxy.address(), target, readable(status.group(1) + " " + status.group(2))));
        }
    }

    private String request() {
        String authorization = proxy.credentials()
                .map(user -> "Proxy-Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user.userName() + ":" + user.password()).getBytes(StandardCharsets.UTF_8))
                        + "\r\n")
                .orElse("");
        return "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + authorization + "\r\n";
    }

    /** Byte by byte: what follows the head belongs to the other end. */
    private String head(Socket socket, long end) throws IOException {
        InputStream in = socket.getInputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        String text = "";
        while (!text.endsWith("\r\n\r\n")) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            socket.setSoTimeout((int) left);
            int next = in.read();
            if (next < 0 || head.size() > LONGEST_ANSWER) {
                throw new ProxyException(
                        head.size() == 0
                                ? "the proxy %s closed the connection without an answer".formatted(proxy.address())
                                : "%s is not an HTTP proxy: it answers something else".formatted(proxy.address()));
            }
            head.write(next);
            text = next == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : text;
        }
        return text;
    }

    private static String readable(String text) {
        String plain = text.replace(" null", "").replaceAll("[^\\x20-\\x7E]", "?");
        return plain.substring(0, Math.min(plain.length(), LONGEST_REASON));
    }

    /** The proxy is in the way; the message says how. */
    static final class ProxyException extends IOException {

        private static final long serialVersionUID = 1L;

        ProxyException(String message) {
            super(message);
        }

        ProxyException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
