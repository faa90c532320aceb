package dev.tedge.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.config.ConfigException;
import dev.tedge.gateway.source.RouteJars.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteJarsIT {

    private static final String ROUTE = """
            public class %1$s extends org.apache.camel.builder.RouteBuilder {
                public void configure() {
                    from("direct:%1$s").routeId("%1$s").log("here");
                }
            }
            """;

    @TempDir
    private Path home;

    private Path lib;

    @BeforeEach
    void makeFolder() throws IOException {
        lib = Files.createDirectory(home.resolve("lib"));
    }

    @Test
    void whatIsPublicAndMadeWithoutArguments_isFound() throws Exception {
        TestingJar.ofClass("Open", ROUTE.formatted("Open"), lib.resolve("open.jar"));
        TestingJar.ofClass(
                "Hidden", ROUTE.formatted("Hidden").replace("public class", "class"), lib.resolve("hidden.jar"));
        TestingJar.ofClass(
                "Half",
                ROUTE.formatted("Half").replace("public class", "public abstract class"),
                lib.resolve("half.jar"));
        TestingJar.ofClass("Named", """
                @org.apache.camel.BindToRegistry("myName")
                public class Named {}
                """, lib.resolve("named.jar"));
        TestingJar.ofClass("Plain", "public class Plain {}", lib.resolve("plain.jar"));

        try (RouteJars jars = RouteJars.in(home);
                DefaultCamelContext context = new DefaultCamelContext()) {
            assertThat(jars.found())
                    .extracting(Found::toString)
                    .containsExactly("lib/named.jar (Named)", "lib/open.jar (Open)");

            JarCode code = JarCode.prepare(context, jars);
            code.addRoutes();
            assertThat(context.getRegistry().lookupByName("myName")).isNotNull();
            assertThat(context.getRouteDefinitions())
                    .singleElement()
                    .satisfies(route -> assertThat(code.origin(route)).hasToString("Optional[lib/open.jar (Open)]"));
            assertThat(context.getClassResolver().resolveClass("Plain")).isNotNull();
            assertThat(code.failures()).isEmpty();
        }
    }

    @Test
    void whatCannotBeUsed_isNamedWithItsReason_andLeftOut() throws Exception {
        Files.writeString(lib.resolve("broken.jar"), "no jar");
        TestingJar.ofClass(
                "Failing",
                ROUTE.formatted("Failing").replace("log(\"here\")", "log(String.valueOf(1 / (int) 0.1))"),
                lib.resolve("failing.jar"));
        TestingJar.ofClass("Good", ROUTE.formatted("Good"), lib.resolve("good.jar"));

        try (RouteJars jars = RouteJars.in(home);
                DefaultCamelContext context = new DefaultCamelContext()) {
            JarCode code = JarCode.prepare(context, jars);
            code.addRoutes();
            assertThat(code.failures())
                    .containsEntry("lib/failing.jar (Failing)", "/ by zero")
                    .hasEntrySatisfying(
                            "lib/broken.jar", reason -> assertThat(reason).contains("damaged"));
            assertThat(context.getRouteDefinitions())
                    .extracting(RouteDefinition::getRouteId)
                    .containsExactly("Good");
        }
    }

    @Test
    void whatFailsInOneContext_worksInAnother() throws Exception {
        TestingJar.ofClass(
                "Picky",
                ROUTE.formatted("Picky")
                        .replace(
                                "log(\"here\")",
                                "bean(java.util.Objects.requireNonNull(getContext().getRegistry().lookupByName(\"needed\")))"),
                lib.resolve("picky.jar"));

        try (RouteJars jars = RouteJars.in(home);
                DefaultCamelContext without = new DefaultCamelContext();
                DefaultCamelContext with = new DefaultCamelContext()) {
            JarCode failing = JarCode.prepare(without, jars);
            failing.addRoutes();
            with.getRegistry().bind("needed", "here");
            JarCode working = JarCode.prepare(with, jars);
            working.addRoutes();

            assertThat(failing.failures()).containsOnlyKeys("lib/picky.jar (Picky)");
            assertThat(working.failures()).isEmpty();
            assertThat(with.getRouteDefinitions())
                    .extracting(RouteDefinition::getRouteId)
                    .containsExactly("Picky");
        }
    }

    @Test
    void beans_areMadeOnce_whereTheyAreBorrowed() throws Exception {
        TestingJar.ofClass("Mine", """
                @org.apache.camel.BindToRegistry("mine")
                public class Mine {}
                """, lib.resolve("mine.jar"));

        try (RouteJars jars = RouteJars.in(home);
                DefaultCamelContext running = new DefaultCamelContext();
                DefaultCamelContext trial = new DefaultCamelContext()) {
            JarCode.borrow(trial, JarCode.prepare(running, jars));

            assertThat(trial.getRegistry().lookupByName("mine"))
                    .isNotNull()
                    .isSameAs(running.getRegistry().lookupByName("mine"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"health-check", "taken"})
    void routeWithTheIdOfAnother_isLeftOut_andTheOtherStays(String id) throws Exception {
        TestingJar.ofClass(
                "Copy",
                ROUTE.formatted("Copy").replace("routeId(\"Copy\")", "routeId(\"%s\")".formatted(id)),
                lib.resolve("copy.jar"));

        try (RouteJars jars = RouteJars.in(home);
                DefaultCamelContext context = new DefaultCamelContext()) {
            JarCode code = JarCode.prepare(context, jars);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:first").routeId("taken").log("first");
                }
            });
            code.addRoutes();

            assertThat(code.failures())
                    .containsEntry(
                            "lib/copy.jar (Copy)", "another route has the id '%s': choose another one".formatted(id));
            assertThat(context.getRouteDefinitions())
                    .extracting(route -> route.getInput().getEndpointUri())
                    .containsExactly("direct:first");
        }
    }

    @Test
    void withoutAFolder_nothingIsFound() throws IOException {
        Files.delete(lib);
        try (RouteJars jars = RouteJars.in(home)) {
            assertThat(jars.found()).isEmpty();
        }
    }

    @Test
    void root_doesNotRunTheCodeOfOthers() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
        Path jar = lib.resolve("open.jar");
        TestingJar.ofClass("Open", ROUTE.formatted("Open"), jar);
        Files.setAttribute(jar, "unix:uid", 1);

        assertThatThrownBy(() -> RouteJars.in(home))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("'%s'".formatted(jar))
                .hasMessageContaining("sudo -u");
    }
}
