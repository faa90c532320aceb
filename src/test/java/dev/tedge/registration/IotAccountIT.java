package dev.tedge.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.policy.IotAction;
import dev.tedge.policy.Need;
import dev.tedge.policy.PolicyCheck.Finding;
import dev.tedge.testing.TestingHttpProxy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.iot.IotClient;

/** Registration against a stand-in that checks signatures. */
class IotAccountIT {

    private static final String DOCUMENT =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"iot:Connect\",\"Resource\":\"*\"}]}";
    private static final Device DEVICE = new Device("rpi", Optional.empty(), "PEM", "tedge");

    private TestingControlPlane aws;
    private IotAccount account;

    @BeforeEach
    void begin() throws Exception {
        aws = TestingControlPlane.start();
        account = account(aws.uri(), TestingControlPlane.SECRET_KEY);
    }

    @AfterEach
    void end() {
        account.close();
        aws.close();
    }

    @Test
    void everything_isMade_andMadeOnce() throws Exception {
        assertThat(register()).isEqualTo(List.of("there now", "made", "made"));
        assertThat(aws.policies()).containsEntry("tedge", DOCUMENT);
        assertThat(aws.certificate()).contains("PEM");

        assertThat(register()).isEqualTo(List.of("there now", "existed already", "existed already"));
        assertThat(aws.attachedPolicies()).containsExactly("tedge");
        assertThat(aws.attachedThings()).containsExactly("rpi");
        assertThat(account.endpoint()).isEqualTo(TestingControlPlane.ENDPOINT);
    }

    @Test
    void thing_tellsWhereItIs() throws Exception {
        Thing thing = account.thing(DEVICE);

        assertThat(thing.region()).isEqualTo("eu-central-1");
        assertThat(thing.account()).isEqualTo("123456789012");
    }

    @Test
    void thing_ofAnotherType_isUsed_whenNoneIsAskedFor() throws Exception {
        aws.hasThing("rpi", Optional.of("gateway"));

        assertThat(account.thing(DEVICE).note()).isEqualTo("existed already");
        assertThatThrownBy(() -> account.thing(new Device("rpi", Optional.of("sensor"), "PEM", "tedge")))
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining("exists with the thing type 'gateway', not with the thing type 'sensor'");
    }

    @Test
    void policy_withAnotherDocument_isUsed_whenItAllowsEverything() throws Exception {
        aws.hasPolicy("tedge", DOCUMENT.replace("iot:Connect", "iot:*"));

        assertThat(account.policy(DEVICE, DOCUMENT, other -> List.of()))
                .isEqualTo("existed already with another document, which allows all that the routes do");
    }

