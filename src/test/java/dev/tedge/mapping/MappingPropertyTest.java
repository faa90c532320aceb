package dev.tedge.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.mapping.model.ContentReader;
import dev.tedge.mapping.model.Reading;
import dev.tedge.message.Channel;
import dev.tedge.message.EntityId;
import dev.tedge.message.Payload;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** What holds for every input. A failure is printed with its seed, as the smallest input that fails. */
class MappingPropertyTest {

    private static final int TRIES = 500;
    private static final String TOPIC = "te/device/main///m/t";
    private static final String TD = "thinedge/x/td/";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2021-04-07T19:00:00Z"));
    private static final Logger REPORTS = Logger.getLogger("dev.tedge.errors");
    private static final CamelContext CAMEL = new DefaultCamelContext();

    /** Hundreds of reports about nothing. */
    @BeforeContainer
    static void silence() {
        REPORTS.setLevel(Level.OFF);
    }

    @AfterContainer
    static void speak() {
        REPORTS.setLevel(null);
    }

    @Property(tries = TRIES)
    void map_neverThrows_andEveryTopicIsLegalOrNamed(
            @ForAll("topics") String topic, @ForAll("payloads") byte[] payload, @ForAll TimestampFormat format) {
        MappingResult result = mapper(format).map(topic, Payload.of(payload));

        if (result instanceof MappingResult.Mapped mapped) {
            assertThat(mapped.topic().value())
                    .startsWith(TD)
                    .doesNotContain("+", "#", "\0")
                    .matches(name -> name.getBytes(UTF_8).length <= 256)
                    .matches(name -> name.chars().filter(c -> c == '/').count() == 5);
        } else if (result instanceof MappingResult.Rejected rejected) {
            assertThat(rejected.reason()).isNotBlank().doesNotContain("\n");
        } else {
            assertThat(((MappingResult.Skipped) result).reason()).isNotBlank();
        }
    }

