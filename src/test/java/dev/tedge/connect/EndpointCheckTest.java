package dev.tedge.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointCheckTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1b2c3d4e5-ats.iot.eu-central-1.amazonaws.com",
                "A1B2C3D4E5-ATS.iot.eu-central-1.amazonaws.com.",
                "a1b2c3d4e5-ats.iot.cn-north-1.amazonaws.com.cn",
                "a1b2c3d4e5-ats.iot.us-gov-west-1.amazonaws.com",
                "data.iot-fips.us-east-1.amazonaws.com",
                "iot.example.com",
                "console.example.com",
                "localhost",
                "127.0.0.1"
            })
    void endpoint_isAccepted_whenItCanBeOne(String host) {
        assertThat(EndpointCheck.of(host)).isEqualTo(Findings.NONE);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "console of a region, eu-central-1.console.aws.amazon.com, address of the AWS console",
        "console, console.aws.amazon.com, address of the AWS console",
        "console in China, console.amazonaws.cn, address of the AWS console",
        "control plane, iot.eu-central-1.amazonaws.com, not a device data endpoint",
        "credentials provider, c1b2.credentials.iot.eu-central-1.amazonaws.com, not a device data endpoint",
        "another service, s3.amazonaws.com, not a device data endpoint",
        "home page, aws.amazon.com, not a device data endpoint"
    })
    void endpoint_isRefused_withTheWayToTheRightOne(String reason, String host, String expected) {
        Findings findings = EndpointCheck.of(host);

        assertThat(findings.problems())
                .singleElement()
                .asString()
                .contains("'" + host + "'", expected, "aws iot describe-endpoint --endpoint-type iot:Data-ATS")
                .doesNotContain("\n");
        assertThat(findings.warnings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1b2c3d4e5.iot.eu-central-1.amazonaws.com"})
    void oldEndpoint_isDoubtful(String host) {
        Findings findings = EndpointCheck.of(host);

        assertThat(findings.problems()).isEmpty();
        assertThat(findings.warnings()).singleElement().asString().contains(host, "-ats");
    }
}
