package dev.tedge.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.config.ConfigException;
import dev.tedge.gateway.source.RouteJars.Found;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

            jars.prepare(context);
            jars.addRoutes(context);
            jars.addRoutes(context);
            assertThat(context.getRegistry().lookupByName("myName")).isNotNull();
            assertThat(context.getRouteDefinitions())
                    .singleElement()
                    .satisfies(route -> assertThat(jars.origin(route)).hasToString("Optional[lib/open.jar (Open)]"));
            assertThat(context.getClassResolver().resolveClass("Plain")).isNotNull();
            assertThat(jars.failures()).isEmpty();
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
            jars.prepare(context);
            jars.addRoutes(context);
            jars.addRoutes(context);
            assertThat(jars.failures())
                    .containsEntry("lib/failing.jar (Failing)", "/ by zero")
                    .hasEntrySatisfying(
                            "lib/broken.jar", reason -> assertThat(reason).contains("damaged"));
            assertThat(context.getRouteDefinitions())
                    .extracting(RouteDefinition::getRouteId)
                    .containsExactly("Good");
        }
        try (RouteJars jars = RouteJars.in(home);
                DefaultCamelContext context = new DefaultCamelContext()) {
            jars.leaveOut(jars.found().get(1), "for a reason");
            jars.prepare(context);
            jars.addRoutes(context);
            jars.addRoutes(context);
            assertThat(context.getRouteDefinitions()).isEmpty();
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
