package dev.tedge.mapping.series;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that compresses the payload (RFC 1952). In YAML:
 *
 * <pre>{@code
 * - beans:
 *     - name: gzip
 *       type: dev.tedge.mapping.series.Gzip
 * }</pre>
 */
public final class Gzip implements Processor {

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(Received.payload(message));
        }
        message.setBody(compressed.toByteArray());
    }
}
