package dev.tedge.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.execution.JsonText;
import dev.tedge.job.machine.CloudAnswer;
import dev.tedge.job.machine.Document;
import dev.tedge.job.machine.JobsOf;
import dev.tedge.message.EntityId;
import dev.tedge.message.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;

/**
 * How routes make a command of a job: {@code jobAnswer} gives them the document as the body and {@value #JOB}, {@value #EXECUTION} and
 * {@value #QUEUED} as headers, they set {@value #OPERATION} and may set {@value #ENTITY} and {@value #STEP_TIMEOUT}, and
 * {@code jobCommand} takes the body, a JSON object, as the payload of the command.
 */
public final class JobSteps {

    /** The id of the job. */
    public static final String JOB = "tedgeJobId";

    /** How often AWS has given this job to this thing. */
    public static final String EXECUTION = "tedgeJobExecution";

    /** When AWS queued it, in seconds since 1970. */
    public static final String QUEUED = "tedgeJobQueuedAt";

    /** What is to be done: one topic level. */
    public static final String OPERATION = "tedgeJobOperation";

    /** Who is to do it, such as {@code device/main//}, which it is without this header. */
    public static final String ENTITY = "tedgeJobEntity";

    /** How many minutes the device may say nothing, before AWS ends the execution; for ever without this header. */
    public static final String STEP_TIMEOUT = "tedgeJobStepTimeout";

    private static final String MAIN = "device/main//";

    private JobSteps() {}

    /**
     * The steps where nothing runs: a document becomes a command, which is published at once, and nothing is kept.
     *
     * @param of whose jobs would be taken
     */
    public static Map<String, Processor> standIns(JobsOf of) {
        Processor end = exchange -> exchange.setRouteStop(true);
        return Map.of(
                "jobAnswer",
                exchange -> answer(of, exchange)
                        .flatMap(CloudAnswer::document)
                        .ifPresentOrElse(document -> give(exchange, document), () -> exchange.setRouteStop(true)),
                "jobDocument",
                new JobDocument(),
                "jobCommand",
                exchange -> publish(of, exchange),
                "jobStatus",
                end);
    }

    private static void publish(JobsOf of, Exchange exchange) throws Exception {
        Command command = command(of, exchange);
        Message message = exchange.getMessage();
        message.setBody(command.payload().toByteArray());
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_OVERRIDE_TOPIC, command.topic());
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_QOS, 1);
        message.setHeader(PahoMqtt5Constants.CAMEL_PAHO_MSG_RETAINED, true);
        exchange.getContext().getEndpoint("local").createProducer().process(exchange);
    }

    static Optional<CloudAnswer> answer(JobsOf of, Exchange exchange) {
        return CloudAnswer.parse(of.thing(), topic(exchange), payload(exchange));
    }

    static void give(Exchange exchange, Document document) {
        Message message = exchange.getMessage();
        message.setBody(document.payload().toByteArray());
        message.setHeader(JOB, document.id().jobId());
        message.setHeader(EXECUTION, document.id().number());
        message.setHeader(QUEUED, document.id().queuedAt());
    }

    static ExecutionId id(Exchange exchange) {
        Message message = exchange.getMessage();
        String job = message.getHeader(JOB, String.class);
        Long execution = message.getHeader(EXECUTION, Long.class);
        if (job == null || execution == null) {
            throw new IllegalArgumentException("No job: the headers %s and %s are missing".formatted(JOB, EXECUTION));
        }
        return new ExecutionId(job, execution, message.getHeader(QUEUED, 0L, Long.class));
    }

    /** @throws IllegalArgumentException when the route has not made a command; the message says what is missing */
    static Command command(JobsOf of, Exchange exchange) {
        Message message = exchange.getMessage();
        String operation = message.getHeader(OPERATION, "", String.class);
        if (operation.isEmpty() || !operation.matches("[^/+#\\p{Cc}\\p{Cs}]+")) {
            throw new IllegalArgumentException(
                    operation.isEmpty()
                            ? "the document names no operation"
                            : "the operation '%s' is not one topic level"
                                    .formatted(operation.replaceAll("\\p{C}", " ")));
        }
        EntityId entity = EntityId.of(message.getHeader(ENTITY, MAIN, String.class));
        Integer minutes = message.getHeader(STEP_TIMEOUT, Integer.class);
        ObjectNode payload = JsonText.object(payload(exchange))
                .orElseThrow(() -> new IllegalArgumentException("the body is not a JSON object"));
        ObjectNode init = JsonText.object().put("status", "init");
        payload.remove("status");
        init.setAll(payload);
        return new Command(
                "%s/%s/cmd/%s/%s".formatted(of.root(), entity.path(), operation, of.commandId(id(exchange))),
                Payload.ofText(init.toString()),
                minutes == null ? OptionalInt.empty() : OptionalInt.of(minutes));
    }

    static String topic(Exchange exchange) {
        return exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, "", String.class);
    }

    static Payload payload(Exchange exchange) {
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "the body is neither bytes nor text: put the step marshal with json before jobCommand");
        }
        return Payload.of(bytes);
    }
}
