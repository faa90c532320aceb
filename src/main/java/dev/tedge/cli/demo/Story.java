package dev.tedge.cli.demo;

import dev.tedge.simulator.AwsIotSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sends one message of each kind and prints how it arrives on the other side, in the order of {@link #chapters}. For
 * one thread.
 */
final class Story {

    /** Far more than a hop takes on any machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration PATIENCE_TO_CONNECT = Duration.ofSeconds(20);

    /** What the gateway says of its connection to the cloud: retained, so that it does not matter who came first. */
    private static final String BRIDGE = "te/device/main/service/tedge-mapper-bridge-aws/status/health";

    private final PrintWriter out;
    private final Sightings sightings;
    private final LocalDevice device;
    private final AwsIotSimulator cloud;

    /** The last message that was seen in the cloud or published; where the time of the next hop may begin. */
    private long departure;

    Story(PrintWriter out, Sightings sightings, LocalDevice device, AwsIotSimulator cloud) {
        this.out = out;
        this.sightings = sightings;
        this.device = device;
        this.cloud = cloud;
    }

    /** A part of the story with a title. */
    record Chapter(String title, List<Step> steps) {

        Chapter {
            steps = List.copyOf(steps);
        }
    }

    /** All of it, for a device of this id: a table, and therefore long. */
    static List<Chapter> chapters(String id) {
        String td = "thinedge/" + id + "/td/";
        String check = "thinedge/devices/" + id + "/test-connection";
        return List.of(
                new Chapter(
                        "Is the cloud there?",
                        List.of(
                                Step.up("aws/test-connection", "", check),
                                Step.back(check, "", "aws/connection-success"))),
                new Chapter(
                        "From the device to the cloud",
                        List.of(
                                Step.up(
                                        "te/device/main///m/environment",
                                        "{\"temperature\":21.3}",
                                        td + "device:main/m/environment"),
                                Step.up(
                                        "te/device/main///e/door",
                                        "{\"text\":\"the door was opened\"}",
                                        td + "device:main/e/door"),
                                Step.up(
                                                "te/device/main///a/frost",
                                                "{\"text\":\"it is freezing\",\"severity\":\"major\"}",
                                                td + "device:main/a/frost")
                                        .retained(),
                                Step.up(
                                                "te/device/main/service/camera/status/health",
                                                "{\"status\":\"up\"}",
                                                td + "device:main:service:camera/status/health")
                                        .retained(),
                                Step.up("aws/td/greeting", "Grüße vom Gerät", td + "greeting"))),
                new Chapter(
                        "From the cloud to the device",
                        List.of(
                                Step.down("thinedge/" + id + "/cmd/light", "{\"on\":true}", "aws/cmd/light"),
                                Step.down(
                                        "$aws/things/" + id + "/shadow/update/delta",
                                        "{\"state\":{\"colour\":\"green\"}}",
                                        "aws/shadow/update/delta"))));
    }

    /** Waits until the gateway is connected to both sides; false when it is not in time. */
    boolean awaitGateway() throws InterruptedException {
        return await(
                        seen -> seen.topic().equals(BRIDGE)
                                && seen.message().payload().contains("\"status\":\"up\""),
                        PATIENCE_TO_CONNECT)
                .isPresent();
    }

    /**
     * Tells a chapter.
     *
     * @return the messages that did not arrive
     * @throws IOException when a message can't even be published
     */
    List<Step> tell(Chapter chapter) throws IOException, InterruptedException {
        out.println();
        out.println(chapter.title());
        int width = chapter.steps().stream()
                .mapToInt(step -> step.message().topic().length())
                .max()
                .orElse(0);
        List<Step> missing = new ArrayList<>();
        for (Step step : chapter.steps()) {
            publish(step);
            Optional<Sighting> arrival = await(step::isArrival, PATIENCE);
            arrival.map(seen -> Hop.between(new Sighting(step.from(), step.message(), departure), seen))
                    .ifPresentOrElse(hop -> out.println("  " + hop.text(width)), () -> missing.add(step));
            departure = arrival.map(Sighting::nanos).orElse(departure);
        }
        return missing;
    }

    private void publish(Step step) throws IOException {
        if (step.from() == Place.CLOUD) {
            return;
        }
        departure = System.nanoTime();
        String topic = step.message().topic();
        String payload = step.message().payload();
        if (step.from() == Place.DEVICE) {
            device.publish(topic, payload, step.retain());
        } else {
            cloud.publish(topic, payload);
        }
    }

    private Optional<Sighting> await(Predicate<Sighting> wanted, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Optional<Sighting> seen = sightings.next(patience);
        while (seen.isPresent() && !wanted.test(seen.get())) {
            seen = sightings.next(Duration.ofNanos(end - System.nanoTime()));
        }
        return seen;
    }
}
