package dev.tedge.gateway.reload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.gateway.check.RouteFault;
import dev.tedge.gateway.source.RouteFile;
import dev.tedge.gateway.source.RouteFile.Origin;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RouteChangesTest {

    private final List<String> checked = new ArrayList<>();

    @Test
    void withoutAChange_nothingIsChecked() {
        RouteChanges.Decision decision = decide(files("a 1", "b 1"), files("a 1", "b 1"), files -> fault("a", "bad"));

        assertThat(texts(decision)).containsExactly("a 1", "b 1");
        assertThat(decision.refused()).isEmpty();
        assertThat(checked).isEmpty();
    }

    @Test
    void ofSeveralChanges_thoseAtFaultAreRefused() {
        RouteChanges.Decision decision = decide(
                files("a 1", "b 1", "gone 1"),
                files("a 2", "b 2", "c 2", "d 2"),
                files -> has(files, "b 2") ? fault("b", "bad") : has(files, "d 2") ? fault("d", "bad") : List.of());

        assertThat(texts(decision)).containsExactly("a 2", "b 1", "c 2");
        assertThat(decision.refused()).containsOnlyKeys("b", "d");
    }

    @Test
    void aChangeThatBreaksAnotherFile_isRefused_andNamesIt() {
        RouteChanges.Decision decision = decide(
                files("a 1", "b 1"),
                files("a 1", "b 2", "c 2"),
                files -> has(files, "b 2") ? fault("a", "no bean 'x'") : List.of());

        assertThat(texts(decision)).containsExactly("a 1", "b 1", "c 2");
        assertThat(decision.refused().get("b"))
                .extracting(RouteFault::toString)
                .containsExactly("b: with this change another file can't run: a: no bean 'x'");
    }

    @Test
    void aRemovalThatBreaksAnotherFile_isRefused() {
        RouteChanges.Decision decision = decide(
                files("a 1", "b 1"), files("a 1"), files -> has(files, "b 1") ? List.of() : fault("a", "no bean 'x'"));

        assertThat(texts(decision)).containsExactly("a 1", "b 1");
        assertThat(decision.refused()).containsOnlyKeys("b");
    }

    @Test
    void whatWasWrongBefore_isNotBlamedOnAChange() {
        RouteChanges.Decision decision = decide(files("a 1"), files("a 1", "b 2"), files -> fault("a", "bad"));

        assertThat(texts(decision)).containsExactly("a 1", "b 2");
        assertThat(decision.refused()).isEmpty();
    }

    @Test
    void changesThatNeedEachOther_areTakenTogether() {
        RouteChanges.Decision decision = decide(
                files("a 1", "b 1"),
                files("a 2", "b 2"),
                files -> has(files, "a 2") == has(files, "b 2") ? List.of() : fault("a", "no bean 'x'"));

        assertThat(texts(decision)).containsExactly("a 2", "b 2");
    }

    @Test
    void whatCannotBeChecked_isRefused_andTheRestIsTaken() {
        RouteChanges.Decision decision = decide(files("a 1", "b 1"), files("a 2", "b 2"), files -> {
            if (has(files, "b 2")) {
                throw new StackOverflowError();
            }
            return List.of();
        });

        assertThat(texts(decision)).containsExactly("a 2", "b 1");
        assertThat(decision.refused().get("b"))
                .extracting(RouteFault::toString)
                .containsExactly("b: the file can't be checked: java.lang.StackOverflowError");
    }

    @Test
    void whenNothingCanBeChecked_allChangesAreRefused() {
        RouteChanges.Decision decision = decide(files("a 1", "b 1"), files("a 2", "b 2"), files -> {
            throw new IllegalStateException("broken");
        });

        assertThat(texts(decision)).containsExactly("a 1", "b 1");
        assertThat(decision.refused()).containsOnlyKeys("a", "b");
    }

    private RouteChanges.Decision decide(
            Map<String, RouteFile> before,
            Map<String, RouteFile> wanted,
            Function<List<String>, List<RouteFault>> check) {
        return new RouteChanges(before, wanted, files -> {
                    List<String> texts = files.stream()
                            .map(file -> file.text().orElseThrow())
                            .toList();
                    checked.addAll(texts);
                    return check.apply(texts);
                })
                .decide();
    }

    private static boolean has(List<String> files, String file) {
        return files.contains(file);
    }

    private static List<RouteFault> fault(String file, String reason) {
        return List.of(new RouteFault(file, Optional.empty(), reason));
    }

    private static List<String> texts(RouteChanges.Decision decision) {
        return decision.next().values().stream()
                .map(file -> file.text().orElseThrow())
                .sorted()
                .toList();
    }

    private static Map<String, RouteFile> files(String... texts) {
        return Arrays.stream(texts)
                .map(text ->
                        new RouteFile(text.replaceFirst(" .*", ""), Origin.ADDED, "file:" + text, Optional.of(text)))
                .collect(Collectors.toMap(RouteFile::name, file -> file));
    }
}
