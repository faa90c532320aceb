package dev.tedge.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.gateway.source.RouteSurroundings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is found in route files, where, and in which words; the cases are in {@code src/test/resources/route-check}. */
class RouteCheckTest {

    private static final long SEED = 20261123;
    private static final String ODD = " \t\n:-[]{}'\"#&*!|>%@`$,?x0\u0001é";

    private RouteSurroundings surroundings;
    private RouteCheck check;

    @BeforeEach
    void surroundings(@TempDir Path directory) {
        TedgeConfig config =
                TedgeConfig.load(directory, Map.of("TEDGE_DEVICE_ID", "rpi"), certificate -> Optional.empty());
        surroundings = new RouteSurroundings(config, "rpi");
        check = new RouteCheck(surroundings);
    }

    static Stream<RouteCase> bad() {
        return Stream.of("yaml", "steps", "names", "endpoints", "topics", "loops")
                .flatMap(table -> RouteCase.in(table).stream());
    }

    static Stream<RouteCase> good() {
        return RouteCase.in("good").stream();
    }

    @ParameterizedTest
    @MethodSource("bad")
    void fault_isFound_withPlaceAndWords(RouteCase file) {
        RouteFindings found = check.findings(beside(file));

        List<RouteFault> all = Stream.concat(found.faults().stream(), found.warnings().stream())
                .toList();
        assertThat(all).allSatisfy(fault -> assertThat(fault.file()).isEqualTo(file.file()));
        assertThat(all.stream().flatMap(fault -> fault.place().stream()))
                .as("%s", all)
                .isEqualTo(file.places());
        assertThat(found.faults()).as("%s", all).hasSameSizeAs(file.faults());
        assertThat(found.warnings()).as("%s", all).hasSameSizeAs(file.warnings());
        assertBegin(found.faults(), file.faults());
        assertBegin(found.warnings(), file.warnings());
    }

    @ParameterizedTest
    @MethodSource("good")
    void goodFile_hasNoFault(RouteCase file) {
        RouteFindings found = check.findings(beside(file));

        assertThat(found.faults()).isEmpty();
        assertThat(found.warnings()).isEmpty();
    }

    @Test
    void words_arePlain() {
        assertThat(bad().flatMap(file -> check.faults(beside(file)).stream()))
                .extracting(RouteFault::reason)
                .filteredOn(reason -> reason.matches("(?s).*(Exception:|org[.]apache|snakeyaml|null|\n).*|.*[.]"))
                .isEmpty();
    }

    @Test
    void builtInFiles_haveNoFault() {
        RouteFindings found = check.findings(surroundings.files());

        assertThat(found.faults()).isEmpty();
        assertThat(found.warnings()).isEmpty();
        assertThat(found.routes()).isEqualTo(13);
    }

    @Test
    void faultsOfAllFiles_areFoundAtOnce() {
        List<RouteFile> files = new ArrayList<>(surroundings.files());
        files.add(file("one.camel.yaml", "- route:\n\tid: x\n"));
        files.add(file("two.camel.yaml", "- route: {id: y, from: {uri: 'local:a', steps: [{lgo: x}]}}\n"));
        files.add(file("three.camel.yaml", "- route: {id: z, from: {uri: 'local:#', steps: [{to: 'aws:x'}]}}\n"));

        assertThat(check.faults(files))
                .extracting(RouteFault::file)
                .containsExactly("one.camel.yaml", "two.camel.yaml", "three.camel.yaml");
    }

    @Test
    void loop_isFound_acrossFiles() {
        List<RouteFile> files = new ArrayList<>(surroundings.files());
        files.add(file("one.camel.yaml", "- route: {id: a, from: {uri: 'local:a', steps: [{to: 'local:b'}]}}\n"));
        files.add(file("two.camel.yaml", "- route: {id: b, from: {uri: 'local:b', steps: [{to: 'local:a'}]}}\n"));

        assertThat(check.faults(files))
                .singleElement()
                .hasToString("one.camel.yaml:1:31: messages go round in a loop: local:a → local:b → local:a, together"
                        + " with 'b'; publish to a topic that none of them receives");
    }

    @Test
    void subscriptionsOnAws_areCounted() {
        String routes = IntStream.rangeClosed(1, 48)
                .mapToObj(
                        i -> "- route: {id: r%d, from: {uri: 'aws:x/%d', steps: [{to: 'local:x'}]}}\n".formatted(i, i))
                .collect(Collectors.joining());

        assertThat(check.faults(with("many.camel.yaml", routes)))
                .extracting(RouteFault::reason)
                .containsExactly(
                        "this is subscription 51 on AWS, which allows 50 for a connection: take wildcards, or fewer"
                                + " routes");
    }

