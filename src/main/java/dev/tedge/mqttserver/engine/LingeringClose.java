package dev.tedge.mqttserver.engine;

import io.netty.channel.Channel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that the other side can read what was said last. To close a socket with unread
 * input makes the kernel send a reset, which throws away what the other side has not read yet. So only our
 * direction is closed, and input is read and thrown away until the other side closes too, for a while.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty tells failures to exceptionCaught or closes.
final class LingeringClose {

    private static final long LONGEST_MILLIS = 1_000;

    private LingeringClose() {}

    /** Writes the last word, a packet or its bytes, then closes. A client that does not even take this is cut off in the end. */
    static void after(Object lastWord, Channel channel) {
        Future<?> timer = channel.eventLoop().schedule(() -> channel.close(), LONGEST_MILLIS, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(closed -> timer.cancel(false));
        channel.config().setAutoRead(true);
        channel.writeAndFlush(lastWord).addListener(written -> closeOutput(channel));
    }

    private static void closeOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        }
    }
}
