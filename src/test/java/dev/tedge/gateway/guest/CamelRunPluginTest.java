package dev.tedge.gateway.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.camel.Processor;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.ContextServicePlugin;
import org.apache.camel.spi.DependencyStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CamelRunPluginTest {

    private final DefaultCamelContext context = new DefaultCamelContext();

    private CamelRunPlugin plugin;

    @BeforeEach
    void begin(@TempDir Path directory) {
        plugin = new CamelRunPlugin(Map.of("TEDGE_CONFIG_DIR", directory.toString()));
        context.build();
    }

    @AfterEach
    void end() {
        context.stop();
    }

    @Test
    void camel_findsIt() {
        assertThat(ServiceLoader.load(ContextServicePlugin.class)).hasAtLeastOneElementOfType(CamelRunPlugin.class);
    }

    @Test
    void contextOfOthers_isLeftAlone() {
        int strategies = context.getLifecycleStrategies().size();

        plugin.load(context);

        assertThat(context.getRegistry().findByType(Processor.class)).isEmpty();
        assertThat(context.getLifecycleStrategies()).hasSize(strategies);
    }

    @Test
    void routesOfTheCli_canBeRead_butNotRun_withoutSettings() {
        prepareAsCli();

        assertThat(context.resolvePropertyPlaceholders("{{aws.bridge.topic_prefix}}/{{device.id}}"))
                .isEqualTo("aws/unknown");
        assertThat(context.getRegistry().lookupByName("telemetryMapper")).isInstanceOf(Processor.class);
        assertThatThrownBy(context::start)
                .hasMessageContaining("A value for 'aws.url' is missing")
                .satisfies(failure -> assertThat(failure.getStackTrace()).isEmpty());
    }

    @Test
    void stubs_needNoSettings() {
        ComponentResolver stubs = (name, owner) -> new DirectComponent();
        context.getCamelContextExtension().addContextPlugin(ComponentResolver.class, stubs);
        prepareAsCli();

        context.start();

        assertThat(context.isStarted()).isTrue();
    }

    private void prepareAsCli() {
        DependencyStrategy fetching = dependency -> {};
        context.getRegistry().bind("fetching", fetching);
        plugin.load(context);
    }
}