    @Property(tries = TRIES)
    void map_leavesEveryByte_whenTheTimestampIsOff(@ForAll("payloads") byte[] payload) {
        MappingSettings settings = new MappingSettings("x", Optional.empty(), 131_072);

        assertThat(new TelemetryMapper(settings, CLOCK).map(TOPIC, Payload.of(payload)))
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped -> assertThat(mapped.payload().toByteArray()).isEqualTo(payload));
    }

    @Property(tries = TRIES)
    void map_keepsTheLimit_orNamesIt(
            @ForAll("payloads") byte[] payload, @ForAll @IntRange(min = 1, max = 200) int limit) {
        MappingSettings settings = new MappingSettings("x", Optional.of(TimestampFormat.RFC3339), limit);

        MappingResult result = new TelemetryMapper(settings, CLOCK).map(TOPIC, Payload.of(payload));

        if (result instanceof MappingResult.Mapped mapped) {
            assertThat(mapped.payload().size()).isLessThanOrEqualTo(limit);
        } else {
            assertThat(((MappingResult.Rejected) result).reason())
                    .containsAnyOf("Payload is too large >" + limit + ":", "message timestamp");
        }
    }

    @Property(tries = TRIES)
    void map_namesTheTopic_byTheDevice_whateverItIsCalled(@ForAll("deviceIds") String id) {
        MappingSettings settings = MappingSettings.defaults(id);

        assertThat(new TelemetryMapper(settings, CLOCK).map(TOPIC, Payload.ofText("{\"time\":1}")))
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped ->
                                assertThat(mapped.topic().value()).isEqualTo("thinedge/" + id + "/td/device:main/m/t"));
    }

    @Property(tries = TRIES)
    void map_namesTheTopic_byTheEntity(@ForAll("entities") EntityId entity, @ForAll("levels") String type) {
        MappingResult result =
                mapper(TimestampFormat.UNIX).map("te/" + entity.path() + "/e/" + type, Payload.ofText("{\"time\":1}"));

        String expected = TD + entity.source() + "/e/" + type;
        assertThat(EntityId.of(entity.path())).isEqualTo(entity);
        if (expected.getBytes(UTF_8).length > 256) {
            assertThat(result).isInstanceOf(MappingResult.Rejected.class);
        } else {
            assertThat(((MappingResult.Mapped) result).topic().value()).isEqualTo(expected);
        }
    }

    @Property(tries = TRIES)
    void map_addsTheTime_andChangesNoOtherByte(@ForAll("untimedObjects") String json, @ForAll TimestampFormat format) {
        String mapped = text(mapper(format).map(TOPIC, Payload.ofText(json)));

        String time = "\"time\":" + (format == TimestampFormat.UNIX ? "1617822000.0" : "\"2021-04-07T19:00:00Z\"");
        int at = mapped.lastIndexOf(time);
        assertThat(at).isPositive();
        String without = mapped.substring(0, at) + mapped.substring(at + time.length());
        boolean empty =
                json.strip().equals("{}") || json.strip().substring(1).strip().equals("}");
        assertThat(empty ? without : without.substring(0, at - 1) + without.substring(at))
                .isEqualTo(json);
    }

    @Property(tries = TRIES)
    void map_leavesEveryByte_whenTheTimeIsFine(
            @ForAll("untimedObjects") String json, @ForAll TimestampFormat format, @ForAll boolean first) {
        String time = format == TimestampFormat.UNIX ? "1.50e3" : "\"whatever\"";
        String timed = withMember(json, "\"t\\u0069me\" :  " + time, first);

        assertThat(text(mapper(format).map(TOPIC, Payload.ofText(timed)))).isEqualTo(timed);
    }

    @Property(tries = TRIES)
    void map_convertsTheTime_andChangesNoOtherByte(
            @ForAll("untimedObjects") String json,
            @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long seconds,
            @ForAll boolean first) {
        String text = '"' + Instant.ofEpochSecond(seconds).toString() + '"';
        String before = withMember(json, "\"time\": " + text, first);
        String after = withMember(json, "\"time\": " + seconds + ".0", first);

        assertThat(text(mapper(TimestampFormat.UNIX).map(TOPIC, Payload.ofText(before))))
                .isEqualTo(after);
        assertThat(text(mapper(TimestampFormat.RFC3339).map(TOPIC, Payload.ofText(after))))
                .isEqualTo(before);
    }

    @Property(tries = TRIES)
    void map_leavesEveryByte_ofWhatIsNoObject(@ForAll @Size(max = 60) byte[] bytes, @ForAll TimestampFormat format) {
        byte[] payload = bytes.clone();
        if (payload.length > 0) {
            payload[0] = '[';
        }

        assertThat(mapper(format).map(TOPIC, Payload.of(payload)))
                .isInstanceOfSatisfying(
                        MappingResult.Mapped.class,
                        mapped -> assertThat(mapped.payload().toByteArray()).isEqualTo(payload));
    }

    @Property(tries = TRIES)
    void headers_areTheTopicInParts(@ForAll("topics") String topic) {
        Map<String, Object> headers = new TopicHeaders("te").of(topic);

        if (!headers.isEmpty()) {
            String type = String.valueOf(headers.get(TopicHeaders.TYPE));
            String channel = String.valueOf(headers.get(TopicHeaders.CHANNEL));
            String entity = "te/" + headers.get(TopicHeaders.ENTITY);
            assertThat(topic)
                    .isIn(entity, entity + "/" + channel, entity + "/" + channel + "/" + type, noFourth(entity));
            assertThat(channel).doesNotContain("/");
        }
    }

    @Property(tries = TRIES)
    void reading_neverThrows_andNamesTheReason(@ForAll("channels") String channel, @ForAll("payloads") byte[] payload) {
        if (ContentReader.read(Channel.of(channel), Payload.of(payload)) instanceof Reading.Invalid invalid) {
            assertThat(invalid.reason()).isNotBlank().doesNotContain("\n").hasSizeLessThan(300);
        }
    }

    @Property(tries = TRIES)
    void measurement_isValid_whenAllIsNumbers(@ForAll("numberObjects") String json) {
        assertThat(ContentReader.read(Channel.of("m/t"), Payload.ofText(json))).isInstanceOf(Reading.Valid.class);
    }

    @Property(tries = TRIES)
    void steps_throwNothingButMappingExceptions(
            @ForAll("topics") String topic, @ForAll("payloads") byte[] payload, @ForAll Validation validation) {
        MappingSettings settings = MappingSettings.defaults("x").validating(validation);
        // Reports of what goes on have no route here; they must not keep it from going on.
        MappingBeans.of(settings, CLOCK).forEach((name, step) -> onlyMappingException(step, topic, payload));
        onlyMappingException(new TopicPrefixProcessor("te/device", "aws/td"), topic, payload);
    }

    private static void onlyMappingException(Processor step, String topic, byte[] payload) {
        Exchange exchange = new DefaultExchange(CAMEL);
        exchange.getMessage().setBody(payload);
        exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, topic);
        try {
            step.process(exchange);
        } catch (MappingException expected) {
            assertThat(expected.getMessage()).isNotBlank().doesNotContain("\n");
        } catch (Exception e) {
            throw new AssertionError(step.getClass() + " on " + topic, e);
        }
    }

    @Provide
    Arbitrary<String> topics() {
        return TestingInputs.topics();
    }

    /** What AWS takes as the name of a thing. */
    @Provide
    Arbitrary<String> deviceIds() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars(':', '-', '_')
                .ofMinLength(1)
                .ofMaxLength(128);
    }

    @Provide
    Arbitrary<String> levels() {
        return TestingInputs.levels();
    }

    @Provide
    Arbitrary<EntityId> entities() {
        return TestingInputs.entities();
    }

    @Provide
    Arbitrary<String> channels() {
        return Arbitraries.of("m/t", "e/t", "a/", "", "twin/x", "status/health", "cmd/x/1", "m/t/meta");
    }

    @Provide
    Arbitrary<byte[]> payloads() {
        return TestingInputs.payloads();
    }

    @Provide
    Arbitrary<String> untimedObjects() {
        return TestingInputs.objects();
    }

    @Provide
    Arbitrary<String> numberObjects() {
        return TestingInputs.numberObjects();
    }

    private static TelemetryMapper mapper(TimestampFormat format) {
        return new TelemetryMapper(new MappingSettings("x", Optional.of(format), 131_072), CLOCK);
    }

    private static String text(MappingResult result) {
        assertThat(result).isInstanceOf(MappingResult.Mapped.class);
        return new String(((MappingResult.Mapped) result).payload().toByteArray(), UTF_8);
    }

    /** The object with a further member at its start or end. */
    private static String withMember(String json, String member, boolean first) {
        int start = json.indexOf('{') + 1;
        int end = json.lastIndexOf('}');
        boolean empty = json.substring(start, end).isBlank();
        return first
                ? json.substring(0, start) + member + (empty ? "" : ",") + json.substring(start)
                : json.substring(0, end) + (empty ? "" : ",") + member + json.substring(end);
    }

    /** A topic may end after the third segment of the entity. */
    private static String noFourth(String entity) {
        return entity.substring(0, entity.length() - 1);
    }
}
