package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tedge.testing.DebianPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What is in the Debian package, as Debian's own tools see it. */
@EnabledIf(value = "dev.tedge.testing.DebianPackage#canBeRead", disabledReason = "dpkg-deb is not installed")
class DebianPackageST {

    private final DebianPackage built = DebianPackage.built();

    @Test
    void control_saysWhatItNeeds_andWhatItCannotStandBeside() throws Exception {
        assertThat(built.field("Package")).isEqualTo("tedge-gateway");
        assertThat(built.field("Architecture")).isEqualTo("all");
        assertThat(built.field("Depends")).startsWith("default-jre-headless (>= 2:1.17) | java17-runtime-headless, ");
        assertThat(built.field("Recommends")).isEqualTo("mosquitto");
        assertThat(built.field("Conflicts")).contains("tedge, tedge-mapper");
        assertThat(built.controlFile("conffiles")).isEqualTo("/etc/mosquitto/conf.d/tedge.conf\n");
        assertThat(built.controlFile("triggers")).isEqualTo("interest-noawait /usr/lib/jvm\n");
    }

    @Test
    void files_belongToRoot_withTheModesOfTheirKind() throws Exception {
        List<String> files = built.files();

        assertThat(files)
                .contains(
                        "-rwxr-xr-x root/root ./usr/bin/tedge",
                        "-rw-r--r-- root/root ./usr/lib/tedge/tedge.jar",
                        "-rwxr-xr-x root/root ./usr/lib/tedge/cert-renewer",
                        "-rwxr-xr-x root/root ./usr/lib/tedge/restart-pause",
                        "-rw-r--r-- root/root ./usr/lib/systemd/system/tedge-mapper-aws.service",
                        "-rw-r--r-- root/root ./usr/lib/systemd/system/tedge-mapper-aws@.service",
                        "-rw-r--r-- root/root ./usr/lib/systemd/system/tedge-mapper-aws.target",
                        "-rw-r--r-- root/root ./usr/lib/systemd/system/tedge-cert-renewer@.service",
                        "-rw-r--r-- root/root ./usr/lib/systemd/system/tedge-cert-renewer@.timer",
                        "-rw-r--r-- root/root ./usr/lib/systemd/system-preset/75-tedge.preset",
                        "-rw-r--r-- root/root ./usr/lib/sysusers.d/tedge.conf",
                        "-rw-r--r-- root/root ./usr/lib/tmpfiles.d/tedge.conf",
                        "-rw-r--r-- root/root ./etc/mosquitto/conf.d/tedge.conf",
                        "-rw-r--r-- root/root ./usr/share/doc/tedge-gateway/copyright",
                        "-rw-r--r-- root/root ./usr/share/doc/tedge-gateway/changelog.gz",
                        "-rw-r--r-- root/root ./usr/share/doc/tedge-gateway/examples/aws/policy.json",
                        "-rw-r--r-- root/root ./usr/share/doc/tedge-gateway/examples/routes/batch/telemetry.camel.yaml",
                        "-rw-r--r-- root/root ./usr/share/bash-completion/completions/tedge",
                        "-rw-r--r-- root/root ./usr/share/zsh/vendor-completions/_tedge",
                        "-rw-r--r-- root/root ./usr/share/fish/vendor_completions.d/tedge.fish",
                        "-rw-r--r-- root/root ./usr/share/man/man1/tedge.1.gz",
                        "-rw-r--r-- root/root ./usr/share/man/man1/tedge-cert-create.1.gz");
        assertThat(files).allMatch(file -> file.matches("(l|-rw-r--r--|-rwxr-xr-x|drwxr-xr-x).* root/root \\./.*|l.*"));
    }

    /** Those for containers need the sources. */
    @Test
    void examples_areThoseThatWorkWhereTheyAre() throws Exception {
        assertThat(built.files())
                .noneMatch(file -> file.matches(".*/examples/(Dockerfile|[^/]*\\.yaml)"))
                .anyMatch(file -> file.endsWith("/examples/prometheus/tedge-gateway.rules.yml"))
                .anyMatch(file -> file.endsWith("/examples/grafana/tedge-gateway.json"));
    }

    /** As its tests do not look at what no package can know. */
    @Test
    void lintian_hasNothingToSay() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/lintian")), "lintian is not installed");

        assertThat(DebianPackage.output(
                        "lintian",
                        "--allow-root",
                        "--fail-on",
                        "none",
                        built.file().toString()))
                .isEmpty();
    }

    @Test
    void sameFiles_giveTheSameDates(@TempDir Path directory) throws IOException, InterruptedException {
        DebianPackage.output("dpkg-deb", "--extract", built.file().toString(), directory.toString());

        assertThat(Files.getLastModifiedTime(directory.resolve("usr/bin/tedge")))
                .isEqualTo(Files.getLastModifiedTime(directory.resolve("usr/share/man/man1/tedge.1.gz")));
    }
}
