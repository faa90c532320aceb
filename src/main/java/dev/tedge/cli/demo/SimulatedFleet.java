package dev.tedge.cli.demo;

import dev.tedge.certificate.PemCertificates;
import dev.tedge.simulator.AwsIotSimulatorBuilder;
import dev.tedge.simulator.policy.PolicyDocument;
import dev.tedge.simulator.provisioning.ProvisioningTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Devices that the simulator does not know when it starts.
 *
 * @param claims certificates with which devices ask for one of their own, in PEM
 * @param templates of fleet provisioning, in JSON, called like the files without {@code .json}; without one there is {@value
 *     #USUAL_TEMPLATE}
 * @param authorities CAs whose devices are provisioned just in time, in PEM; the common name is the thing
 */
public record SimulatedFleet(List<Path> claims, List<Path> templates, List<Path> authorities) {

    private static final String USUAL_TEMPLATE = "fleet";

    /** The name by which templates attach the policy of all devices. */
    private static final String POLICY_NAME = "gateway";

    private static final String TEMPLATE = """
            {"Parameters": {"%1$s": {"Type": "String"}, "AWS::IoT::Certificate::Id": {"Type": "String"}},
             "Resources": {
               "thing": {"Type": "AWS::IoT::Thing", "Properties": {"ThingName": {"Ref": "%1$s"}}},
               "certificate": {"Type": "AWS::IoT::Certificate",
                 "Properties": {"CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}},
               "policy": {"Type": "AWS::IoT::Policy", "Properties": {"PolicyName": "%2$s"}}}}
            """;

    /** All that has to do with provisioning, as in AWS's example of a claim's policy. */
    private static final PolicyDocument CLAIM_POLICY = PolicyDocument.parse("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"},
              {"Effect": "Allow", "Action": ["iot:Publish", "iot:Receive"], "Resource": [
                "arn:aws:iot:*:*:topic/$aws/certificates/create-from-csr/*",
                "arn:aws:iot:*:*:topic/$aws/provisioning-templates/*"]},
              {"Effect": "Allow", "Action": "iot:Subscribe", "Resource": [
                "arn:aws:iot:*:*:topicfilter/$aws/certificates/create-from-csr/*",
                "arn:aws:iot:*:*:topicfilter/$aws/provisioning-templates/*"]}]}
            """);

    public SimulatedFleet {
        claims = List.copyOf(claims);
        templates = List.copyOf(templates);
        authorities = List.copyOf(authorities);
    }

    /**
     * Makes them known to a simulator that is about to start.
     *
     * @param policy of all devices
     * @throws IllegalArgumentException when AWS would not take a template
     */
    void addTo(AwsIotSimulatorBuilder builder, PolicyDocument policy) {
        builder.policy(POLICY_NAME, policy);
        claims.forEach(claim -> builder.claim(PemCertificates.first(claim), CLAIM_POLICY));
        authorities.forEach(authority -> builder.jitp(
                PemCertificates.first(authority),
                ProvisioningTemplate.parse(TEMPLATE.formatted("AWS::IoT::Certificate::CommonName", POLICY_NAME))));
        templates.forEach(file -> builder.template(name(file), template(file)));
        if (templates.isEmpty() && !claims.isEmpty()) {
            builder.template(
                    USUAL_TEMPLATE, ProvisioningTemplate.parse(TEMPLATE.formatted("SerialNumber", POLICY_NAME)));
        }
    }

    /** What a user types to have a device provisioned; nothing without claims. */
    List<String> advice(String tedge) {
        String template =
                templates.stream().findFirst().map(SimulatedFleet::name).orElse(USUAL_TEMPLATE);
        return claims.stream()
                .limit(1)
                .map(claim -> "  %s cert provision --template %s --claim-cert %s --claim-key <FILE> --device-id <ID>"
                        .formatted(tedge, template, claim))
                .toList();
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.json$", "");
    }

    private static ProvisioningTemplate template(Path file) {
        try {
            return ProvisioningTemplate.parse(text(file));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("%s: %s".formatted(file, wrong.getMessage()), wrong);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("the template can't be read", unreadable);
        }
    }
}
