package dev.tedge.cli;

import dev.tedge.cli.cloudside.CloudSide;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator publish}. */
@Command(
        name = "publish",
        description = "Publish a message as the cloud.",
        footer = "%nExample: tedge simulator publish thinedge/my-device/cmd/hello '{\"from\":\"cloud\"}'")
final class SimulatorPublishCommand extends CloudSideCommand {

    @Parameters(index = "0", paramLabel = "<TOPIC>", description = "The topic, without wildcards")
    private String topic = "";

    @Parameters(index = "1", paramLabel = "<PAYLOAD>", description = "The payload")
    private String payload = "";

    @Option(
            names = {"-q", "--qos"},
            paramLabel = "<QOS>",
            defaultValue = "1",
            description = "Quality of service: 0 or 1 [default: 1]")
    private int qos;

    @Option(
            names = {"-r", "--retain"},
            description = "Keep the message for later subscribers; an empty one removes what is kept")
    private boolean retain;

    @Override
    Action prepare() {
        if (qos != 0 && qos != 1) {
            throw misused("Invalid value for option '--qos': AWS IoT Core has 0 and 1, not " + qos);
        }
        String path = "/topics/" + CloudSide.encoded(topic) + "?qos=" + qos + "&retain=" + retain;
        return telling("publish on the topic '" + topic + "'", "POST", path, payload);
    }
}
