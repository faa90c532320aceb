import org.apache.camel.dsl.jbang.core.commands.CamelJBangMain;

/** What JBang starts as `camel`, which Camel publishes for JBang only. */
public final class Camel {

    private Camel() {}

    public static void main(String... args) {
        CamelJBangMain.run(args);
    }
}
