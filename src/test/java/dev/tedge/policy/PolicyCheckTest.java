package dev.tedge.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tedge.policy.PolicyCheck.Finding;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyCheckTest {

    private static final Scope HERE = new Scope(Optional.of("eu-central-1"), Optional.of("123456789012"));
    private static final String ARN = "arn:aws:iot:eu-central-1:123456789012:";

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exact | topic/x/t",
                "star | topic/x/*",
                "question mark | topic/x/?",
                "variable of the thing | topic/x/${iot:Connection.Thing.ThingName}",
                "variable of the client | topic/x/${iot:ClientId}",
                "variable, any case | topic/x/${IOT:clientid}",
                "everything | *",
            })
    void resource_thatMatches_allows(String reason, String resource) throws Exception {
        String full = resource.equals("*") ? resource : ARN + resource;
        assertThat(findings(allow("iot:Publish", full), publish("x/t")))
                .as(reason)
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "mqtt wildcard is literal | topic/x/+ | not allowed by any statement",
                "other type | topicfilter/x/t | not allowed by any statement",
                "unknown variable | topic/x/${aws:username} | not allowed by any statement",
            })
    void resource_thatDoesNotMatch_isNamed(String reason, String resource, String expected) throws Exception {
        assertThat(findings(allow("iot:Publish", ARN + resource), publish("x/t")))
                .extracting(Finding::reason)
                .containsExactly(expected);
    }

    @Test
    void otherRegion_isSaidToBeOne() throws Exception {
        assertThat(findings(allow("iot:Publish", "arn:aws:iot:us-east-1:123456789012:topic/x/t"), publish("x/t")))
                .extracting(Finding::reason)
                .containsExactly("not allowed: statement 1 is for another region or account");
    }

    @Test
    void unknownScope_isTakenFromThePolicy() throws Exception {
        PolicyDocument policy = PolicyDocument.parse(allow("iot:Publish", ARN + "topic/x/t"));

        assertThat(new PolicyCheck(policy, new Scope(Optional.empty(), Optional.empty()), "t").findings(publish("x/t")))
                .isEmpty();
    }

    @Test
    void deny_wins_evenWhereItMeetsAPartOnly() throws Exception {
        String policy = """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"iot:*","Resource":"*"},
                  {"Sid":"NoAlarms","Effect":"Deny","Action":"iot:Publish","Resource":"%stopic/x/*/a/*"}]}
                """.formatted(ARN);

        assertThat(findings(policy, publish("x/#")))
                .extracting(finding -> finding.need().resource(), Finding::reason)
                .containsExactly(tuple("topic/x/*", "denied by statement 2 'NoAlarms'"));
    }

    @Test
    void connectAttributes_haveToNameThePersistentSession() throws Exception {
        String lacking = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iot:Connect","Resource":"*",
                 "Condition":{"ForAllValues:StringEquals":{"iot:ConnectAttributes":["LastWill"]}}}}
                """;
        List<Need> connect = new Needs().connect("t").all();

        assertThat(findings(lacking, connect))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).contains("lacks PersistentConnect"));
        assertThat(findings(lacking.replace("LastWill", "PersistentConnect"), connect))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "Deny, Bool, true, denied by statement 2",
        "Deny, StringEquals, true, denied by statement 2",
        "Deny, BoolIfExists, true, denied by statement 2",
        "Deny, StringNotEquals, false, denied by statement 2",
        "Deny, Bool, false,",
        "Deny, StringNotEquals, true,"
    })
    void deny_holds_whenTheDeviceIsAttached(String effect, String operator, String value, String expected)
            throws Exception {
        String policy = """
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"*","Resource":"*"},
                  {"Effect":"%s","Action":"iot:Publish","Resource":"*",
                   "Condition":{"%s":{"iot:Connection.Thing.IsAttached":["%s"]}}}]}
                """.formatted(effect, operator, value);

        assertThat(findings(policy, publish("x/t")))
                .extracting(Finding::reason)
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void allow_doesNotHold_whenItIsForDevicesThatAreNotAttached() throws Exception {
        String policy = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iot:*","Resource":"*",
                 "Condition":{"Bool":{"iot:Connection.Thing.IsAttached":["false"]}}}]}
                """;

        assertThat(findings(policy, publish("x/t")))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.reason()).contains("the condition of statement 1 does not hold"));
        assertThat(findings(policy.replace("false", "true"), publish("x/t"))).isEmpty();
    }

    @Test
    void deny_underAnotherCondition_isNoted() throws Exception {
        PolicyDocument policy = PolicyDocument.parse("""
                {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iot:*","Resource":"*",
                 "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}
                """);

        assertThat(new PolicyCheck(policy, HERE, "t").notes())
                .containsExactly("statement 1 denies under a condition that is not judged here: aws:SourceIp");
    }

    @Test
    void notes_nameWideGrants_andConditionsThatAreNotJudged() throws Exception {
        PolicyDocument policy = PolicyDocument.parse("""
                {"Version":"2012-10-17","Statement":[
                  {"Effect":"Allow","Action":"iot:Publish","Resource":"%stopic/*"},
                  {"Effect":"Allow","Action":"iot:Connect","Resource":"%sclient/${iot:ClientId}",
                   "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}},
                  {"Effect":"Allow","Action":"iot:Publish","Resource":"%stopic/x/${iot:ClientId}/*"}]}
                """.formatted(ARN, ARN, ARN));

        assertThat(new PolicyCheck(policy, HERE, "t").notes())
                .containsExactly(
                        "statement 1 allows iot:Publish on '" + ARN + "topic/*', which is more than one device needs",
                        "statement 2 holds under a condition that is not judged here: aws:SourceIp");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "not JSON | {\"Version\":} | line 1, column 12: ",
                "twice | {\"Version\":\"2012-10-17\",\"Version\":\"2012-10-17\"} | Duplicate field 'Version'",
                "old version | {\"Version\":\"2008-10-17\",\"Statement\":[]} | \"Version\" must be \"2012-10-17\"",
                "no statement | {\"Version\":\"2012-10-17\"} | at least one statement",
                "effect | {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"allow\"}]} | statement 1: \"Effect\" must be",
                "unknown member | {\"Version\":\"2012-10-17\",\"Statement\":[{\"NotAction\":\"x\"}]} | has no \"NotAction\"",
                "no action | {\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"}]} | \"Action\" must be a string",
                "a list | [] | the document must be a JSON object",
                "empty | '' | the document must be a JSON object",
            })
    void syntaxError_saysWhere(String reason, String text, String expected) {
        assertThatThrownBy(() -> PolicyDocument.parse(text))
                .as(reason)
                .isInstanceOf(PolicySyntaxException.class)
                .hasMessageContaining(expected);
    }

    @Test
    void longDocument_isRefused() {
        String text = allow("iot:Publish", "x".repeat(2048));

        assertThatThrownBy(() -> PolicyDocument.parse(text)).hasMessageContaining("AWS takes at most 2048");
    }

    private static List<Finding> findings(String policy, List<Need> needs) throws PolicySyntaxException {
        return new PolicyCheck(PolicyDocument.parse(policy), HERE, "t").findings(needs);
    }

    private static List<Need> publish(String topic) {
        return new Needs().publish("p", topic, false).all();
    }

    private static String allow(String action, String resource) {
        return """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"%s"}]}
                """.formatted(action, resource);
    }
}
