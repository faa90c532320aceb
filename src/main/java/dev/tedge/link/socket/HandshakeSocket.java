package dev.tedge.link.socket;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * The connected socket below a TLS socket. Until the handshake is over, what is written leaves in one piece before the next read:
 * the JDK writes each handshake message by itself, and a server that refuses our certificate closes after the first of them. The
 * write of the next one then fails, and the server's alert, which says why, is never read.
 */
// Not synchronized as in Socket: a close has to end a handshake that hangs, not to wait for it.
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class HandshakeSocket extends Socket {

    private final Socket connected;
    private final HeldOutput pieces;

    private volatile boolean handshaking = true;

    HandshakeSocket(Socket connected) throws IOException {
        this.connected = connected;
        this.pieces = new HeldOutput(connected.getOutputStream());
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FlushingInput(connected.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() {
        return pieces;
    }

    /** Writes what is left of the handshake; from now on everything is written at once. */
    void endHandshake() throws IOException {
        handshaking = false;
        pieces.flush();
    }

    private final class HeldOutput extends FilterOutputStream {

        HeldOutput(OutputStream out) {
            super(new BufferedOutputStream(out));
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            flush();
        }

        @Override
        public void flush() throws IOException {
            if (!handshaking) {
                out.flush();
            }
        }

        void flushNow() throws IOException {
            out.flush();
        }
    }

    private final class FlushingInput extends FilterInputStream {

        FlushingInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            flushHeld();
            return super.read();
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            flushHeld();
            return super.read(bytes, from, length);
        }

        private void flushHeld() throws IOException {
            if (handshaking) {
                pieces.flushNow();
            }
        }
    }

    @Override
    public void close() throws IOException {
        connected.close();
    }

    @Override
    public boolean isConnected() {
        return connected.isConnected();
    }

    @Override
    public boolean isBound() {
        return connected.isBound();
    }

    @Override
    public boolean isClosed() {
        return connected.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return connected.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return connected.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        connected.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        connected.shutdownOutput();
    }

    @Override
    public InetAddress getInetAddress() {
        return connected.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return connected.getLocalAddress();
    }

    @Override
    public int getPort() {
        return connected.getPort();
    }

    @Override
    public int getLocalPort() {
        return connected.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return connected.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return connected.getLocalSocketAddress();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        connected.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return connected.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        connected.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return connected.getSoLinger();
    }
}
