package dev.tedge.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteExtentTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a route only                          | - route: {id: a}                          | changed
            a bean that nobody else names         | - beans: [{name: mine, type: T}]          | changed
            a bean that another file names        | - beans: [{name: shared, type: T}]        | all
            what happens to failed messages       | - routeConfiguration: {id: x}             | all
            a template                            | - routeTemplate: {id: x}                  | all
            what can't be read                    | - [                                       | changed
            """)
    void aChange_goesAsFarAsItMust(String reason, String text, String extent) {
        RouteFile other = file("other.camel.yaml", "- route: {from: {steps: [{process: {ref: shared}}]}}");
        Map<String, RouteFile> before = Map.of("other.camel.yaml", other);
        Map<String, RouteFile> after =
                Map.of("other.camel.yaml", other, "mine.camel.yaml", file("mine.camel.yaml", text));

        assertThat(RouteExtent.of(before, after)).contains("mine.camel.yaml").hasSize(extent.equals("all") ? 2 : 1);
        assertThat(RouteExtent.of(after, before)).contains("mine.camel.yaml").hasSize(extent.equals("all") ? 2 : 1);
    }

    private static RouteFile file(String name, String text) {
        return new RouteFile(name, Origin.ADDED, "file:" + name, Optional.of(text));
    }
}
