package dev.tedge;

import static dev.tedge.testing.machine.PackageMachine.NEW;
import static dev.tedge.testing.machine.PackageMachine.OLD;
import static dev.tedge.testing.machine.PackageMachine.SLOWER;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.FreePort;
import dev.tedge.testing.machine.PackageMachine;
import dev.tedge.testing.machine.RequiresMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The life of the package on a machine: installed, in use, upgraded, removed, purged. */
@RequiresMachine
@EnabledIf(
        value = "dev.tedge.testing.DebianPackage#canBeInstalled",
        disabledReason = "adduser, openjdk-17-jre-headless and mosquitto are not installed by dpkg")
class PackageInstallST {

    private static final String GATEWAY = "tedge-mapper-aws.service";
    private static final String RENEWAL = "tedge-cert-renewer@aws.timer";

    private static final String CONFFILE = "/etc/mosquitto/conf.d/tedge.conf";

    /** All that a package could leave; dpkg's own notes and the journal go on. */
    private static final String LIST = """
            find /etc /usr /var /opt /srv /home -xdev \
            \\( -path /var/lib/dpkg -o -path /var/log -o -path /var/lib/systemd -o -path /var/cache -o -name '*-' \\) -prune \
            -o -printf '%%M %%u:%%g %%p\\n' | sort >/tmp/%1$s
            cat /etc/passwd /etc/group >>/tmp/%1$s
            """;

    private final PackageMachine machine;
    private final int port = FreePort.next();

    PackageInstallST(@TempDir Path directory) throws Exception {
        machine = new PackageMachine(directory);
    }

    @AfterEach
    void pullThePlug() {
        machine.close();
    }

    @Test
    @Timeout(value = 5, unit = MINUTES)
    void package_livesAndGoes_withoutATrace() {
        machine.shell(LIST.formatted("before"));

        machine.dpkg("", "--install", OLD);
        isInstalled_butNotStarted();
        putIntoUse();
        String process = mainProcess();
        machine.makeNoMoreArchives();

        upgrade(process);
        nothingIsLost();

        machine.succeed("dpkg-trigger", "--by-package=openjdk-17-jre-headless", "/usr/lib/jvm");
        machine.dpkg(SLOWER, "--triggers-only", "tedge-gateway");

        remove();

        machine.succeed("dpkg", "--purge", "tedge-gateway");
        assertThat(machine.makeArchivesAgain()).as("upgrade, trigger, abort").isEqualTo(3);
        machine.shell(LIST.formatted("after"));
        assertThat(machine.run("diff", "/tmp/before", "/tmp/after").out()).isEmpty();
        assertThat(machine.shell("ls /var/lib/systemd/timers")).doesNotContain("tedge");
    }

    /** Both we and the user have changed the conffile, and nobody is there to be asked: it waits for that, half done. */
    private void upgrade(String process) {
        assertThat(machine.succeed("tedge", "--version")).isEqualTo("tedge 0.0.9\n");
        assertThat(machine.shell("tr '\\0' ' ' </proc/%s/cmdline".formatted(process)))
                .contains(" -Dtedge.former=yes ");

        assertThat(machine.run("dpkg", "--install", NEW)).satisfies(asked -> {
            assertThat(asked.exitCode()).isEqualTo(1);
            assertThat(asked.err()).contains("end of file on stdin at conffile prompt");
        });
        assertThat(mainProcess()).isEqualTo(process);
        assertThat(machine.run("dpkg", "--force-confold", "--configure", "-a")).satisfies(kept -> {
            assertThat(kept.exitCode()).as(kept.err()).isZero();
            assertThat(kept.err())
                    .contains("==> Using current old file as you requested.\n")
                    .endsWith(SLOWER);
        });

        assertThat(mainProcess()).isNotEqualTo(process).isNotEqualTo("0");
        assertThat(machine.shell("tr '\\0' ' ' </proc/%s/cmdline".formatted(mainProcess())))
                .contains("tedge.jar")
                .doesNotContain("tedge.former");
        assertThat(machine.succeed("tedge", "--version")).startsWith("tedge ").doesNotContain("0.0.9");
        assertThat(machine.succeed("systemctl", "show", "--property=RestartUSec,NeedDaemonReload", GATEWAY))
                .contains("RestartUSec=100ms\n", "NeedDaemonReload=no\n");
        assertThat(machine.succeed("cat", CONFFILE + ".dpkg-dist")).contains("\nmax_queued_messages 100000\n");
    }

    @Test
    void conffile_isReplaced_unlessItWasChanged() {
        machine.makeNoMoreArchives();
        machine.dpkg(SLOWER, "--install", OLD);
        assertThat(machine.succeed("cat", CONFFILE)).contains("\nmax_queued_messages 7\n");

        machine.dpkg(SLOWER, "--install", NEW);

        assertThat(machine.succeed("cat", CONFFILE)).contains("\nmax_queued_messages 100000\n");
        assertThat(machine.shell("ls /etc/mosquitto/conf.d")).doesNotContain("dpkg");
    }

