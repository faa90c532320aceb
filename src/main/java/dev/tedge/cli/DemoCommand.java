package dev.tedge.cli;

import dev.tedge.cli.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tedge demo}. */
@Command(
        name = "demo",
        description = {
            "Watch messages travel from a device to AWS IoT Core and back, without AWS and without a broker.",
            "Starts a simulator of AWS IoT Core, a local broker and the gateway on free ports of 127.0.0.1,"
                    + " with a configuration directory that is removed at the end."
        },
        footer = "%nExample: tedge demo --once")
final class DemoCommand extends ActionCommand {

    @Option(names = "--once", description = "End after the story: exit code 0 when every message arrived, 1 otherwise")
    private boolean once;

    @Override
    Action prepare() {
        return new Action("run the demo", () -> {
            Demo demo = new Demo(console().out(), console().err());
            return Foreground.run(end -> once ? demo.once() : demo.until(end, System.in));
        });
    }
}
