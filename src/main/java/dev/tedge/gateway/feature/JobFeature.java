package dev.tedge.gateway.feature;

import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.GatewayException;
import dev.tedge.gateway.GatewayServices;
import dev.tedge.gateway.LocalBroker;
import dev.tedge.job.JobRoutes;
import dev.tedge.job.JobSteps;
import dev.tedge.job.Jobs;
import dev.tedge.job.JobsConfig;
import dev.tedge.job.machine.JobsOf;
import dev.tedge.policy.Needs;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.Processor;

/** Jobs as the settings want them. */
public final class JobFeature {

    private JobFeature() {}

    static CloudFeature of(FeatureSurroundings surroundings) {
        TedgeConfig config = surroundings.config();
        // Beside the connection of the link, which has the name of the service.
        String clientId = GatewayServices.of(config).mapper().service() + "-jobs";
        JobsConfig jobsConfig = new JobsConfig(
                jobsOf(config, config.thingName()),
                surroundings.state(),
                () -> new LocalBroker(config)
                        .session(clientId)
                        .sessionExpiry(Duration.ZERO)
                        .build(),
                surroundings.reports());
        Jobs jobs = new Jobs(jobsConfig, surroundings.local(), surroundings.aws());
        return new CloudFeature(new JobRoutes(jobsConfig, jobs).steps(), () -> begin(jobs), jobs::end, jobs.threads());
    }

    private static void begin(Jobs jobs) {
        try {
            jobs.begin();
        } catch (IllegalStateException unreadable) {
            throw new GatewayException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    /** The steps of its routes where those are only looked at, or run dry. */
    public static Map<String, Processor> standIns(TedgeConfig config, String thingName) {
        return JobSteps.standIns(jobsOf(config, thingName));
    }

    /**
     * What it asks AWS; the answers are consumed by its routes. As one resource, which those have, too: a policy has little room, and
     * AWS reserves all other topics there.
     */
    static void require(String thingName, Needs needs) {
        needs.publish("jobs", "$aws/things/" + thingName + "/jobs/#", false);
    }

    private static JobsOf jobsOf(TedgeConfig config, String thingName) {
        return new JobsOf(
                thingName, config.value(Settings.MQTT_TOPIC_ROOT), config.value(Settings.AWS_BRIDGE_TOPIC_PREFIX));
    }
}
