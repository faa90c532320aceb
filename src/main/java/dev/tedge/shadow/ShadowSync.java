package dev.tedge.shadow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tedge.link.LinkUnavailableException;
import dev.tedge.link.Publisher;
import dev.tedge.message.EntityId;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.ShadowTopic;
import dev.tedge.shadow.document.ExactJson;
import dev.tedge.shadow.document.ShadowDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Keeps twin data of local devices and device shadows the same. What a device publishes on {@code te/<entity>/twin/<fragment>}
 * becomes reported state; what AWS desires and the device has not reported is retained on {@code te/<entity>/twin-desired/<fragment>}.
 * Desired state never becomes reported state here, so that nothing goes round in circles.
 *
 * <p>One thread does it all. {@link #begin} before the links connect, {@link #end} before they are drained.
 */
public final class ShadowSync {

    private static final String TWIN = "twin/";
    private static final int MOST_TOLD = 1_000;

    private final Setting setting;
    private final ShadowThread thread = new ShadowThread();
    private final Shadows shadows;
    private final ShadowRequests requests;
    private final ShadowFile file;
    private final ShadowKeeper keeper;
    private final DesiredMessages desired;

    // On the thread only.
    private final Set<String> told = new HashSet<>();
    private boolean awsUp;
    private boolean suspicious;

    /**
     * What it works with.
     *
     * @param names of what is kept the same
     * @param file what it knows is kept there
     * @param local the local broker
     * @param aws AWS, without anything that keeps messages on disk
     * @param reports takes sentences for people
     */
    public record Setting(Names names, Path file, Publisher local, Publisher aws, Consumer<String> reports) {}

    /**
     * Names on either side.
     *
     * @param thing the name of the device on AWS
     * @param root the first level of local topics
     * @param main the device that runs the gateway
     */
    public record Names(String thing, String root, EntityId main) {}

    /** Does nothing until {@link #begin}. */
    public ShadowSync(Setting setting) {
        this.setting = setting;
        this.shadows = new Shadows(setting.names().main(), this::shadow);
        this.requests = new ShadowRequests(setting.aws(), thread::later, System::nanoTime);
        this.file = new ShadowFile(setting.file());
        this.desired = new DesiredMessages(setting, thread, this::cleared);
        this.keeper = new ShadowKeeper(file, shadows::all, thread::later, setting.reports(), desired::show);
    }

    private Shadow shadow(Shadows.Key key) {
        String topic = "$aws/things/" + setting.names().thing() + "/shadow"
                + key.name().map(name -> "/name/" + name).orElse("");
        return new Shadow(
                key.entity(),
                topic,
                setting.reports(),
                () -> ThreadLocalRandom.current().nextDouble());
    }

    /**
     * Reads what an earlier process has left.
     *
     * @throws UncheckedIOException if it can't be read
     */
    public void begin() {
        Shadow unused = shadows.main();
        try {
            for (ShadowFile.Kept kept : file.read()) {
                restore(kept);
            }
        } catch (ShadowFile.DamagedException damaged) {
            suspicious = true;
            setting.reports().accept(String.valueOf(damaged.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("'%s' can't be read: %s".formatted(setting.file(), e), e);
        }
    }

    private void restore(ShadowFile.Kept kept) {
        try {
            Shadow shadow = shadows.of(kept.entity());
            kept.twins().forEach(shadow.twins()::restore);
            boolean unused = shadow.desired().suspect(kept.desired());
            shadow.desired().written();
        } catch (Shadows.NoShadowException e) {
            setting.reports().accept(e.words());
        }
    }

    /** The connection to AWS has changed. */
    public void awsChanged(boolean up) {
        thread.execute(() -> {
            if (up != awsUp) {
                awsUp = up;
                requests.linkChanged(up, List.copyOf(shadows.all()));
            }
        });
    }

    /** The connection to the local broker has changed. */
    public void localChanged(boolean up) {
        thread.execute(() -> desired.linkChanged(up, shadows.all()));
    }

    /**
     * Takes a message about a twin.
     *
     * @param done called once when it is safe, or with why it is not
     */
    void twin(String topic, byte[] payload, Consumer<Optional<Exception>> done) {
        take(() -> takeTwin(topic, payload, done), done);
    }

    /**
     * Takes a message of the Device Shadow service.
     *
     * @param done called once, with a failure if there is one
     */
    void document(String topic, byte[] payload, Consumer<Optional<Exception>> done) {
        take(
                () -> {
                    ShadowTopic.parse(topic).ifPresent(parsed -> takeDocument(parsed, payload));
                    done.accept(Optional.empty());
                },
                done);
    }

    private void take(Runnable task, Consumer<Optional<Exception>> done) {
        thread.execute(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        done.accept(Optional.of(e));
                    }
                },
                () -> done.accept(Optional.of(new LinkUnavailableException("The gateway ends"))));
    }

    private void takeTwin(String topic, byte[] payload, Consumer<Optional<Exception>> done) {
        LocalTopic local = LocalTopic.parse(topic).orElseThrow(() -> notOfATwin(topic));
        String channel = local.channel().path();
        if (!channel.startsWith(TWIN)) {
            throw notOfATwin(topic);
        }
        try {
            takeTwin(shadows.of(local.entity()), channel.substring(TWIN.length()), payload, done);
        } catch (Shadows.NoShadowException e) {
            tellOnce(topic, e.words());
            done.accept(Optional.empty());
        }
    }

    private static IllegalArgumentException notOfATwin(String topic) {
        return new IllegalArgumentException("'%s' is no topic of a twin".formatted(topic));
    }

    private void takeTwin(Shadow shadow, String fragment, byte[] payload, Consumer<Optional<Exception>> done) {
        Twins.Change change =
                shadow.twins().set(fragment, payload, shadow.document().map(ShadowDocument::reported));
        change.problem()
                .ifPresent(problem -> setting.reports()
                        .accept(
                                "Twin fragment '%s' of '%s' is left out of its shadow: %s. Correct it and publish it again"
                                        .formatted(
                                                brief(fragment), shadow.entity().path(), problem)));
        if (change.changed()) {
            keeper.changed();
        }
        settle(shadow);
        keeper.whenSafe(shadow, fragment, done);
    }

    private static String brief(String fragment) {
        return fragment.length() > Twins.MOST_NAME ? fragment.substring(0, 50) + "…" : fragment;
    }

    private void takeDocument(ShadowTopic topic, byte[] payload) {
        if (topic.isRequest() || !topic.thing().equals(setting.names().thing())) {
            return;
        }
        Optional<Shadow> shadow = shadows.named(topic.name());
        Optional<JsonNode> message = ExactJson.read(payload);
        if (shadow.isPresent() && message.isPresent()) {
            shadow.get().take(topic.operation(), message.get(), System.nanoTime());
            settle(shadow.get());
        }
    }

    /** Something has happened to a shadow. */
    private void settle(Shadow shadow) {
        if (!shadow.isAsking()) {
            shadow.document().ifPresent(document -> settle(shadow, document));
        }
        requests.settled(shadow);
    }

    private void settle(Shadow shadow, ShadowDocument document) {
        if (suspicious && shadow.desired().isUnknown()) {
            List<String> names = new ArrayList<>(shadow.twins().values().keySet());
            document.desired().fieldNames().forEachRemaining(names::add);
            document.reported().fieldNames().forEachRemaining(names::add);
            shadow.desired().suspect(names);
        }
        boolean newNames = shadow.desired().want(document.delta());
        boolean fewerTwins = shadow.twins().forgetRemoved(document.reported());
        boolean gone = shadows.forgetIfEmpty(shadow);
        if (newNames || fewerTwins || gone) {
            keeper.changed();
        }
        keeper.reported(shadow);
        desired.show(shadow);
    }

    /** The local broker has a message less. */
    private void cleared(Shadow shadow) {
        keeper.changed();
        settle(shadow);
    }

    private void tellOnce(String topic, String problem) {
        if (told.size() < MOST_TOLD && told.add(topic)) {
            setting.reports().accept(problem);
        }
    }

    /** Its thread by name, to see whether it still works. */
    public Map<String, Executor> threads() {
        return Map.of("shadow", thread);
    }

    /** Writes what is left; takes and sends nothing afterwards. */
    public void end() {
        thread.close(() -> {
            requests.linkChanged(false, List.of());
            keeper.close();
        });
    }
}
