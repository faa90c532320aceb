package dev.tedge.testing.table;

import dev.tedge.testing.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The directories and ports of a row, and their names in the table. */
final class Variables {

    private final Path config;
    private final Path work;
    private final Map<String, String> values = new LinkedHashMap<>();

    Variables(Path directory) throws IOException {
        config = Files.createDirectory(directory.resolve("tedge")).toRealPath();
        work = Files.createDirectory(directory.resolve("work")).toRealPath();
        values.put("{config}", config.toString());
        values.put("{work}", work.toString());
    }

    Path config() {
        return config;
    }

    Path work() {
        return work;
    }

    /** The text with values in the places of the names. */
    String in(String text) {
        String replaced = text;
        for (String port : new String[] {"{port}", "{port2}"}) {
            if (text.contains(port)) {
                values.computeIfAbsent(port, name -> String.valueOf(FreePort.next()));
            }
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            replaced = replaced.replace(value.getKey(), value.getValue());
        }
        return replaced;
    }
}
