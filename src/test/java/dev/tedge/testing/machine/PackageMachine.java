package dev.tedge.testing.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.DebianPackage;
import dev.tedge.testing.machine.BootedMachine.Finished;
import java.nio.file.Files;
import java.nio.file.Path;

/** A booted machine without our package, which is at {@link #NEW}, and an older one at {@link #OLD}. The test closes it. */
public final class PackageMachine implements AutoCloseable {

    public static final String NEW = "/root/new.deb";
    public static final String OLD = "/root/old.deb";

    /** What the package says when the archive can't be made. */
    public static final String SLOWER = "tedge-gateway: commands start slower until 'tedge --make-archive' succeeds\n";

    /** A machine that has had another installation before is as new. */
    private static final String CLEAN = """
            rm -rf /etc/tedge /var/lib/tedge /var/log/tedge /var/tedge /etc/sudoers.d/tedge
            ! getent passwd tedge || userdel tedge
            mkdir -p /etc/systemd/system/multi-user.target.wants /etc/systemd/system/timers.target.wants
            """;

    private static final String NO_MORE_ARCHIVES = """
            printf '#!/bin/sh\\necho "$*" >>/root/archives\\nexit 1\\n' >/usr/local/bin/timeout
            chmod 755 /usr/local/bin/timeout
            """;

    private final BootedMachine machine;

    /**
     * Boots it.
     *
     * @param directory an empty one to work in
     */
    public PackageMachine(Path directory) throws Exception {
        DebianPackage built = DebianPackage.built();
        machine = new BootedMachine(Files.createDirectory(directory.resolve("machine")))
                .file(built.file(), NEW)
                .file(built.former("0.0.9", directory).file(), OLD)
                .boot();
        shell(CLEAN);
    }

    /** From then on the package asks for archives, but they are not made, which takes long. */
    public void makeNoMoreArchives() {
        shell(NO_MORE_ARCHIVES);
    }

    /** From then on they are made again; how many have been asked for meanwhile. */
    public long makeArchivesAgain() {
        String asked = shell("rm /usr/local/bin/timeout; cat /root/archives");
        return asked.lines()
                .filter(line -> line.endsWith(" /usr/bin/tedge --make-archive"))
                .count();
    }

    /** dpkg, which must succeed and write no other trouble than this to stderr. */
    public void dpkg(String trouble, String action, String what) {
        Finished finished = machine.run("dpkg", action, what);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        assertThat(finished.err()).isEqualTo(trouble);
    }

    /** The output of a script, of which each command must succeed. */
    public String shell(String script) {
        return machine.succeed("sh", "-e", "-c", script);
    }

    /** See {@link BootedMachine#succeed}. */
    public String succeed(String... command) {
        return machine.succeed(command);
    }

    /** See {@link BootedMachine#run}. */
    public Finished run(String... command) {
        return machine.run(command);
    }

    /** See {@link BootedMachine#close}. */
    @Override
    public void close() {
        machine.close();
    }
}
