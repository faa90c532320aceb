package dev.tedge.registration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code tedge aws register} of the packaged jar, which has only the part of AWS's library that it needs: each step, and each
 * answer that leads to another request.
 */
class AwsRegisterST {

    private static final String POLICY = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
            + "\"Action\":\"iot:*\",\"Resource\":\"*\"}]}";

    private final Path directory;

    private TestingControlPlane aws;
    private Map<String, String> environment;

    AwsRegisterST(@TempDir Path directory) {
        this.directory = directory;
    }

    /** @param text stdout, and stderr after it */
    private record Finished(int exitCode, String text) {}

    @BeforeEach
    void begin() throws Exception {
        aws = TestingControlPlane.start();
        environment = Map.of(
                "AWS_ACCESS_KEY_ID", TestingControlPlane.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", TestingControlPlane.SECRET_KEY,
                "AWS_ENDPOINT_URL_IOT", aws.uri().toString());
        assertThat(tedge("cert", "create", "--device-id", "rpi").exitCode()).isZero();
    }

    @AfterEach
    void end() {
        aws.close();
    }

    @Test
    void device_isRegistered_andTheEndpointIsSet() throws Exception {
        Finished first = register();

        assertThat(first).isEqualTo(new Finished(0, """
                Looking for AWS credentials... ✓
                Creating the thing 'rpi'... ✓
                    => there now
                Creating the policy 'tedge'... ✓
                    => made
                Registering the certificate %s... ✓
                    => made
                Attaching the policy to the certificate... ✓
                Attaching the thing to the certificate... ✓
                Reading the endpoint of the account... ✓
                    => %s
                Setting aws.url... ✓
                The device 'rpi' is registered in the account 123456789012, region eu-central-1.
                    => connect it with `tedge connect aws`
                """.formatted(
                directory.toRealPath().resolve("device-certs/tedge-certificate.pem"), TestingControlPlane.ENDPOINT)));
        assertThat(tedge("config", "get", "aws.url").text()).isEqualTo(TestingControlPlane.ENDPOINT + "\n");
        assertThat(aws.attachedThings()).containsExactly("rpi");
        assertThat(aws.policies().get("tedge"))
                .contains("arn:aws:iot:eu-central-1:123456789012:client/${iot:Connection.Thing.ThingName}");
        assertThat(register().text()).contains("existed already");
    }

    @Test
    void whatExists_isLookedAt() throws Exception {
        aws.hasThing("rpi", Optional.of("gateway"));
        aws.hasPolicy("tedge", POLICY);
        aws.hasCertificate("ACTIVE", "rpi");

        Finished finished = register();

        assertThat(finished.exitCode()).isZero();
        assertThat(finished.text())
                .contains("existed already", "with another document, which allows all that the routes do");
        assertThat(aws.policies()).containsEntry("tedge", POLICY);
    }

    @Test
    void aPolicyThatWouldBreakRoutes_isTheEnd() throws Exception {
        aws.hasPolicy("tedge", POLICY.replace("iot:*", "iot:Connect"));

        Finished finished = register();

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.text())
                .contains("Creating the policy 'tedge'... ✗", "error: The policy 'tedge' exists with another document");
        assertThat(aws.attachedPolicies()).isEmpty();
    }

    @Test
    void whatIsDenied_namesTheAction() throws Exception {
        aws.refuse(
                "POST /policies/tedge",
                9,
                403,
                "AccessDeniedException",
                "User x is not authorized to perform: iot:CreatePolicy");

        assertThat(register().text()).contains("error: The AWS credentials do not allow iot:CreatePolicy");
    }

    @Test
    void withoutCredentials_thePlacesAreNamed() throws Exception {
        environment = Map.of("AWS_ENDPOINT_URL_IOT", aws.uri().toString());

        Finished finished = register();

        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.text())
                .startsWith("Looking for AWS credentials... ✗\nerror: No AWS credentials found")
                .endsWith("run the commands elsewhere\n")
                .contains("AWS_ACCESS_KEY_ID", "~/.aws/credentials", "aws configure export-credentials")
                .doesNotContain("software.amazon", "Unable to load");
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void aMistakeInAwssFile_isSaidToBe() throws Exception {
        Path file = Files.writeString(directory.resolve("none"), "[default\nregion = eu-central-1\n");

        assertThat(tedge("aws", "register").text()).contains("The file " + file + " can't be read, correct it: ");
    }

    @Test
    void withoutRegion_oneIsAskedFor() throws Exception {
        assertThat(tedge("aws", "register").text()).contains("give --region, or set AWS_REGION");
    }

    private Finished register() throws IOException, InterruptedException {
        return tedge("aws", "register", "--region", TestingControlPlane.REGION);
    }

    private Finished tedge(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("tedge.jar")));
        command.addAll(List.of(words));
        Path output = Files.createTempFile(directory, "out", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("TEDGE_") || name.startsWith("AWS_") || name.contains("JAVA_"));
        builder.environment().putAll(environment);
        // Nothing of this machine's: no files, no instance.
        builder.environment().put("AWS_CONFIG_FILE", directory.resolve("none").toString());
        builder.environment()
                .put("AWS_SHARED_CREDENTIALS_FILE", directory.resolve("none").toString());
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        builder.environment().put("TEDGE_CONFIG_DIR", directory.toString());
        int exitCode = builder.start().waitFor();
        return new Finished(exitCode, Files.readString(output, StandardCharsets.UTF_8));
    }
}
