package dev.tedge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps the packages to what each may use: the picture in the README stays true. */
class ArchitectureTest {

    private static final String BASE = "dev.tedge";

    /** Package to the packages of ours that it may use. */
    private static final Map<String, List<String>> MAY_USE = Map.ofEntries(
            Map.entry("config", List.of()),
            Map.entry("certificate", List.of()),
            Map.entry("message", List.of()),
            Map.entry("link", List.of("message")),
            Map.entry("mapping", List.of("message")),
            Map.entry("delivery", List.of("message", "link")),
            Map.entry("command", List.of("message", "link")),
            Map.entry("shadow", List.of("message", "link")),
            Map.entry("job", List.of("message", "link")),
            Map.entry("connect", List.of("config", "certificate", "link")),
            Map.entry("health", List.of("link", "delivery")),
            Map.entry("provisioning", List.of("certificate", "link", "message")),
            Map.entry(
                    "gateway",
                    List.of(
                            "config",
                            "certificate",
                            "message",
                            "link",
                            "mapping",
                            "delivery",
                            "command",
                            "shadow",
                            "job",
                            "connect",
                            "health",
                            "policy",
                            "mqttserver")),
            Map.entry("mqttserver", List.of()),
            Map.entry("simulator", List.of("mqttserver")),
            Map.entry("policy", List.of()),
            Map.entry("registration", List.of("policy")),
            Map.entry(
                    "cli",
                    List.of(
                            "config",
                            "certificate",
                            "message",
                            "link",
                            "mapping",
                            "delivery",
                            "shadow",
                            "job",
                            "connect",
                            "health",
                            "gateway",
                            "mqttserver",
                            "simulator",
                            "policy",
                            "provisioning",
                            "registration")));

    private static final JavaClasses OURS =
            new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests())).importPackages(BASE);

    static Stream<Map.Entry<String, List<String>>> rules() {
        return MAY_USE.entrySet().stream();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void package_usesOnlyWhatItMay(Map.Entry<String, List<String>> rule) {
        String self = BASE + "." + rule.getKey() + "..";
        String[] allowed = Stream.concat(
                        Stream.of(self), rule.getValue().stream().map(name -> BASE + "." + name + ".."))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(self)
                .should()
                .dependOnClassesThat(resideInAPackage(BASE + "..").and(not(resideInAnyPackage(allowed))))
                .check(OURS);
    }

    @Test
    void everyPackage_hasARule() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/tedge"))) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(MAY_USE.keySet());
        }
    }

    @Test
    void everyPackage_isNullMarked_andSaysWhatLivesInIt() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> folders = files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
            for (Path folder : folders) {
                assertThat(folder.resolve("package-info.java"))
                        .content()
                        .startsWith("/**")
                        .contains("@" + NullMarked.class.getSimpleName());
            }
        }
    }

    @Test
    void libraries_areKnownInOnePlaceOnly() {
        onlyIn("cli", "picocli..");
        // The simulator issues certificates of its own, and uses none of our other packages.
        onlyIn(List.of("certificate", "simulator.provisioning"), "org.bouncycastle..");
        onlyIn("config", "org.tomlj..");
        onlyIn("link.paho", "org.eclipse.paho..");
        onlyIn("delivery.store.sqlite", "org.sqlite..");
        onlyIn("delivery", "java.sql..");
        onlyIn("registration", "software.amazon.awssdk..");
        onlyIn("health.metrics", "io.micrometer..");
        onlyIn("health.metrics", "io.prometheus..");
        onlyIn(List.of("health.http", "simulator.http"), "com.sun.net.httpserver..");
        noClasses()
                .that()
                .resideOutsideOfPackages(BASE + ".mqttserver..", BASE + ".simulator..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.netty.."))
                .check(OURS);
    }

    @Test
    void standardOutput_isForTheCommandLineOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage(BASE + ".cli..")
                .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
                .check(OURS);
    }

    private static void onlyIn(String ourPackage, String library) {
        onlyIn(List.of(ourPackage), library);
    }

    private static void onlyIn(List<String> ourPackages, String library) {
        noClasses()
                .that()
                .resideOutsideOfPackages(ourPackages.stream()
                        .map(name -> BASE + "." + name + "..")
                        .toArray(String[]::new))
                .should()
                .dependOnClassesThat(resideInAPackage(library))
                .check(OURS);
    }
}