    @Test
    void policy_withAnotherDocument_isNotChanged_whenItWouldBreakSomething() {
        String other = DOCUMENT.replace("iot:Connect", "iot:Publish");
        aws.hasPolicy("tedge", other);
        Finding finding = new Finding(new Need("connection", IotAction.CONNECT, "rpi"), "not allowed");

        assertThatThrownBy(() -> account.policy(DEVICE, DOCUMENT, any -> List.of(finding)))
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining("would break 1 things, first route 'connection' (iot:Connect on 'client/rpi')")
                .hasMessageContaining("--policy-name")
                .hasMessageContaining("create-policy-version");
        assertThat(aws.policies()).containsEntry("tedge", other);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"INACTIVE", "REVOKED"})
    void certificate_thatIsNotActive_staysSo(String status) {
        aws.hasCertificate(status);

        assertThatThrownBy(() -> account.certificate(DEVICE))
                .hasMessageContaining("is registered, but " + status)
                .hasMessageContaining("--new-status ACTIVE");
    }

    @Test
    void certificate_ofAnotherThing_isSaidToBe() {
        aws.hasCertificate("ACTIVE", "other");

        assertThatThrownBy(() -> account.certificate(DEVICE)).hasMessageContaining("attached to the thing 'other'");
    }

    @Test
    void certificate_ofAnotherAccount_isSaidToBe() {
        aws.certificateIsElsewhere();

        assertThatThrownBy(() -> account.certificate(DEVICE))
                .hasMessageContaining("registered, but not in this account and region");
    }

    @Test
    void throttling_isWaitedFor() throws Exception {
        aws.refuse("GET /endpoint", 2, 429, "ThrottlingException", "Rate exceeded");

        assertThat(account.endpoint()).isEqualTo(TestingControlPlane.ENDPOINT);
        assertThat(aws.requests()).hasSize(3);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "429 | ThrottlingException | Rate exceeded | AWS throttles iot:DescribeEndpoint (ThrottlingException): wait a minute",
                "403 | AccessDeniedException | User: arn:aws:iam::1:user/x is not authorized to perform: iot:DescribeEndpoint on resource: * | do not allow iot:DescribeEndpoint: have an administrator",
                "403 | AccessDeniedException | no | do not allow iot:DescribeEndpoint: have an administrator",
                "403 | UnrecognizedClientException | The security token included in the request is invalid. | AWS does not know the access key",
                "403 | ExpiredTokenException | expired | The AWS credentials have expired",
                "403 | InvalidSignatureException | Signature expired: 20200101T000000Z is now earlier than 20261123T000000Z | set its clock",
                "400 | InvalidRequestException | Bad | AWS refused iot:DescribeEndpoint: Bad (InvalidRequestException)",
            })
    void refusal_isPutIntoWords(int status, String error, String message, String words) {
        aws.refuse("GET /endpoint", Integer.MAX_VALUE, status, error, message);

        assertThatThrownBy(account::endpoint)
                .isInstanceOf(RegistrationException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            503 | has the status 503 and no reason
            200 | is not AWS's: does a proxy or a portal
            """)
    void answer_thatIsNotAwss_isSaidToBe(int status, String words) {
        aws.answerWithHtml(status);

        assertThatThrownBy(account::endpoint)
                .hasMessageContaining(words)
                .hasMessageContaining("iot:DescribeEndpoint")
                .hasMessageNotContaining("null")
                .hasNoCause();
    }

    @Test
    void policy_thatIsRemovedMeanwhile_isSaidToBe() throws Exception {
        Certificate certificate = account.certificate(DEVICE);
        aws.refuse("PUT /target-policies/tedge", 9, 404, "ResourceNotFoundException", "Policy not found");

        assertThatThrownBy(() -> account.attachPolicy(DEVICE, certificate))
                .isInstanceOf(RegistrationException.class)
                .hasMessage("AWS does not find what iot:AttachPolicy needs, so somebody removed it just now:"
                        + " run the command again (Policy not found)")
                .hasNoCause();
    }

    @Test
    void proxy_isAsked_forTheHostOfTheRegion() throws Exception {
        String refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
        try (TestingHttpProxy proxy = TestingHttpProxy.to(1, request -> refusal)) {
            URI address = URI.create("http://127.0.0.1:" + proxy.port());
            SdkHttpClient http = UrlConnectionHttpClient.builder()
                    .proxyConfiguration(IotAccount.through(Optional.of(address)))
                    .build();
            URI aws = URI.create("https://" + IotAccount.host("eu-central-1"));
            try (IotAccount far = account(aws, TestingControlPlane.SECRET_KEY, http)) {
                assertThatThrownBy(far::endpoint)
                        .hasMessageContaining("The proxy does not open a tunnel to AWS")
                        .hasMessageContaining("proxy.*");
            }
            assertThat(proxy.requests().get(0)).startsWith("CONNECT iot.eu-central-1.amazonaws.com:443 ");
        }
    }

    @Test
    void wrongSecret_isSaidToBe() {
        try (IotAccount wrong = account(aws.uri(), "another/secret")) {
            assertThatThrownBy(wrong::endpoint)
                    .hasMessageContaining("the secret is not the one that belongs to it")
                    .hasMessageContaining("The signature does not match");
        }
    }

    @Test
    void nobodyThere_isSaidToBe() {
        aws.close();

        assertThatThrownBy(account::endpoint).hasMessageContaining("AWS in the region 'eu-central-1' can't be reached");
    }

    private List<String> register() throws RegistrationException {
        Thing thing = account.thing(DEVICE);
        String policy = account.policy(DEVICE, DOCUMENT, other -> List.of());
        Certificate certificate = account.certificate(DEVICE);
        account.attachPolicy(DEVICE, certificate);
        account.attachThing(DEVICE, certificate);
        return List.of(thing.note(), policy, certificate.note());
    }

    private static IotAccount account(URI endpoint, String secret) {
        return account(endpoint, secret, UrlConnectionHttpClient.create());
    }

    private static IotAccount account(URI endpoint, String secret, SdkHttpClient http) {
        AwsCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create(TestingControlPlane.ACCESS_KEY, secret));
        BackoffStrategy soon = BackoffStrategy.fixedDelay(Duration.ofMillis(10));
        IotClient client = IotClient.builder()
                .region(Region.of(TestingControlPlane.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(options -> options.retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(3)
                        .backoffStrategy(soon)
                        .throttlingBackoffStrategy(soon)
                        .build()))
                .build();
        return new IotAccount(client, credentials, TestingControlPlane.REGION);
    }
}
