package dev.tedge.mqttserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class MqttServerLimitsTest {

    @Test
    void defaults_areComplete_whenANestedRecordIsUsedFirst() throws Exception {
        try (URLClassLoader fresh = newClasses()) {
            Class.forName("dev.tedge.mqttserver.MqttServerLimits$Packets", true, fresh);

            Object defaults = Class.forName("dev.tedge.mqttserver.MqttServerLimits", true, fresh)
                    .getField("DEFAULTS")
                    .get(null);
            assertThat(defaults).hasToString(MqttServerLimits.DEFAULTS.toString());
        }
    }

    /** The same classes as if nobody had used them yet. */
    private static URLClassLoader newClasses() throws IOException {
        URL folder =
                MqttServerLimits.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new URL[] {folder}, ClassLoader.getPlatformClassLoader());
    }
}
