package dev.tedge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.cli.TestingConsole.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Follows the chapter of the README about routes, as a newcomer does: writes its YAML files, runs its commands one after the
 * other, and compares what they print with what stands there.
 */
class ReadmeRoutesIT {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(console|yaml) ?(\\S*)\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^\\$ (.*)\\n((?:(?!\\$ ).*\\n)*)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
    private static final int LEAST_COMMANDS = 9;

    private final Path config;
    private final Path work;
    private final TestingConsole console;
    private int commands;

    ReadmeRoutesIT(@TempDir Path config, @TempDir Path work) {
        this.config = config;
        this.work = work;
        this.console = new TestingConsole(config);
    }

    @Test
    void chapterAboutRoutes_isTrue() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        int begin = readme.indexOf("\n## Customise the routes");
        String chapter = readme.substring(begin, readme.indexOf("\n## ", begin + 1));
        console.run("cert create --device-id my-device");

        for (MatchResult block : BLOCK.matcher(chapter).results().toList()) {
            if (block.group(1).equals("console")) {
                for (MatchResult command :
                        COMMAND.matcher(block.group(3)).results().toList()) {
                    assertThat(run(command.group(1))).as(command.group(1)).isEqualTo(command.group(2));
                    commands++;
                }
            } else if (!block.group(2).isEmpty()) {
                Files.writeString(work.resolve(block.group(2)), block.group(3));
            }
        }

        assertThat(commands).isGreaterThanOrEqualTo(LEAST_COMMANDS);
    }

    /** What a command prints, with the usual configuration directory in it. */
    private String run(String line) throws IOException, InterruptedException {
        String command = line.replaceFirst("^sudo ", "");
        String output = command.startsWith("tedge ") ? tedge(command.substring("tedge ".length())) : shell(command);
        return output.replace(config.toString(), "/etc/tedge");
    }

    private String tedge(String line) throws IOException {
        int redirection = line.indexOf(" > ");
        List<String> words = words(redirection < 0 ? line : line.substring(0, redirection));
        Result result = console.run("", words.toArray(String[]::new));
        if (redirection >= 0) {
            Files.writeString(work.resolve(line.substring(redirection + " > ".length())), result.out());
            return result.err();
        }
        return result.out() + result.err();
    }

    /** In the place of the name of a file stands its path, as commands here have no directory of their own. */
    private List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            String text = word.group(1) == null ? word.group(2) : word.group(1);
            boolean file = text.endsWith(".camel.yaml") && Files.exists(work.resolve(text));
            words.add(file ? work.resolve(text).toString() : text);
        }
        return words;
    }

    private String shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command.replace("/etc/tedge", config.toString()))
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