    @Test
    void reportsThatAreSwitchedOff_areWarnedOf() {
        List<RouteFile> files = surroundings.files().stream()
                .map(file -> file.name().equals("errors.camel.yaml") ? off(file) : file)
                .toList();

        RouteFindings found = check.findings(files);

        assertThat(found.faults()).isEmpty();
        assertThat(found.warnings())
                .hasSize(13)
                .extracting(RouteFault::reason)
                .containsOnly(
                        "the route configuration 'report-errors' is switched off: failures of this route are only logged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health-check", "health-to-aws"})
    void idOfTheGatewaysOwnRoutes_isRefused(String id) {
        assertThat(check.faults(with(
                        "mine.camel.yaml",
                        "- route: {id: %s, from: {uri: 'local:a', steps: [{to: 'aws:b'}]}}\n".formatted(id))))
                .singleElement()
                .hasToString("mine.camel.yaml:1:15: the id '%s' is taken by the gateway itself: choose another one"
                        .formatted(id));
    }

    @Test
    void fileThatCannotBeRead_isAtFault_andTheOthersAreLookedAt() {
        List<RouteFile> files = new ArrayList<>(with("bad.camel.yaml", "- rou"));
        files.add(new RouteFile(
                "secret.camel.yaml", Origin.ADDED, "file:secret", Optional.empty(), Optional.of("permission denied")));

        assertThat(check.faults(files))
                .extracting(RouteFault::file)
                .containsExactly("secret.camel.yaml", "bad.camel.yaml");
    }

    @Test
    void aliasesOfAliases_areRefused() {
        StringBuilder bomb = new StringBuilder("- beans:\n    - a0: &a0 [x, x, x, x, x, x, x]\n");
        for (int i = 1; i <= 7; i++) {
            bomb.append("      a%d: &a%d [%s]\n"
                    .formatted(i, i, String.join(", ", java.util.Collections.nCopies(7, "*a" + (i - 1)))));
        }

        assertThat(check.faults(with("bomb.camel.yaml", bomb.toString())))
                .extracting(RouteFault::reason)
                .contains("aliases make this too large or endless: write it out");
    }

    @Test
    void halfWrittenFile_hasFaults_orNone() {
        for (RouteFile file : surroundings.files()) {
            String text = file.text().orElseThrow();
            for (int end = text.indexOf('\n'); end > 0; end = text.indexOf('\n', end + 1)) {
                String half = text.substring(0, end);
                assertThat(check.faults(instead(file, half)))
                        .allSatisfy(fault -> assertThat(fault.place()).isPresent());
            }
        }
    }

    @Test
    void randomBytes_doNoHarm() {
        Random random = new Random(SEED);
        List<RouteCase> cases = bad().toList();
        for (int i = 0; i < 100; i++) {
            StringBuilder text =
                    new StringBuilder(cases.get(random.nextInt(cases.size())).text());
            for (int j = 0; j < 5 && text.length() > 0; j++) {
                text.setCharAt(random.nextInt(text.length()), ODD.charAt(random.nextInt(ODD.length())));
            }
            assertThat(check.faults(with("random.camel.yaml", text.toString())))
                    .as("%s", text)
                    .allSatisfy(fault -> assertThat(fault.reason()).isNotBlank());
        }
    }

    @Test
    void check_doesNotDisturb_aContextThatRuns() throws Exception {
        try (DefaultCamelContext running = new DefaultCamelContext()) {
            surroundings.prepare(running);
            running.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:a").setBody(simple("${body}!"));
                }
            });
            running.start();
            good().forEach(file -> check.faults(beside(file)));

            assertThat(running.createProducerTemplate().requestBody("direct:a", "still here"))
                    .isEqualTo("still here!");
            assertThat(running.getEndpoints()).hasSize(1);
        }
    }

    @Test
    void check_leavesNoThread() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        check.faults(surroundings.files());
        good().forEach(file -> check.faults(beside(file)));

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().contains("Camel"))
                .isSubsetOf(before);
    }

    private List<RouteFile> beside(RouteCase file) {
        List<RouteFile> files = new ArrayList<>(surroundings.files());
        files.removeIf(known -> known.name().equals(file.file()));
        files.add(file(file.file(), file.text()));
        return files;
    }

    private List<RouteFile> with(String name, String text) {
        List<RouteFile> files = new ArrayList<>(surroundings.files());
        files.add(file(name, text));
        return files;
    }

    private List<RouteFile> instead(RouteFile file, String text) {
        return surroundings.files().stream()
                .map(known -> known.equals(file) ? file(file.name(), text) : known)
                .toList();
    }

    private static RouteFile off(RouteFile file) {
        return new RouteFile(file.name(), Origin.DISABLED, file.location(), Optional.empty());
    }

    private static RouteFile file(String name, String text) {
        Origin origin = RouteFiles.BUILT_IN.contains(name) ? Origin.OVERRIDDEN : Origin.ADDED;
        return new RouteFile(name, origin, "file:" + name, Optional.of(text));
    }

    private static void assertBegin(List<RouteFault> found, List<String> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(found.get(i).reason()).startsWith(expected.get(i).strip());
        }
    }
}
