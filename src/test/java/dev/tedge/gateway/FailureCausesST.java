package dev.tedge.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.testing.TcpProxy;
import dev.tedge.testing.TestingCertificates;
import dev.tedge.testing.TestingIdentity;
import dev.tedge.testing.process.MosquittoProcess;
import dev.tedge.testing.process.RequiresMosquitto;
import dev.tedge.testing.process.TedgeProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever keeps the gateway from connecting: one line of its log names the cause and the remedy, and the gateway goes on by
 * itself when the cause is gone. All causes at once, each with a gateway of its own, since most of the time is spent waiting.
 */
@RequiresMosquitto
class FailureCausesST {

    /** A refusal is followed by at least ten seconds of silence. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Prepares a world in which the gateway can't connect. */
    private interface Trouble {

        /** @return what mends it */
        Mending begin(TestingWorld world) throws Exception;
    }

    /** Takes the cause away, while the gateway runs. */
    private interface Mending {
        void run() throws Exception;
    }

    /**
     * A gateway in trouble.
     *
     * @param link the one that can't connect, {@code aws} or {@code local}
     * @param words what the line has to say
     */
    private record Case(String link, List<String> words, TedgeProcess gateway, Mending mending) {

        void awaitComplaint() {
            String line = gateway.awaitLine(
                    "of " + words,
                    candidate -> isComplaint(candidate) && words.stream().allMatch(word -> candidate.contains(word)),
                    PATIENCE);
            assertThat(line).contains("; next attempt in ");
        }

        void awaitConnection() {
            gateway.awaitLine("of a connection", line -> line.contains(" " + link + ": connected to "), PATIENCE);
        }

        List<String> complaints() {
            return gateway.err().stream().filter(this::isComplaint).toList();
        }

        /** A wrong clock is mended in two steps, and the gateway may try in between. */
        int faults() {
            return words.contains("clock of this device says ") ? 2 : 1;
        }

        private boolean isComplaint(String line) {
            return line.contains("WARN") && line.contains(" " + link + ": ");
        }
    }

    private final List<TestingWorld> worlds = new ArrayList<>();
    private final List<Case> cases = new ArrayList<>();

    @AfterEach
    void end() {
        worlds.forEach(TestingWorld::close);
    }

    @Test
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    void everyCause_isNamedOnce_andTheGatewayRecovers(@TempDir Path directory) throws Exception {
        begin(directory, "aws", FailureCausesST::wrongAuthority, "is not signed by a trusted", "aws.root_cert_path");
        begin(directory, "aws", FailureCausesST::expiredServer, "server certificate", "is not valid now", "clock");
        begin(directory, "aws", FailureCausesST::expiredDevice, "device certificate expired on ", "tedge cert create");
        begin(directory, "aws", FailureCausesST::futureDevice, "certificate is not valid before ", "set it");
        begin(directory, "aws", FailureCausesST::wrongClock, "is not valid now", "clock of this device says ");
        begin(directory, "aws", FailureCausesST::unknownDevice, "did not accept the device", "registered and active");
        begin(directory, "aws", FailureCausesST::foreignKey, "private key", "does not belong", "tedge cert create");
        begin(directory, "aws", FailureCausesST::closedPort, "can't be reached", "refused", "aws.mqtt.port");
        begin(directory, "aws", FailureCausesST::policyWithoutConnect, "not authorized (0x87)", "iot:Connect");
        begin(directory, "local", FailureCausesST::wrongPassword, "refused the", "mqtt.client.auth.password_file");
        begin(directory, "aws", FailureCausesST::unknownHost, "host name 'robot.invalid' is unknown", "aws.url");
        TedgeProcess hopeless = cases.remove(cases.size() - 1).gateway();

        cases.forEach(Case::awaitComplaint);
        hopeless.awaitLine("host name 'robot.invalid' is unknown");
        for (Case one : cases) {
            one.mending().run();
        }

        cases.forEach(Case::awaitConnection);
        for (Case one : cases) {
            assertThat(one.complaints()).hasSizeBetween(1, one.faults());
            assertThat(one.gateway().err()).noneMatch(line -> line.startsWith("\tat "));
        }
        assertThat(hopeless.isAlive()).isTrue();
        assertThat(hopeless.err())
                .filteredOn(line -> line.contains("robot.invalid"))
                .hasSize(1);
    }

