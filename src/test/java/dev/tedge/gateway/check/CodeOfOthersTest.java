package dev.tedge.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What root does not load of the files of others. */
class CodeOfOthersTest {

    @Test
    void root_refusesFilesOfOthers_whateverIsInThem() {
        RouteFile own = new RouteFile("a.camel.yaml", Origin.ADDED, "file:a.camel.yaml", Optional.of("- rou"));
        RouteFile builtIn = new RouteFile("b.camel.yaml", Origin.BUILT_IN, "classpath:b", Optional.of(""));
        RouteFile off = new RouteFile("c.camel.yaml", Origin.DISABLED, "file:c.camel.yaml", Optional.empty());

        assertThat(new CodeOfOthers(true, file -> Optional.of("no")).faults(List.of(own, builtIn, off)))
                .containsExactly(new RouteFault("a.camel.yaml", Optional.empty(), "no"));
        assertThat(new CodeOfOthers(true, file -> Optional.empty()).faults(List.of(own)))
                .isEmpty();
        assertThat(new CodeOfOthers(false, file -> Optional.of("no")).faults(List.of(own)))
                .isEmpty();
    }
}
