package dev.tedge.gateway;

import dev.tedge.command.DeliveredCommands;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.delivery.Delivery;
import dev.tedge.delivery.Pacer;
import dev.tedge.gateway.control.GatewayStatus.Traffic;
import dev.tedge.gateway.feature.FeatureSurroundings;
import dev.tedge.gateway.feature.Features;
import dev.tedge.gateway.reload.ReloadReports;
import dev.tedge.gateway.reload.RouteReload;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.link.Link;
import dev.tedge.link.LinkComponent;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.mapping.TimestampFormat;
import dev.tedge.mapping.TopicHeaders;
import dev.tedge.message.TopicMemo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Executor;
import java.util.stream.Stream;

/**
 * Both links, and what makes messages to AWS safe.
 *
 * @param local to the local broker
 * @param aws to AWS
 * @param pacer keeps the latter below the quotas
 * @param delivery stands before the latter
 * @param reports tells the local broker what has failed
 */
record Links(Link local, Link aws, Pacer pacer, Delivery delivery, ErrorReports reports) implements AutoCloseable {

    /** Several round trips to AWS. */
    private static final Duration PATIENCE = Duration.ofMillis(2_500);

    /**
     * Opens the outbox, and makes links that do not connect yet.
     *
     * @param will what the local broker says when the gateway is gone
     * @throws IOException when the file with the password can't be read
     */
    static Links of(TedgeConfig config, OutboundMessage will) throws IOException {
        LinkConfigs configs = new LinkConfigs(config);
        Link local = new Link(configs.local(will));
        Pacer pacer = new Pacer(configs.awsLimits());
        Link aws = new Link(configs.aws(), pacer);
        try {
            ErrorReports reports = new ErrorReports(local, config.value(Settings.MQTT_TOPIC_ROOT) + "/errors");
            Delivery delivery =
                    Delivery.open(OutboxConfigs.of(config), new Delivery.Way(aws, configs.awsWindow()), reports);
            // AWS refuses a message and ends the connection: the end must not make it safe before the refusal is known.
            aws.onChangeAfterOutcomes(state -> delivery.linkChanged(state.up()));
            return new Links(local, aws, pacer, delivery, reports);
        } catch (RuntimeException e) {
            aws.close();
            local.close();
            throw e;
        }
    }

    /** The features that are switched on, over both. */
    Features features(TedgeConfig config) {
        return Features.of(new FeatureSurroundings(config, local, aws, reports::report));
    }

    /** The Camel components of both, by their schemes. */
    Map<String, LinkComponent> components(TedgeConfig config) {
        TopicHeaders headers = new TopicHeaders(config.value(Settings.MQTT_TOPIC_ROOT));
        return Map.of(
                "local", new LinkComponent(local, local, new TopicMemo<>(headers::of)::of),
                "aws", new LinkComponent(aws, delivery));
    }

    /** What routes find beside them, by name: what is remembered over restarts. */
    static Map<String, Object> beans(TedgeConfig config) {
        return Map.of(
                RouteSurroundings.DELIVERED_COMMANDS,
                DeliveredCommands.in(config.state().resolve("delivered-commands")));
    }

    /**
     * What follows the user's route files; to be begun when the routes run.
     *
     * @param state where accepted files are remembered
     */
    RouteReload reload(RouteSurroundings surroundings, Path state) {
        TedgeConfig config = surroundings.config();
        TimestampFormat format = TimestampFormat.of(
                config.text(Settings.SERVICE_TIMESTAMP_FORMAT).orElseThrow());
        ReloadReports reports = new ReloadReports(
                local,
                config.value(Settings.MQTT_TOPIC_ROOT) + "/errors",
                GatewayServices.of(config).mapper().registration() + "/status/flows",
                () -> format.jsonOfNow(Instant.now()));
        return new RouteReload(surroundings, state, List.of(local, aws), reports);
    }

    /**
     * What remembers the topic filters of both.
     *
     * @param state where they are remembered
     */
    List<FilterFiles> filterFiles(Path state) {
        return Stream.of(local, aws).map(link -> new FilterFiles(state, link)).toList();
    }

    /** The threads that both need, by name. */
    Map<String, Executor> threads() {
        Map<String, Executor> threads = new HashMap<>(delivery.threads());
        threads.putAll(local.threads());
        threads.putAll(aws.threads());
        return threads;
    }

    /** What passes, as {@code tedge status} shows it. */
    Traffic traffic() {
        SortedMap<String, Long> counters = delivery.counters();
        counters.put("resent", aws.resent());
        counters.put("dropped.inbound", aws.dropped() + local.dropped());
        return new Traffic(pacer.rates(), counters);
    }

    /**
     * Lets messages under way arrive, and writes to disk what does not in time. Both directions stop to take before either is
     * drained, so that nothing new delays the end.
     *
     * @param last called when AWS is sent nothing more, and the outbox still takes messages
     */
    void drain(Runnable last) {
        local.stopReceiving();
        aws.stopReceiving();
        delivery.stop();
        aws.drain(PATIENCE);
        last.run();
        // Before the local link: what is safe now is still told to the local broker.
        delivery.close();
        local.drain(PATIENCE);
    }

    @Override
    public void close() {
        try (local;
                aws) {
            delivery.close();
        }
    }
}
