package dev.tedge.cli;

import dev.tedge.cli.demo.MessageLine;
import dev.tedge.link.session.InboundMessage;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Prints messages as {@code [topic] payload}, each on a line. */
final class MessageLines {

    private final PrintWriter out;
    private final boolean topics;
    private final boolean base64;

    /**
     * Prints nothing yet.
     *
     * @param topics whether the topic comes before the payload
     * @param base64 whether payloads are written in Base64
     */
    MessageLines(PrintWriter out, boolean topics, boolean base64) {
        this.out = out;
        this.topics = topics;
        this.base64 = base64;
    }

    /** Prints a message; false when nobody reads what is printed any more, as behind {@code | head}. */
    boolean print(InboundMessage message) {
        String text = base64 ? encoded(message.payload()) : MessageLine.text(ByteBuffer.wrap(message.payload()));
        out.println(topics ? "[" + message.topic() + "] " + text : text);
        return !out.checkError();
    }

    private static String encoded(byte[] payload) {
        return Base64.getEncoder().encodeToString(payload);
    }
}
