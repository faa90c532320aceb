package dev.tedge;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tedge.testing.DebianPackage;
import dev.tedge.testing.FreePort;
import dev.tedge.testing.machine.BootedMachine;
import dev.tedge.testing.machine.BootedMachine.Finished;
import dev.tedge.testing.machine.RequiresMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of the package on a machine: installed, in use, upgraded, removed, purged. */
@RequiresMachine
class PackageInstallST {

    private static final String GATEWAY = "tedge-mapper-aws.service";

    /** All that a package could leave; dpkg's own notes and the journal go on. */
    private static final String LIST = """
            find /etc /usr /var /opt /srv /home -xdev \
            \\( -path /var/lib/dpkg -o -path /var/log -o -path /var/lib/systemd -o -path /var/cache -o -name '*-' \\) -prune \
            -o -printf '%M %u:%g %p\\n' | sort
            cat /etc/passwd /etc/group
            """;

    /** A machine that has had another installation before is as new. */
    private static final String CLEAN = """
            rm -rf /etc/tedge /var/lib/tedge /var/log/tedge /var/tedge
            ! getent passwd tedge || userdel tedge
            mkdir -p /etc/systemd/system/multi-user.target.wants
            """;

    private final BootedMachine machine;
    private final int port = FreePort.next();

    PackageInstallST(@TempDir Path directory) throws Exception {
        DebianPackage built = DebianPackage.built();
        Path home = Files.createDirectory(directory.resolve("machine"));
        machine = new BootedMachine(home)
                .file(built.file(), "/root/new.deb")
                .file(built.withVersion("0.0.9", directory).file(), "/root/old.deb");
    }

    @BeforeEach
    void boot() {
        machine.boot();
        shell(CLEAN);
    }

    @AfterEach
    void pullThePlug() {
        machine.close();
    }

    /** The class-data archive is made four times. */
    @Test
    @Timeout(value = 5, unit = MINUTES)
    void package_livesAndGoes_withoutATrace() {
        String before = shell(LIST);

        dpkg("--install", "/root/old.deb");
        isInstalled_butNotStarted();
        putIntoUse();
        String process = mainProcess();

        dpkg("--install", "/root/new.deb");
        assertThat(mainProcess()).isNotEqualTo(process).isNotEqualTo("0");
        nothingIsLost();

        machine.succeed("rm", "/usr/lib/tedge/tedge.jsa");
        machine.succeed("dpkg-trigger", "--by-package=openjdk-17-jre-headless", "/usr/lib/jvm");
        dpkg("--triggers-only", "tedge-gateway");
        machine.succeed("test", "-s", "/usr/lib/tedge/tedge.jsa");

        machine.succeed("dpkg", "--remove", "tedge-gateway");
        assertThat(machine.run("systemctl", "is-active", GATEWAY).out()).isEqualTo("inactive\n");
        assertThat(machine.run("test", "-e", "/usr/lib/tedge").exitCode()).isEqualTo(1);
        machine.succeed("test", "-s", "/etc/tedge/device-certs/tedge-private-key.pem");

        machine.succeed("dpkg", "--purge", "tedge-gateway");
        assertThat(shell(LIST)).isEqualTo(before);
    }

    /** As in a container that is being built. */
    @Test
    void package_isInstalled_withoutSystemd_andKeepsWhatThinEdgeLeft() {
        shell("mkdir /etc/tedge && echo '# theirs' >/etc/tedge/tedge.toml && chmod 775 /etc/tedge");

        assertThat(
                        shell(
                                "exec unshare --mount sh -c 'mount -t tmpfs none /run && exec dpkg --install /root/new.deb 2>&1'"))
                .contains("Setting up tedge-gateway")
                .doesNotContainIgnoringCase("warn", "fail", "error");

        assertThat(shell("cat /etc/tedge/tedge.toml; stat -c %U /var/lib/tedge; tedge config get mqtt.broker.embedded"))
                .isEqualTo("# theirs\ntedge\nfalse\n");
        machine.succeed("mv", "/usr/sbin/mosquitto", "/usr/sbin/no-mosquitto");
        assertThat(machine.succeed("tedge", "config", "get", "mqtt.broker.embedded"))
                .isEqualTo("true\n");
    }

    private void isInstalled_butNotStarted() {
        assertThat(machine.succeed("stat", "-c", "%A %U:%G", "/etc/tedge", "/etc/tedge/routes", "/var/lib/tedge"))
                .isEqualTo("drwxr-xr-x tedge:tedge\ndrwxr-xr-x tedge:tedge\ndrwxr-x--- tedge:tedge\n");
        machine.succeed("test", "-s", "/usr/lib/tedge/tedge.jsa");
        assertThat(machine.succeed("tedge", "--version")).startsWith("tedge ");
        assertThat(machine.run("systemctl", "is-active", GATEWAY).out()).isEqualTo("inactive\n");
        assertThat(machine.run("systemctl", "is-enabled", GATEWAY).out()).isEqualTo("disabled\n");
    }

    private void putIntoUse() {
        shell("""
                tedge cert create --device-id dev-1
                tedge config set aws.url 127.0.0.1
                tedge config set aws.mqtt.port 1
                tedge config set mqtt.broker.embedded true
                tedge config set mqtt.client.port %d
                echo '# mine' >>/etc/mosquitto/conf.d/tedge.conf
                systemctl enable --now %s
                """.formatted(port, GATEWAY));
        await().atMost(1, MINUTES)
                .untilAsserted(
                        () -> assertThat(machine.succeed("tedge", "status")).containsPattern("local +up"));
        machine.succeed("tedge", "mqtt", "pub", "te/device/main///m/kept", "{\"kept\":1}");
        await().atMost(1, MINUTES).untilAsserted(() -> waitsInTheOutbox());
    }

    private void nothingIsLost() {
        assertThat(machine.succeed("cat", "/etc/mosquitto/conf.d/tedge.conf")).endsWith("# mine\n");
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

    private String shell(String script) {
        return machine.succeed("sh", "-e", "-c", script);
    }

    /** It says what it does, and nothing is wrong. */
    private void dpkg(String action, String what) {
        Finished finished = machine.run("dpkg", action, what);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        assertThat(finished.err()).isEmpty();
    }
}
