package dev.tedge.cli.manual;

/** What the page of the program itself has beside what its {@code --help} says. */
final class RootSections {

    private RootSections() {}

    static void addTo(Roff page) {
        page.section("EXIT STATUS")
                .item("0", "Done.")
                .item("1", "Failed: one line says what, on which thing, and what to do.")
                .item("2", "Wrong usage.")
                .text("A command may have more, which its page names.");
        page.section("ENVIRONMENT")
                .item("TEDGE_CONFIG_DIR", "The configuration directory.")
                .item("TEDGE_CLOUD_PROFILE", "The profile, one of several connections to AWS.")
                .item("TEDGE_<KEY>", "The value of a setting, such as TEDGE_AWS_URL for aws.url.")
                .item("TEDGE_JAVA_OPTIONS", "More options for the JVM, separated by spaces.")
                .item("JAVA_HOME", "The Java to use, version 17 or newer; without it the java in PATH.");
        page.section("FILES")
                .item("/etc/tedge/tedge.toml", "The settings; `tedge config list --doc` explains them.")
                .item("/etc/tedge/device-certs", "Private key and certificate of the device.")
                .item("/etc/tedge/routes", "Route files of your own.")
                .item("/var/lib/tedge", "What waits for AWS, and other state of gateways.");
    }
}
