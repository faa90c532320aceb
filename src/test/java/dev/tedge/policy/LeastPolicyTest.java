package dev.tedge.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastPolicyTest {

    private static final Scope HERE = new Scope(Optional.of("eu-central-1"), Optional.of("123456789012"));

    @Test
    void document_hasOneStatement_forWhatTheSameActionsMayUse() {
        Needs needs = new Needs().connect("t").consume("c", "x/t").publish("p", "x/t", false);

        assertThat(LeastPolicy.of(needs.all(), HERE).compact())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Effect\":\"Allow\",\"Action\":\"iot:Connect\","
                        + "\"Resource\":\"arn:aws:iot:eu-central-1:123456789012:client/t\"},"
                        + "{\"Effect\":\"Allow\",\"Action\":\"iot:Subscribe\","
                        + "\"Resource\":\"arn:aws:iot:eu-central-1:123456789012:topicfilter/x/t\"},"
                        + "{\"Effect\":\"Allow\",\"Action\":[\"iot:Receive\",\"iot:Publish\"],"
                        + "\"Resource\":\"arn:aws:iot:eu-central-1:123456789012:topic/x/t\"}]}");
    }

    @Test
    void document_leavesOut_whatAnotherResourceCovers() {
        Needs needs = new Needs().publish("all", "x/#", false).publish("some", "x/+/m/+", false);

        assertThat(LeastPolicy.of(needs.all(), HERE).compact())
                .contains("topic/x\"", "topic/x/*\"")
                .doesNotContain("/m/");
    }

    @Test
    void retain_isAllowed_whereItIsNeeded() {
        Needs needs = new Needs().publish("kept", "x/a", true).publish("gone", "x/b", false);

        assertThat(LeastPolicy.of(needs.all(), HERE).compact())
                .contains("\"Action\":[\"iot:Publish\",\"iot:RetainPublish\"],\"Resource\":"
                        + "\"arn:aws:iot:eu-central-1:123456789012:topic/x/a\"")
                .contains("\"Action\":\"iot:Publish\",\"Resource\":"
                        + "\"arn:aws:iot:eu-central-1:123456789012:topic/x/b\"");
    }

    @Test
    void shadow_isPublishedTo_inItsRequestsOnly() {
        Needs needs = new Needs().publish("s", "$aws/things/t/shadow/#", false);

        assertThat(needs.all())
                .extracting(Need::resource)
                .containsExactly(
                        "topic/$aws/things/t/shadow/get",
                        "topic/$aws/things/t/shadow/update",
                        "topic/$aws/things/t/shadow/delete",
                        "topic/$aws/things/t/shadow/name/*/get",
                        "topic/$aws/things/t/shadow/name/*/update",
                        "topic/$aws/things/t/shadow/name/*/delete");
    }

    @Test
    void document_hasOneResource_forClassicAndNamedShadows() {
        Needs needs = new Needs().publish("s", "$aws/things/t/shadow/#", false);

        assertThat(LeastPolicy.of(needs.all(), HERE).compact())
                .contains("/shadow/*get", "/shadow/*update", "/shadow/*delete")
                .doesNotContain("/shadow/get", "/name/");
    }

    @Test
    void filter_isSubscribedTo_literally_andReceivedWithoutItsParent() {
        assertThat(new Needs().consume("c", "x/+/#").all())
                .extracting(Need::resource)
                .containsExactly("topicfilter/x/+/#", "topic/x/*/*");
    }

    @Test
    void indented_saysTheSame() throws Exception {
        LeastPolicy policy = LeastPolicy.of(
                new Needs().connect("t").publish("p", "x/#", true).all(), HERE);

        assertThat(PolicyDocument.parse(policy.indented()).isSameAs(PolicyDocument.parse(policy.compact())))
                .isTrue();
        assertThat(policy.indented().replaceAll("\\s", "")).hasSize(policy.characters());
    }

    @ParameterizedTest
    @CsvSource({
        "eu-central-1, 123456789012, arn:aws:iot:eu-central-1:123456789012:topic/a",
        "cn-north-1, 123456789012, arn:aws-cn:iot:cn-north-1:123456789012:topic/a",
        "us-gov-west-1, 123456789012, arn:aws-us-gov:iot:us-gov-west-1:123456789012:topic/a",
        ",, arn:aws:iot:*:*:topic/a",
    })
    void arn_namesWhatIsKnown(String region, String account, String arn) {
        assertThat(new Scope(Optional.ofNullable(region), Optional.ofNullable(account)).arn("topic/a"))
                .isEqualTo(arn);
    }

    @Test
    void scope_refusesWhatCantBe() {
        assertThatThrownBy(() -> new Scope(Optional.of("Frankfurt"), Optional.empty()))
                .hasMessageContaining("'Frankfurt' is not an AWS region");
        assertThatThrownBy(() -> new Scope(Optional.empty(), Optional.of("12")))
                .hasMessageContaining("give its 12 digits");
    }

    @ParameterizedTest
    @CsvSource({
        "a1b2c3-ats.iot.eu-central-1.amazonaws.com, eu-central-1",
        "a1b2c3.iot.us-east-1.amazonaws.com, us-east-1",
        "a1b2c3.ats.iot.cn-north-1.amazonaws.com.cn,",
        "localhost,",
        "a1b2c3-ats.iot.eu-central-1.amazonaws.com.evil.example,",
    })
    void region_isReadFromAnEndpointOfAws(String host, String region) {
        assertThat(Scope.regionOf(host)).isEqualTo(Optional.ofNullable(region));
    }
}
