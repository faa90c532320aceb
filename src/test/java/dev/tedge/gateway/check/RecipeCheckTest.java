package dev.tedge.gateway.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.config.TedgeConfig;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import dev.tedge.gateway.source.RouteFiles;
import dev.tedge.gateway.source.RouteSurroundings;
import dev.tedge.testing.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the check says of the recipes, whole and in part. */
class RecipeCheckTest {

    private static final int PARTS = 7;

    private RouteSurroundings surroundings;

    @BeforeEach
    void surroundings(@TempDir Path directory) {
        TedgeConfig config =
                TedgeConfig.load(directory, Map.of("TEDGE_DEVICE_ID", "rpi"), certificate -> Optional.empty());
        surroundings = new RouteSurroundings(config, "rpi");
    }

    static List<Path> files() throws IOException {
        return Recipe.files();
    }

    @ParameterizedTest
    @MethodSource("files")
    void recipe_hasNoFault_butForWhatTheGatewayDoesNotBring(Path file) throws IOException {
        List<String> reasons = faults(file, Files.readString(file)).stream()
                .map(RouteFault::reason)
                .toList();

        if (Recipe.name(file).equals("opc-ua")) {
            assertThat(reasons)
                    .containsExactly("there is no component 'milo-client': correct its name, or put camel-milo.jar and"
                            + " what it needs into <config-dir>/lib");
        } else {
            assertThat(reasons).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void halfWrittenRecipe_hasFaultsWithAPlace_orNone(Path file) throws IOException {
        String text = Files.readString(file);
        for (int part = 1; part < PARTS; part++) {
            assertThat(faults(file, text.substring(0, text.length() * part / PARTS)))
                    .allSatisfy(fault -> assertThat(fault.place()).isPresent());
        }
    }

    private List<RouteFault> faults(Path file, String text) {
        String name = file.getFileName().toString();
        Origin origin = RouteFiles.BUILT_IN.contains(name) ? Origin.OVERRIDDEN : Origin.ADDED;
        RouteFile recipe = new RouteFile(name, origin, "file:" + name, Optional.of(text));
        return new RouteCheck(surroundings)
                .faults(Stream.concat(
                                surroundings.files().stream()
                                        .filter(known -> !known.name().equals(name)),
                                Stream.of(recipe))
                        .toList());
    }
}
