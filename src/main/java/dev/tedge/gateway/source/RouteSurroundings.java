package dev.tedge.gateway.source;

import dev.tedge.command.CommandIdProcessor;
import dev.tedge.command.DeliveredCommands;
import dev.tedge.config.Setting;
import dev.tedge.config.Settings;
import dev.tedge.config.TedgeConfig;
import dev.tedge.mapping.MappingBeans;
import dev.tedge.mapping.MappingSettings;
import dev.tedge.mapping.TimestampFormat;
import dev.tedge.mapping.Validation;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/**
 * What routes find around them: the values of placeholders, and the beans that they name.
 *
 * @param config names the directory with the user's routes, and gives placeholders their values
 * @param thingName what <code>{{device.id}}</code> stands for: one topic level
 * @param jars the user's code; {@link #close} when no context uses it any more
 * @param features the steps of features that run, by name; others have stand-ins at which the route ends
 */
public record RouteSurroundings(TedgeConfig config, String thingName, RouteJars jars, Map<String, Processor> features)
        implements AutoCloseable {

    public RouteSurroundings {
        features = Map.copyOf(features);
    }

    /** Without features: for routes that are only looked at, or run dry. */
    public RouteSurroundings(TedgeConfig config, String thingName, RouteJars jars) {
        this(config, thingName, jars, Map.of());
    }

    /**
     * With the jars in the configuration directory.
     *
     * @throws dev.tedge.config.ConfigException when root would run the code of somebody else
     */
    public RouteSurroundings(TedgeConfig config, String thingName) {
        this(config, thingName, RouteJars.in(config.directory()));
    }

    /** The bean that knows the commands which need not be delivered again, by name. */
    public static final String DELIVERED_COMMANDS = "deliveredCommands";

    /** The same with features that run. */
    public RouteSurroundings with(Map<String, Processor> running) {
        return new RouteSurroundings(config, thingName, jars, running);
    }

    /** Where the user's route files are; need not exist. */
    public Path directory() {
        return config.directory().resolve("routes");
    }

    /** The route files as they are now. */
    public List<RouteFile> files() {
        return RouteFiles.in(directory());
    }

    /** What <code>{{…}}</code> in routes stands for. */
    public Map<String, String> placeholders() {
        Map<String, String> values = new HashMap<>();
        for (Setting<?> setting : Settings.ALL) {
            placeholder(setting).ifPresent(value -> values.put(setting.key(), value));
        }
        values.put(Settings.DEVICE_ID.key(), thingName);
        return values;
    }

    /** The processors that routes call by name. */
    public Map<String, Processor> beans() {
        Map<String, Processor> beans = new HashMap<>(MappingBeans.of(mapping(), InstantSource.system()));
        beans.put("commandId", new CommandIdProcessor());
        beans.putAll(FeatureSteps.standIns(config, thingName));
        beans.putAll(features);
        return beans;
    }

    /**
     * Puts all of it into a context that has not been started.
     *
     * @return adds the routes in Java, to be called behind those of the files
     */
    public JarCode prepare(CamelContext context) {
        prepareWithoutCode(context);
        return JarCode.prepare(context, jars);
    }

    /** The same for a look at files beside a context that runs, whose beans in Java are used: those are made once. */
    public void prepareBeside(CamelContext running, CamelContext context) {
        prepareWithoutCode(context);
        JarCode.of(running).ifPresent(lender -> JarCode.borrow(context, lender));
    }

    /** The same without the user's jars. */
    public void prepareWithoutCode(CamelContext context) {
        Properties values = new Properties();
        values.putAll(placeholders());
        // Over everything: a stray DEVICE_ID in the environment must not end up in a topic.
        context.getPropertiesComponent().setOverrideProperties(values);
        beans().forEach(context.getRegistry()::bind);
        // A gateway puts its own in the place of it.
        context.getRegistry().bind(DELIVERED_COMMANDS, DeliveredCommands.inMemory());
    }

    private Optional<String> placeholder(Setting<?> setting) {
        if (setting.secret()) {
            // A route could log it.
            return Optional.empty();
        }
        return config.find(setting)
                .map(value -> value instanceof List<?> list
                        ? String.join(",", list.stream().map(String::valueOf).toList())
                        : config.text(setting).orElseThrow());
    }

    private MappingSettings mapping() {
        Optional<TimestampFormat> timestamp = config.value(Settings.AWS_MAPPER_TIMESTAMP)
                ? Optional.of(TimestampFormat.of(
                        config.text(Settings.AWS_MAPPER_TIMESTAMP_FORMAT).orElseThrow()))
                : Optional.empty();
        return new MappingSettings(thingName, timestamp, config.value(Settings.AWS_MAPPER_MAX_PAYLOAD_SIZE))
                .validating(
                        Validation.of(config.text(Settings.AWS_MAPPER_VALIDATE).orElseThrow()));
    }

    /** Closes the jars. */
    @Override
    public void close() {
        jars.close();
    }
}