    private void begin(Path directory, String link, Trouble trouble, String... words) throws Exception {
        TestingWorld world = new TestingWorld(Files.createDirectory(directory.resolve("case-" + cases.size())));
        worlds.add(world);
        world.localEmbedded();
        Mending mending = trouble.begin(world);
        cases.add(new Case(link, List.of(words), world.process(), mending));
    }

    private static Mending wrongAuthority(TestingWorld world) throws IOException {
        world.networkTo(world.cloudSimulator());
        new TestingCertificates().writeAuthority(world.config());
        return () -> world.authority.writeAuthority(world.config());
    }

    private static Mending expiredServer(TestingWorld world) throws IOException {
        TestingCloud.Mosquitto cloud = world.cloudMosquitto();
        world.set("aws.mqtt.port", Integer.toString(cloud.port()));
        cloud.broker().useServerCertificate(world.authority.expiredServer());
        cloud.stop();
        cloud.start();
        return () -> {
            cloud.broker().useServerCertificate(world.authority.server());
            // A restart would be one more cause for a gateway that connects meanwhile.
            cloud.broker().reload();
        };
    }

    private static Mending expiredDevice(TestingWorld world) throws IOException {
        world.networkTo(world.cloudMosquitto());
        world.install(world.authority.expiredDevice(TestingWorld.THING));
        return () -> world.install(world.device);
    }

    private static Mending futureDevice(TestingWorld world) throws IOException {
        world.networkTo(world.cloudMosquitto());
        world.install(world.authority.notYetValidDevice(TestingWorld.THING));
        return () -> world.install(world.device);
    }

    /** As if the clock were behind: a device certificate was valid when it was installed. */
    private static Mending wrongClock(TestingWorld world) throws IOException {
        Mending renewServer = expiredServer(world);
        world.install(world.authority.notYetValidDevice(TestingWorld.THING));
        return () -> {
            world.install(world.device);
            renewServer.run();
        };
    }

    private static Mending unknownDevice(TestingWorld world) throws IOException {
        TestingCloud.Simulator cloud = world.cloudSimulator();
        world.networkTo(cloud);
        cloud.simulator().deregister(world.device.certificate());
        return () -> cloud.simulator().register(world.device.certificate());
    }

    private static Mending foreignKey(TestingWorld world) throws IOException {
        world.networkTo(world.cloudSimulator());
        TestingIdentity other = world.authority.device(TestingWorld.THING);
        world.install(new TestingIdentity(other.key(), world.device.certificate()));
        return () -> world.install(world.device);
    }

    private static Mending closedPort(TestingWorld world) throws IOException {
        TcpProxy network = world.networkTo(world.cloudSimulator());
        network.refuse();
        return network::accept;
    }

    private static Mending policyWithoutConnect(TestingWorld world) throws IOException {
        TestingCloud.Simulator cloud = world.cloudSimulator();
        world.networkTo(cloud);
        cloud.simulator().attach(PolicyDocument.parse("""
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "iot:Publish", "Resource": "*"}}
                """));
        return () -> cloud.simulator().attach(PolicyDocument.standard());
    }

    private static Mending wrongPassword(TestingWorld world) throws IOException {
        world.networkTo(world.cloudSimulator());
        Path directory = world.newDirectory("local");
        Path right = world.newDirectory("changed");
        MosquittoProcess local = world.local(MosquittoProcess.local(directory).password("gateway", "of the broker"));
        MosquittoProcess.local(right).password("gateway", "of the gateway");
        Path file = Files.writeString(world.config().resolve("password"), "of the gateway\n");
        world.set("mqtt.broker.embedded", "false");
        world.set("mqtt.client.auth.username", "gateway");
        world.set("mqtt.client.auth.password_file", file.toString());
        return () -> {
            Files.copy(right.resolve("passwords"), directory.resolve("passwords"), StandardCopyOption.REPLACE_EXISTING);
            local.reload();
        };
    }

    private static Mending unknownHost(TestingWorld world) throws IOException {
        world.networkTo(world.cloudSimulator());
        world.set("aws.url", "robot.invalid");
        return () -> {};
    }
}
