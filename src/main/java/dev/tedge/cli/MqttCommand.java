package dev.tedge.cli;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.LocalBroker;
import dev.tedge.link.client.Deadline;
import dev.tedge.link.session.OutboundMessage;
import dev.tedge.link.session.Subscription;
import dev.tedge.message.InvalidTopicException;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.TopicFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge mqtt}: messages of the local broker. */
@Command(
        name = "mqtt",
        description = "Publish and subscribe on the local MQTT broker.",
        subcommands = {MqttCommand.Publish.class, MqttCommand.Subscribe.class})
final class MqttCommand {

    /** {@code tedge mqtt pub}. */
    @Command(
            name = "pub",
            description = "Publish a message.",
            footer = "%nExample: tedge mqtt pub te/device/main///m/environment '{\"temperature\":21.3}'")
    static final class Publish extends ActionCommand {

        @Parameters(index = "0", paramLabel = "<TOPIC>", description = "The topic, without wildcards")
        private String topic = "";

        @Parameters(index = "1", paramLabel = "<MESSAGE>", description = "The payload")
        private String message = "";

        @Option(
                names = {"-q", "--qos"},
                paramLabel = "<QOS>",
                defaultValue = "1",
                converter = MqttOptions.QosConverter.class,
                description = "Quality of service: 0, 1 or 2 [default: 1]")
        private int qos;

        @Option(
                names = {"-r", "--retain"},
                description = "Ask the broker to keep the message; an empty one removes what it keeps")
        private boolean retain;

        @Option(names = "--base64", description = "The message is written in Base64; publish the bytes")
        private boolean base64;

        @Option(
                names = "--repeat",
                paramLabel = "<COUNT>",
                defaultValue = "1",
                converter = MqttOptions.CountConverter.class,
                description = "How many times to publish, each over a new connection; 0 for ever [default: 1]")
        private long repeat;

        @Option(
                names = "--sleep",
                paramLabel = "<DURATION>",
                defaultValue = "1s",
                converter = MqttOptions.DurationConverter.class,
                description = "Time between two of them, such as 500ms or 1m [default: 1s]")
        private Duration sleep = Duration.ZERO;

        @Mixin
        private final MqttOptions options = new MqttOptions();

        @Override
        Action prepare() throws Exception {
            try {
                Optional<LocalTopic> unused = LocalTopic.parse(topic);
            } catch (InvalidTopicException notOne) {
                throw misused(String.valueOf(notOne.getMessage()));
            }
            OutboundMessage outbound = new OutboundMessage(topic, payload(), qos, retain);
            TedgeConfig config = config();
            // The message is not named: payloads are nobody's business.
            return new Action(
                    "publish the message on the topic \"%s\" with QoS %d.".formatted(topic, qos),
                    () -> publish(config, outbound));
        }

        private byte[] payload() {
            if (!base64) {
                return message.getBytes(StandardCharsets.UTF_8);
            }
            try {
                return Base64.getDecoder().decode(message);
            } catch (IllegalArgumentException notOne) {
                throw misused("The message is not Base64: " + notOne.getMessage());
            }
        }

        private int publish(TedgeConfig config, OutboundMessage outbound) throws Exception {
            MqttPublishing publishing = new MqttPublishing(new LocalBroker(config), options, outbound);
            return Foreground.run(ordered -> publishing.repeat(repeat, sleep) ? 0 : TedgeCommand.FAILED);
        }
    }

    /** {@code tedge mqtt sub}. */
    @Command(
            name = "sub",
            description = "Print the messages of a topic, until Ctrl-C.",
            footer = "%nExample: tedge mqtt sub 'te/#' --duration 10s")
    static final class Subscribe extends ActionCommand {

        @Parameters(
                index = "0",
                paramLabel = "<TOPIC>",
                description = "The topic; + stands for one level, # for all that follow")
        private String filter = "";

        @Option(
                names = {"-q", "--qos"},
                paramLabel = "<QOS>",
                defaultValue = "0",
                converter = MqttOptions.QosConverter.class,
                description = "Highest quality of service: 0, 1 or 2 [default: 0]")
        private int qos;

        @Option(names = "--no-topic", description = "Print the payloads only")
        private boolean noTopic;

        @Option(names = "--base64", description = "Print the payloads in Base64")
        private boolean base64;

        @Option(
                names = {"-W", "--duration"},
                paramLabel = "<DURATION>",
                converter = MqttOptions.DurationConverter.class,
                description = "End after this time, such as 30s or 1h [default: never]")
        private @Nullable Duration duration;

        @Option(
                names = {"-C", "--count"},
                paramLabel = "<COUNT>",
                defaultValue = "0",
                converter = MqttOptions.CountConverter.class,
                description = "End after this number of messages; 0 for no limit [default: 0]")
        private long count;

        @Option(
                names = "--retained-only",
                description = "Print what the broker keeps, and end at the first message that it does not")
        private boolean retainedOnly;

        @Mixin
        private final MqttOptions options = new MqttOptions();

        @Override
        Action prepare() throws Exception {
            Subscription subscription = new Subscription(validFilter(), qos, false);
            TedgeConfig config = config();
            Deadline end = Optional.ofNullable(duration).map(Deadline::in).orElseGet(Deadline::never);
            return new Action("subscribe the topic \"%s\" with QoS %d.".formatted(filter, qos), () -> {
                MessageLines lines = new MessageLines(console().out(), !noTopic, base64);
                MqttSubscribing subscribing = new MqttSubscribing(
                        new LocalBroker(config),
                        options,
                        subscription,
                        lines,
                        new MqttSubscribing.Until(count, retainedOnly));
                return Foreground.run(ordered -> subscribing.run(end));
            });
        }

        private String validFilter() {
            try {
                return new TopicFilter(filter).value();
            } catch (InvalidTopicException notOne) {
                throw misused(String.valueOf(notOne.getMessage()));
            }
        }
    }
}
