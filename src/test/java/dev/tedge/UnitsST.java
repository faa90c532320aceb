package dev.tedge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.testing.machine.BootedMachine;
import dev.tedge.testing.machine.BootedMachine.Finished;
import dev.tedge.testing.machine.Installation;
import dev.tedge.testing.machine.RequiresMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The units as systemd reads them. */
class UnitsST {

    private static final Path SERVICE = Path.of("deploy/systemd/tedge-mapper-aws.service");
    private static final Path OF_PROFILES = Path.of("deploy/systemd/tedge-mapper-aws@.service");

    @Test
    @RequiresMachine
    void units_areUnderstood_andHardened(@TempDir Path directory) {
        try (BootedMachine machine =
                Installation.into(new BootedMachine(directory)).boot()) {
            Installation.complete(machine);
            List<String> verify = new ArrayList<>(List.of("systemd-analyze", "verify"));
            Installation.units().forEach(unit -> verify.add(unit.replace("@.", "@aws.")));
            Finished verified = machine.run(verify.toArray(String[]::new));
            assertThat(verified).isEqualTo(new Finished(0, "", ""));
            isHardened(machine, "tedge-mapper-aws.service", 15);
            // As root, with the capabilities to give files to the user of the gateway.
            isHardened(machine, "tedge-cert-renewer@.service", 25);
        }
    }

    private static void isHardened(BootedMachine machine, String unit, int tenthsOfExposure) {
        Finished secure =
                machine.run("systemd-analyze", "security", "--offline=true", "--threshold=" + tenthsOfExposure, unit);
        assertThat(secure.exitCode()).as(secure.out()).isZero();
    }

    /**
     * Two files, so that each is complete for who reads it or copies it: systemd can't include, and with what they share in a
     * drop-in, each unit would need that drop-in under its own name.
     */
    @Test
    void unitOfProfiles_isTheSame_butForTheProfile() throws IOException {
        assertThat(Files.readString(OF_PROFILES))
                .isEqualTo(Files.readString(SERVICE)
                        .replace(
                                "Description=tedge gateway to AWS IoT Core\n",
                                "Description=tedge gateway to AWS IoT Core, profile %i\nPartOf=tedge-mapper-aws.target\n")
                        .replace("run aws\n", "run aws --profile %i\n"));
    }
}
