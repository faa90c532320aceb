package dev.tedge.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Changes settings until it is killed, and says what is stored: the number of the round, each time on a line. */
final class TestingConfigurer {

    /** One in {@code tedge.toml}, one in a file that comes and goes. */
    private static final List<Setting<Integer>> SETTINGS = List.of(Settings.MQTT_BIND_PORT, Settings.AWS_MQTT_PORT);

    private TestingConfigurer() {}

    /** Whether the second of them is taken out when the round is over. */
    static boolean unsetsAfter(int round) {
        return round % 3 == 0;
    }

    public static void main(String[] args) {
        TedgeToml toml = TedgeToml.in(Path.of(args[0]), Optional.empty());
        for (int round = Integer.parseInt(args[1]); ; round++) {
            for (Setting<?> setting : SETTINGS) {
                toml.set(setting, String.valueOf(1 + round % 65_535));
            }
            System.out.println(round);
            if (unsetsAfter(round)) {
                toml.unset(Settings.AWS_MQTT_PORT);
            }
        }
    }
}
