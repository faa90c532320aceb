package dev.tedge.shadow;

import dev.tedge.link.PublishRefusedException;
import dev.tedge.link.Publisher;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.shadow.DesiredTwins.Publication;
import dev.tedge.shadow.document.ExactJson;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;

/** Has the local broker retain what is desired, while it can be reached. For one thread. */
final class DesiredMessages {

    private static final Duration BEFORE_TRYING_AGAIN = Duration.ofSeconds(5);
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(5);

    private final ShadowSync.Setting setting;
    private final ShadowThread thread;
    private final Consumer<Shadow> cleared;
    private boolean up;
    private boolean told;

    /** @param cleared told of a shadow of which the broker has a message less */
    DesiredMessages(ShadowSync.Setting setting, ShadowThread thread, Consumer<Shadow> cleared) {
        this.setting = setting;
        this.thread = thread;
        this.cleared = cleared;
    }

    /** The broker can be reached, or not any more. It may have lost what it had. */
    void linkChanged(boolean nowUp, Collection<Shadow> shadows) {
        boolean isNew = nowUp && !up;
        up = nowUp;
        if (isNew) {
            told = false;
            shadows.forEach(shadow -> shadow.desired().forgetShown());
            shadows.forEach(this::show);
        }
    }

    /** Publishes what the broker has otherwise. */
    void show(Shadow shadow) {
        for (String fragment : shadow.desired().unusable()) {
            setting.reports()
                    .accept("Fragment '%s' is desired of '%s', but no topic can have that name"
                            .formatted(fragment, shadow.entity().path()));
        }
        if (up) {
            shadow.desired().due().forEach(publication -> publish(shadow, publication));
        }
    }

    private void publish(Shadow shadow, Publication publication) {
        String topic = setting.names().root() + '/' + shadow.entity().path() + "/twin-desired/" + publication.fragment;
        byte[] content = publication.value.isMissingNode() ? new byte[0] : ExactJson.write(publication.value);
        setting.local().publish(new OutboundMessage(topic, content, 1, true), new Publisher.Callback() {
            @Override
            public void delivered() {
                thread.execute(() -> shown(shadow, publication));
            }

            @Override
            public void failed(Exception failure) {
                thread.execute(() -> notShown(shadow, publication, failure));
            }
        });
    }

    private void shown(Shadow shadow, Publication publication) {
        if (shadow.desired().delivered(publication)) {
            cleared.accept(shadow);
        }
    }

    private void notShown(Shadow shadow, Publication publication, Exception failure) {
        if (failure instanceof PublishRefusedException refusal) {
            thread.later(() -> showAgain(shadow, publication), AFTER_REFUSAL);
            tell(shadow, refusal.reason());
            if (shadow.desired().refused(publication)) {
                cleared.accept(shadow);
            }
        } else {
            thread.later(() -> showAgain(shadow, publication), BEFORE_TRYING_AGAIN);
            shadow.desired().lost(publication);
        }
    }

    /** Once per connection: it will be the same with the others. */
    private void tell(Shadow shadow, String reason) {
        if (!told) {
            told = true;
            setting.reports()
                    .accept(
                            "Desired state of '%s' can't be published: %s. Allow the gateway to publish on '%s/+/+/+/+/twin-desired/#'"
                                    .formatted(
                                            shadow.entity().path(),
                                            reason,
                                            setting.names().root()));
        }
    }

    private void showAgain(Shadow shadow, Publication publication) {
        shadow.desired().retry(publication);
        show(shadow);
    }
}
