package dev.tedge.shadow;

import java.util.Map;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.AsyncProcessorSupport;

/** The steps of routes that hand messages to {@link ShadowSync}; none of them blocks. */
public final class ShadowSteps {

    private ShadowSteps() {}

    /** By the names that routes call them: {@code shadowTwin} and {@code shadowDocument}. */
    public static Map<String, Processor> of(ShadowSync sync) {
        return Map.of("shadowTwin", new TwinStep(sync), "shadowDocument", new DocumentStep(sync));
    }

    private static final class TwinStep extends AsyncProcessorSupport {

        private final ShadowSync sync;

        TwinStep(ShadowSync sync) {
            this.sync = sync;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            sync.twin(topic(exchange), content(exchange), failure -> {
                failure.ifPresent(exchange::setException);
                callback.done(false);
            });
            return false;
        }
    }

    private static final class DocumentStep extends AsyncProcessorSupport {

        private final ShadowSync sync;

        DocumentStep(ShadowSync sync) {
            this.sync = sync;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            sync.document(topic(exchange), content(exchange), failure -> {
                failure.ifPresent(exchange::setException);
                callback.done(false);
            });
            return false;
        }
    }

    private static String topic(Exchange exchange) {
        return exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class);
    }

    private static byte[] content(Exchange exchange) {
        byte[] content = exchange.getMessage().getBody(byte[].class);
        return content == null ? new byte[0] : content;
    }
}
