package dev.tedge.delivery;

import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes messages like a link to AWS, and answers when it is told to. */
public final class TestingAws implements Publisher {

    private final List<String> published = new ArrayList<>();
    private final Map<String, Callback> unanswered = new LinkedHashMap<>();

    @Override
    public synchronized void publish(OutboundMessage message, Callback callback) {
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        published.add(text);
        unanswered.put(text, callback);
    }

    /** The payloads of all that was published, in this order. */
    public synchronized List<String> published() {
        return List.copyOf(published);
    }

    /** The payloads of what waits for an answer. */
    public synchronized List<String> unanswered() {
        return List.copyOf(unanswered.keySet());
    }

    public void acknowledge(String... payloads) {
        for (String payload : payloads) {
            take(payload).delivered();
        }
    }

    public void refuse(String payload, String reason) {
        take(payload).failed(new PublishRefusedException("some/topic", reason));
    }

    public void giveBack(String payload, Exception failure) {
        take(payload).failed(failure);
    }

    private synchronized Callback take(String payload) {
        Callback callback = unanswered.remove(payload);
        if (callback == null) {
            throw new AssertionError("'" + payload + "' was not published");
        }
        return callback;
    }
}