    /** First another package stops it from going, which has to bring everything back. */
    private void remove() {
        machine.succeed("sh", "/var/lib/dpkg/info/tedge-gateway.prerm", "remove");
        assertThat(machine.run("systemctl", "is-active", GATEWAY).out()).isEqualTo("inactive\n");
        machine.succeed("sh", "/var/lib/dpkg/info/tedge-gateway.postinst", "abort-remove");
        machine.succeed("systemctl", "is-active", GATEWAY, RENEWAL);

        machine.succeed("dpkg", "--remove", "tedge-gateway");
        assertThat(machine.run("systemctl", "is-active", GATEWAY, RENEWAL).out())
                .isEqualTo("inactive\ninactive\n");
        assertThat(machine.run("test", "-e", "/usr/lib/tedge").exitCode()).isEqualTo(1);
        machine.succeed("test", "-s", "/etc/tedge/device-certs/tedge-private-key.pem");
    }

    /** As in a container that is being built. */
    @Test
    void package_isInstalled_withoutSystemd_andKeepsWhatThinEdgeLeft() {
        machine.makeNoMoreArchives();
        machine.shell("""
                mkdir -p /etc/tedge/device-certs /etc/sudoers.d
                echo '# theirs' >/etc/tedge/tedge.toml
                chmod 775 /etc/tedge
                chmod 700 /etc/tedge/device-certs
                echo 'tedge ALL = (ALL) NOPASSWD:SETENV: /usr/bin/tedge, /bin/sync' >/etc/sudoers.d/tedge
                """);

        assertThat(
                        machine.shell(
                                "exec unshare --mount sh -c 'mount -t tmpfs none /run && exec dpkg --install /root/new.deb 2>&1'"))
                .contains("Setting up tedge-gateway", "delete that file", SLOWER)
                .doesNotContainIgnoringCase("warn", "fail", "error");

        machine.succeed("systemd-tmpfiles", "--create", "tedge.conf");
        assertThat(machine.shell(
                        "cat /etc/tedge/tedge.toml; stat -c '%a %U' /etc/tedge /etc/tedge/device-certs /var/lib/tedge"))
                .isEqualTo("# theirs\n775 root\n700 root\n750 tedge\n");
        assertThat(machine.succeed("tedge", "config", "get", "mqtt.broker.embedded"))
                .isEqualTo("false\n");
        machine.succeed("mv", "/usr/sbin/mosquitto", "/usr/sbin/no-mosquitto");
        assertThat(machine.succeed("tedge", "config", "get", "mqtt.broker.embedded"))
                .isEqualTo("true\n");
    }

    private void isInstalled_butNotStarted() {
        assertThat(machine.succeed("stat", "-c", "%A %U:%G", "/etc/tedge", "/etc/tedge/routes", "/var/lib/tedge"))
                .isEqualTo("drwxr-xr-x tedge:tedge\ndrwxr-xr-x tedge:tedge\ndrwxr-x--- tedge:tedge\n");
        machine.succeed("test", "-s", "/usr/lib/tedge/tedge.jsa");
        machine.succeed("test", "-s", "/usr/lib/tedge/tedge-run.jsa");
        assertThat(machine.succeed("tedge", "--version")).startsWith("tedge ");
        assertThat(machine.run("systemctl", "is-active", GATEWAY).out()).isEqualTo("inactive\n");
        assertThat(machine.run("systemctl", "is-enabled", GATEWAY).out()).isEqualTo("disabled\n");
    }

    private void putIntoUse() {
        machine.shell("""
                tedge cert create --device-id dev-1
                tedge config set aws.url 127.0.0.1
                tedge config set aws.mqtt.port 1
                tedge config set mqtt.broker.embedded true
                tedge config set mqtt.client.port %d
                echo '# mine' >>/etc/mosquitto/conf.d/tedge.conf
                systemctl enable --now %s %s
                """.formatted(port, GATEWAY, RENEWAL));
        await().atMost(1, MINUTES)
                .untilAsserted(
                        () -> assertThat(machine.succeed("tedge", "status")).containsPattern("local +up"));
        machine.succeed("tedge", "mqtt", "pub", "te/device/main///m/kept", "{\"kept\":1}");
        await().atMost(1, MINUTES).untilAsserted(() -> waitsInTheOutbox());
    }

    private void nothingIsLost() {
        assertThat(machine.succeed("cat", CONFFILE))
                .contains("\nmax_queued_messages 7\n")
                .endsWith("# mine\n");
        assertThat(machine.succeed("tedge", "config", "get", "aws.url")).isEqualTo("127.0.0.1\n");
        assertThat(machine.succeed("tedge", "cert", "show")).contains("CN=dev-1");
        await().atMost(1, MINUTES).untilAsserted(() -> waitsInTheOutbox());
    }

    private void waitsInTheOutbox() {
        assertThat(machine.succeed("tedge", "outbox", "list")).contains("/m/kept");
    }

    private String mainProcess() {
        return machine.succeed("systemctl", "show", "--value", "--property=MainPID", GATEWAY)
                .strip();
    }
}
