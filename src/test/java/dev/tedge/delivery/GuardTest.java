package dev.tedge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GuardTest {

    private final List<OutboundMessage> passed = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private final Guard guard = new Guard((message, callback) -> passed.add(message));

    @Test
    void aGoodMessage_passesAsItIs() {
        OutboundMessage message = new OutboundMessage("thinedge/x/td/a", new byte[1], 1, false);
        publish(message);
        assertThat(passed).containsExactly(message);
    }

    @Test
    void retain_passes_asTheRouteWantsIt() {
        publish(new OutboundMessage("thinedge/x/td/a", new byte[1], 1, true));
        assertThat(passed).singleElement().matches(OutboundMessage::retain);
    }

    @Test
    void aMessageThatAwsWouldCutUsFor_isRefused_withTopicAndReason() {
        publish(new OutboundMessage("a/b/c/d/e/f/g/h/i", new byte[1], 1, false));

        assertThat(passed).isEmpty();
        assertThat(failures)
                .singleElement()
                .isInstanceOf(PublishRefusedException.class)
                .asString()
                .contains("a/b/c/d/e/f/g/h/i", "slashes");
    }

    private void publish(OutboundMessage message) {
        guard.publish(message, new Publisher.Callback() {
            @Override
            public void delivered() {
                throw new AssertionError("nobody has it yet");
            }

            @Override
            public void failed(Exception failure) {
                failures.add(failure);
            }
        });
    }
}
