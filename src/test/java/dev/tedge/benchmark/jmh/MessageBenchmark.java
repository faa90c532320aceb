package dev.tedge.benchmark.jmh;

import dev.tedge.delivery.AwsRules;
import dev.tedge.delivery.GuardOutcome;
import dev.tedge.mapping.MappingBeans;
import dev.tedge.mapping.MappingResult;
import dev.tedge.mapping.MappingSettings;
import dev.tedge.mapping.TelemetryMapper;
import dev.tedge.mapping.Validation;
import dev.tedge.message.CloudTopic;
import dev.tedge.message.LocalTopic;
import dev.tedge.message.Payload;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Maps, guards and parses one measurement of 64 bytes, as the route for telemetry does with each. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MessageBenchmark {

    private static final String TOPIC = "te/device/main/service/collectd/m/temperature";
    private static final String AWS_TOPIC = "thinedge/benchmark/td/device:main:service:collectd/m/temperature";
    private static final byte[] WITHOUT_TIME =
            payload("{\"temperature\":21.5,\"humidity\":48.25,\"pressure\":1013.2,\"n\":12345}");
    private static final byte[] WITH_TIME =
            payload("{\"time\":1763050414.5,\"temperature\":21.5,\"humidity\":48.25,\"n\":1}");

    private final MappingSettings settings = MappingSettings.defaults("benchmark");
    private final TelemetryMapper mapper = new TelemetryMapper(settings, InstantSource.system());
    private final Processor step = step(settings);
    private final Processor validating = step(settings.validating(Validation.REJECT));
    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    private static byte[] payload(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Processor step(MappingSettings settings) {
        return Objects.requireNonNull(
                MappingBeans.of(settings, InstantSource.system()).get("telemetryMapper"));
    }

    /** The mapping alone; the payload gets a time. */
    @Benchmark
    public MappingResult map() {
        return mapper.map(TOPIC, Payload.of(WITHOUT_TIME));
    }

    /** The step of the route; the payload gets a time. */
    @Benchmark
    public Exchange mapInRoute() throws Exception {
        return process(step, WITHOUT_TIME);
    }

    /** The step of the route, for a payload that has a time and stays as it is. */
    @Benchmark
    public Exchange mapInRouteWithTime() throws Exception {
        return process(step, WITH_TIME);
    }

    /** The step of the route, which also looks at whether the payload keeps the rules. */
    @Benchmark
    public Exchange mapInRouteValidating() throws Exception {
        return process(validating, WITHOUT_TIME);
    }

    private Exchange process(Processor processor, byte[] payload) throws Exception {
        exchange.getMessage().setBody(payload);
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, TOPIC);
        processor.process(exchange);
        return exchange;
    }

    /** AWS's rules on what a device may publish. */
    @Benchmark
    public GuardOutcome guard() {
        return AwsRules.check(AWS_TOPIC, WITHOUT_TIME.length, 1);
    }

    /** A topic of the local data model. */
    @Benchmark
    public Optional<LocalTopic> localTopic() {
        return LocalTopic.parse(TOPIC);
    }

    /** A topic on AWS. */
    @Benchmark
    public CloudTopic cloudTopic() {
        return new CloudTopic(AWS_TOPIC);
    }
}
