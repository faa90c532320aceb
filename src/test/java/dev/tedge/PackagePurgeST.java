package dev.tedge;

import static dev.tedge.testing.machine.PackageMachine.NEW;
import static dev.tedge.testing.machine.PackageMachine.SLOWER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.machine.PackageMachine;
import dev.tedge.testing.machine.RequiresMachine;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the package does on a machine with a past, or where it can't remove everything. */
@RequiresMachine
@EnabledIf(
        value = "dev.tedge.testing.DebianPackage#canBeInstalled",
        disabledReason = "adduser, openjdk-17-jre-headless and mosquitto are not installed by dpkg")
class PackagePurgeST {

    private final PackageMachine machine;

    PackagePurgeST(@TempDir Path directory) throws Exception {
        machine = new PackageMachine(directory);
        machine.makeNoMoreArchives();
    }

    @AfterEach
    void pullThePlug() {
        machine.close();
    }

    /** The outbox of an installation by hand; on the second attempt nobody uses it any more. */
    @Test
    void formerState_isMoved_whenNoGatewayUsesIt() {
        machine.shell("""
                mkdir -p /etc/tedge/.tedge-mapper-aws/outbox /etc/tedge/.tedge-mapper-c8y
                echo 1 >/etc/tedge/.tedge-mapper-aws/outbox/message
                echo 1 >/etc/tedge/.tedge-mapper-aws/lock
                cat >/root/hold <<'PERL'
                use Fcntl qw(:DEFAULT :seek);
                open(my $file, "+<", "/etc/tedge/.tedge-mapper-aws/lock") or die;
                my $lock = pack("ssx4qqi", F_WRLCK, SEEK_SET, 0, 0, 0);
                fcntl($file, F_SETLK, $lock) or die;
                system("systemd-notify", "--ready");
                sleep 600;
                PERL
                systemd-run --unit=former --property=Type=notify --property=NotifyAccess=all perl /root/hold
                """);
        machine.dpkg(
                SLOWER + "tedge-gateway: a gateway uses /etc/tedge/.tedge-mapper-aws: stop it, and then"
                        + " 'sudo dpkg-reconfigure tedge-gateway' moves it to /var/lib/tedge/.tedge-mapper-aws\n",
                "--install",
                NEW);
        machine.shell("systemctl stop former");

        assertThat(machine.succeed("sh", "/var/lib/dpkg/info/tedge-gateway.postinst", "configure", "0.1.0"))
                .contains("tedge-gateway: /etc/tedge/.tedge-mapper-aws is /var/lib/tedge/.tedge-mapper-aws now\n");
        assertThat(machine.shell("cd /var/lib/tedge; stat -c '%U %n' .tedge*/outbox/*; ls -A /etc/tedge | grep mapper"))
                .isEqualTo("tedge .tedge-mapper-aws/outbox/message\n.tedge-mapper-c8y\n");
    }

    @Test
    void purge_emptiesLinksAndMounts_andLeavesMosquittoAble_toStart() {
        machine.dpkg(SLOWER, "--install", NEW);
        machine.shell("""
                mkdir /srv/keys
                mount -t tmpfs none /etc/tedge
                ln -s /srv/keys /etc/tedge/device-certs
                touch /etc/tedge/tedge.toml /srv/keys/tedge-private-key.pem
                echo 'include_dir /etc/tedge/mosquitto-conf' >>/etc/mosquitto/mosquitto.conf
                """);

        assertThat(machine.run("dpkg", "--purge", "tedge-gateway")).satisfies(purge -> {
            assertThat(purge.exitCode()).as(purge.err()).isZero();
            assertThat(purge.err())
                    .contains("/etc/tedge stays, as it can't be removed")
                    .contains("/etc/tedge/mosquitto-conf stays, empty");
        });

        assertThat(machine.shell("find /srv/keys /etc/tedge"))
                .isEqualTo("/srv/keys\n/etc/tedge\n/etc/tedge/mosquitto-conf\n");
    }

    @Test
    void purge_leavesToThinEdge_whatItHasTakenOver() {
        machine.dpkg(SLOWER, "--install", NEW);
        machine.shell("""
                dpkg --remove tedge-gateway
                mkdir -p /root/theirs/DEBIAN
                printf 'Package: tedge\\nVersion: 1\\nArchitecture: all\\nMaintainer: a <a@b.c>\\nDescription: a\\n' \\
                  >/root/theirs/DEBIAN/control
                dpkg-deb --build /root/theirs /root/theirs.deb
                dpkg --install /root/theirs.deb
                dpkg --purge tedge-gateway
                """);

        machine.succeed("getent", "passwd", "tedge");
        machine.succeed("test", "-d", "/etc/tedge/device-certs");
    }
}
