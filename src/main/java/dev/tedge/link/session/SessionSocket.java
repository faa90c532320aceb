package dev.tedge.link.session;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A socket whose {@code connect} ends with a finished TLS handshake and a verified peer, where TLS is wanted.
 *
 * <p>The end of the stream is not seen before the first byte has been written: the client speaks first in MQTT, and Paho's
 * start-up never ends, and keeps a thread and its buffers, when its receiver ends before its sender has begun.
 */
// Not synchronized as in Socket: a close has to end a connect that hangs, not to wait for it.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class SessionSocket extends Socket {

    /** Bounds how long a close may wait for a peer that has stopped reading. */
    private static final int LINGER_SECONDS = 2;

    /** Far longer than a start-up takes; the end of the wait only lets the read happen. */
    private static final long FIRST_WRITE_SECONDS = 10;

    /** How long a write that has failed waits for the reader to learn why. */
    private static final long LAST_READ_SECONDS = 1;

    private final SessionConfig config;
    private final Socket plain = new Socket();
    private final CountDownLatch written = new CountDownLatch(1);
    private final CountDownLatch readingEnded = new CountDownLatch(1);

    /** Why nothing more will be read. */
    private volatile @Nullable IOException end;

    private volatile Socket used = plain;
    private volatile @Nullable InputStream in;
    private volatile @Nullable OutputStream out;

    SessionSocket(SessionConfig config) {
        this.config = config;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        Optional<TlsHandshake> tls = Optional.empty();
        if (config.tls().isPresent()) {
            tls = Optional.of(TlsHandshake.by(config.tls().get()));
        }
        if (config.proxy().isPresent()) {
            passProxy(config.proxy().get(), endpoint, timeoutMillis);
        } else {
            reach(config.host(), endpoint, timeoutMillis);
        }
        if (tls.isPresent()) {
            used = tls.get().with(used, config.host(), config.port());
        }
        // Now, as a socket that the reader has found closed gives no streams any more.
        in = used.getInputStream();
        out = used.getOutputStream();
    }

    private void reach(String host, SocketAddress endpoint, int timeoutMillis) throws IOException {
        if (endpoint instanceof InetSocketAddress address && address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        plain.connect(endpoint, timeoutMillis);
        plain.setTcpNoDelay(true);
        plain.setSoLinger(true, LINGER_SECONDS);
        plain.setSoTimeout(timeoutMillis);
    }

    /** What goes wrong up to the tunnel is the proxy's, not the broker's. */
    private void passProxy(HttpProxy proxy, SocketAddress endpoint, int timeoutMillis) throws IOException {
        try {
            reach(proxy.host(), endpoint, timeoutMillis);
            if (proxy.tls().isPresent()) {
                used = TlsHandshake.by(proxy.tls().get()).with(used, proxy.host(), proxy.port());
            }
            new ProxyTunnel(proxy, config.host(), config.port()).open(used, Duration.ofMillis(timeoutMillis));
            plain.setSoTimeout(timeoutMillis);
        } catch (OwnFilesException | ProxyTunnel.ProxyException inWords) {
            throw inWords;
        } catch (IOException failure) {
            LinkFailure explained = new FailureExplainer(proxy.host(), proxy.port()).failed(failure);
            throw new ProxyTunnel.ProxyException("the HTTP proxy can't be used: " + explained.text(), failure);
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new PubackInput(new AnsweringInput(connected(in)));
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new NotingOutput(connected(out));
    }

    private static <T> T connected(@Nullable T stream) throws SocketException {
        if (stream == null) {
            throw new SocketException("not connected");
        }
        return stream;
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        plain.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return plain.getSoTimeout();
    }

    @Override
    public void shutdownInput() {
        // TLS knows no half-closed connection; close() follows.
    }

    @Override
    public void close() throws IOException {
        written.countDown();
        readingEnded.countDown();
        try (plain) {
            used.close();
        }
    }

    /** Reads at once, and keeps what it learns from Paho until the first byte has been written. */
    private final class AnsweringInput extends FilterInputStream {

        AnsweringInput(InputStream in) {
            super(in);
        }

        @Override
        public int available() throws IOException {
            return written.getCount() > 0 ? 0 : super.available();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            try {
                int count = super.read(bytes, from, length);
                if (count < 0) {
                    ended(new EOFException("closed by the peer"));
                }
                return count;
            } catch (SocketTimeoutException nothingYet) {
                throw nothingYet;
            } catch (IOException e) {
                ended(e);
                throw e;
            }
        }

        private void ended(IOException why) throws IOException {
            end = why;
            readingEnded.countDown();
            await(written, FIRST_WRITE_SECONDS);
        }
    }

    /**
     * Tells what the reader has learned: the peer's word on our certificate comes in after the handshake (TLS 1.3), and a write
     * that meets the closed connection knows nothing of it.
     */
    private final class NotingOutput extends FilterOutputStream {

        NotingOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                throwEnd();
                out.write(bytes, from, length);
            } catch (IOException e) {
                await(readingEnded, LAST_READ_SECONDS);
                throwEnd();
                throw e;
            } finally {
                written.countDown();
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        private void throwEnd() throws IOException {
            IOException why = end;
            if (why != null) {
                throw why;
            }
        }
    }

    private static void await(CountDownLatch latch, long seconds) throws IOException {
        try {
            boolean unused = latch.await(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Our own files are the cause, before a packet was sent. */
    static final class OwnFilesException extends IOException {

        private static final long serialVersionUID = 1L;

        OwnFilesException(Exception cause) {
            super(cause.getMessage(), cause);
        }
    }
}
