package dev.tedge.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What root does not make of the files of others. */
class CodeOfOthersTest {

    private static final CodeOfOthers ROOT = new CodeOfOthers(true, file -> Optional.of("tedge"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a bean                | - beans: [{name: a, type: java.lang.ProcessBuilder}]",
                "a bean with a prefix  | - beans: [{name: a, type: '#class:java.lang.ProcessBuilder'}]",
                "a script              | - beans: [{name: a, type: dev.tedge.X, scriptLanguage: groovy, script: exit}]",
                "a factory             | - beans: [{name: a, type: dev.tedge.X, factoryBean: java.lang.Runtime}]",
                "a class of an option  | - route: {from: {uri: 'local:a', steps: [{to: 'log:x?a=#class:a.B'}]}}",
                "a class as endpoint   | - route: {from: {uri: 'local:a', steps: [{to: 'class:a.B'}]}}",
                "a class of a step     | - route: {from: {uri: 'local:a', steps: [{bean: {beanType: a.B}}]}}"
            })
    void root_refusesClasses_ofOthers(String reason, String text) {
        assertThat(ROOT.faults(List.of(file(text))))
                .as(reason)
                .singleElement()
                .extracting(RouteFault::reason)
                .isEqualTo(
                        "root does not make the beans of a file that 'tedge' can write: run `sudo -u tedge tedge …`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- beans: [{name: a, type: dev.tedge.mapping.TopicPrefixProcessor}]",
                "- route: {from: {uri: 'local:a', steps: [{to: 'log:x'}]}}",
                "- rou"
            })
    void root_takes_whatNamesNoClassOfOthers(String text) {
        assertThat(ROOT.faults(List.of(file(text)))).isEmpty();
    }

    @Test
    void root_takesItsOwnFiles_andOtherUsersTakeAll() {
        RouteFile file = file("- beans: [{name: a, type: java.lang.ProcessBuilder}]");

        assertThat(new CodeOfOthers(true, any -> Optional.empty()).faults(List.of(file)))
                .isEmpty();
        assertThat(new CodeOfOthers(false, any -> Optional.of("tedge")).faults(List.of(file)))
                .isEmpty();
    }

    private static RouteFile file(String text) {
        return new RouteFile("a.camel.yaml", Origin.ADDED, "file:a.camel.yaml", Optional.of(text));
    }
}
