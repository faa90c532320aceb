package dev.tedge.simulator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tedge.simulator.registry.Registry;
import dev.tedge.simulator.registry.Thing;
import dev.tedge.simulator.service.TestingServiceCloud;
import dev.tedge.testing.TestingCertificates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JustInTimeTest {

    private static final ProvisioningTemplate TEMPLATE = ProvisioningTemplate.parse("""
            {"Parameters": {"AWS::IoT::Certificate::CommonName": {"Type": "String"}},
             "Resources": {
               "thing": {"Type": "AWS::IoT::Thing", "Properties": {
                 "ThingName": "robot-7",
                 "AttributePayload": {"owner": {"Ref": "AWS::IoT::Certificate::CommonName"}}}},
               "certificate": {"Type": "AWS::IoT::Certificate", "Properties": {
                 "CertificateId": {"Ref": "AWS::IoT::Certificate::Id"}, "Status": "Active"}}}}
            """);

    @Test
    void subject_reachesTheTemplate_asItWasMeant() {
        TestingCertificates factory = new TestingCertificates();
        TestingServiceCloud cloud = new TestingServiceCloud();
        Registry registry = new Registry(List.of(), List.of());
        JustInTime justInTime = new JustInTime(
                cloud,
                registry,
                new ProvisioningSettings(
                        Map.of(),
                        Map.of(),
                        List.of(new ProvisioningSettings.Authority(factory.authority(), Optional.of(TEMPLATE))),
                        Duration.ZERO));

        justInTime.connects("robot-7", factory.device("Acme,Inc.").certificate());
        cloud.pass(Duration.ZERO);

        assertThat(cloud.rejected).isEmpty();
        assertThat(registry.thing("robot-7"))
                .contains(new Thing("robot-7", Optional.empty(), Map.of("owner", "Acme,Inc.")));
    }
}
