package dev.tedge.simulator.jobs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.mqttserver.ConnectedClient;
import dev.tedge.mqttserver.Payload;
import dev.tedge.simulator.service.Cloud;
import dev.tedge.simulator.service.CloudService;
import dev.tedge.simulator.service.DeviceMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * AWS IoT Jobs. To be used on the event loop only; see {@link Jobs} for other threads.
 *
 * <p>Answers go to the client that has asked and to nobody else, whether or not it has subscribed; {@code notify} and
 * {@code notify-next} go to subscribers (AWS IoT Developer Guide, "Jobs device MQTT API operations"). A job is a
 * snapshot of its targets, without rollout, retries and schedule; a target is a thing name.
 */
public final class JobsService implements CloudService {

    private static final Pattern TOPIC = Pattern.compile("\\$aws/things/([^/]+)/jobs/(.+)");
    private static final Pattern OF_JOB = Pattern.compile("([^/]+)/(get|update)");

    private final Cloud cloud;
    private final JobBook book = new JobBook();
    private final JobRequests requests = new JobRequests(book);
    private final JobNotices notices;

    private long version;

    /** Of the execution that times out next. */
    private Optional<Future<?>> timer = Optional.empty();

    /** Serves on this cloud. */
    public JobsService(Cloud cloud) {
        this.cloud = cloud;
        this.notices = new JobNotices(book, cloud);
    }

    @Override
    public String name() {
        return "jobs";
    }

    /**
     * Gives things something to do.
     *
     * @param jobId 1 to 64 of a-z, A-Z, 0-9, _ and -; new
     * @param things names of the things, at least one; they may be unknown
     * @param document a JSON object of at most 32 KB
     * @param timeout for how long an execution may be in progress, in whole minutes from 1 to 10080; forever if empty
     * @throws IllegalArgumentException if AWS would refuse one of these
     */
    public void create(String jobId, List<String> things, String document, Optional<Duration> timeout) {
        Instant now = begin();
        end(book.create(new Job(jobId, things, Job.document(jobId, document), timeout, now)));
    }

    /**
     * Calls a job off: what is queued is canceled.
     *
     * @param force whether what is in progress is canceled, too
     * @throws IllegalArgumentException if there is no such job
     */
    public void cancel(String jobId, boolean force) {
        Instant now = begin();
        end(book.cancel(jobId, force, now));
    }

    /**
     * Takes a thing out of the targets of a job: its execution is removed if it has not ended.
     *
     * @throws IllegalArgumentException if there is no such job
     */
    public void remove(String jobId, String thing) {
        Instant now = begin();
        end(book.remove(jobId, thing, now));
    }

    /**
     * Forgets a job and its executions.
     *
     * @param force also if executions have not ended
     * @throws IllegalArgumentException if there is no such job, or it has not ended
     */
    public void delete(String jobId, boolean force) {
        begin();
        end(book.delete(jobId, force));
    }

    /**
     * All of a job: jobId, status, createdAt, inProgressTimeoutInMinutes, targets, document, and executions, each as
     * {@code JobExecution} without its document.
     *
     * @throws IllegalArgumentException if there is no such job
     */
    public ObjectNode describe(String jobId) {
        Instant now = begin();
        return JobJson.job(book.job(jobId), book, now);
    }

    /** All jobs as {@link #describe} gives them, the oldest first. */
    public ArrayNode list() {
        Instant now = begin();
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        book.jobs().forEach(job -> all.add(JobJson.job(job, book, now)));
        return all;
    }

    /**
     * What a device asks, over MQTT or HTTP.
     *
     * @param operation {@code get}, {@code start-next}, {@code <jobId>/get} or {@code <jobId>/update}; {@code $next} is
     *     a job id of get
     * @param payload the request in JSON
     * @return the answer, with timestamp and client token
     * @throws JobRejection if the answer is no
     */
    public ObjectNode ask(String thing, String operation, ByteBuffer payload) throws JobRejection {
        Instant now = begin();
        JobRequest request = JobRequest.parse(payload);
        request.checkClientToken();
        try {
            return addContext(answer(thing, operation, request, now), request.clientToken(), now);
        } finally {
            end(Set.of(thing));
        }
    }

    private ObjectNode answer(String thing, String operation, JobRequest request, Instant now) throws JobRejection {
        Matcher ofJob = OF_JOB.matcher(operation);
        if (operation.equals("get")) {
            return requests.pending(thing);
        } else if (operation.equals("start-next")) {
            return requests.startNext(thing, request, now);
        } else if (!ofJob.matches() || operation.equals(JobRequests.NEXT + "/update")) {
            throw new JobRejection(JobError.INVALID_TOPIC, "There is no request '" + operation + "' of jobs");
        } else if (ofJob.group(2).equals("get")) {
            return requests.describe(thing, ofJob.group(1), request, now);
        } else {
            return requests.update(thing, ofJob.group(1), request, now);
        }
    }

    private static ObjectNode addContext(ObjectNode answer, Optional<String> clientToken, Instant now) {
        answer.put("timestamp", now.getEpochSecond());
        clientToken.ifPresent(token -> answer.put("clientToken", token));
        return answer;
    }

    /** {@code ErrorResponse}, as a device is told of a rejection. */
    public ObjectNode error(JobRejection rejection, ByteBuffer payload) {
        ObjectNode answer =
                JobJson.object().put("code", rejection.error().wireName()).put("message", rejection.getMessage());
        rejection.executionState().ifPresent(state -> answer.set("executionState", state));
        return addContext(answer, token(payload), cloud.now());
    }

    private static Optional<String> token(ByteBuffer payload) {
        try {
            return JobRequest.parse(payload).clientToken();
        } catch (JobRejection unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public void published(DeviceMessage message) {
        Matcher topic = TOPIC.matcher(message.topic());
        if (!topic.matches()) {
            return;
        }
        ByteBuffer payload = message.payload().asByteBuffer();
        try {
            ObjectNode answer = ask(topic.group(1), topic.group(2), payload);
            send(message, "/accepted", answer);
        } catch (JobRejection rejection) {
            cloud.rejected(
                    message.clientId(),
                    message.topic(),
                    rejection.error().httpStatus(),
                    rejection.error().wireName() + ": " + rejection.getMessage());
            send(message, "/rejected", error(rejection, payload));
        }
    }

    private void send(DeviceMessage request, String suffix, ObjectNode answer) {
        cloud.send(request.clientId(), request.topic() + suffix, Payload.of(answer.toString()));
    }

    /** What was restored may be due. */
    @Override
    public void connected(ConnectedClient device) {
        begin();
        rearm();
    }

    @Override
    public long version() {
        return version;
    }

    @Override
    public void save(ObjectNode state) {
        JobsState.write(state, book);
    }

    @Override
    public void restore(ObjectNode state) {
        JobsState.read(state, book);
        notices.settle();
    }

    /** The time, up to which all is up to date. */
    private Instant begin() {
        Instant now = cloud.now();
        Set<String> expired = book.expire(now);
        version += expired.size();
        notices.tell(expired);
        return now;
    }

    private void end(Set<String> touched) {
        version++;
        notices.tell(touched);
        rearm();
    }

    private void rearm() {
        timer.ifPresent(pending -> pending.cancel(false));
        timer = book.nextDeadline().map(due -> {
            Duration left = Duration.between(cloud.now(), due);
            return cloud.after(left.isNegative() ? Duration.ZERO : left, this::due);
        });
    }

    private void due() {
        begin();
        rearm();
    }
}
