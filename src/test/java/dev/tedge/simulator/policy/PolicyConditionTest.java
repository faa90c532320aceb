package dev.tedge.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a Condition decides: AWS's own examples, and each operator and key. */
class PolicyConditionTest {

    private static final ConnectionIdentity.Thing ROBOT = new ConnectionIdentity.Thing(
            "robot-7", Optional.of("Robot"), Map.of("site", "north", "Floor", "2", "empty", ""), false);

    private static String policy(String effect, String condition) {
        return "{'Effect':'" + effect + "','Action':'iot:*','Resource':'*','Condition':{" + condition + "}}";
    }

    private static PolicyDocument document(String... statements) {
        String json = "{'Version':'2012-10-17','Statement':[" + String.join(",", statements) + "]}";
        return PolicyDocument.parse(json.replace('\'', '"'));
    }

    private static boolean allows(PolicyDocument policy, ConnectionIdentity identity, PolicyAction action) {
        return policy.resolve(identity).decide(action, "robot-7") instanceof PolicyDecision.Allowed;
    }

    private static ConnectionIdentity connecting(String clientId, String attributes) {
        Set<String> named = attributes.equals("-") ? Set.of() : Set.of(attributes.split(" "));
        return new ConnectionIdentity(
                clientId,
                Optional.of(ROBOT),
                Optional.of(TestingIdentities.certificate()),
                new ConnectionIdentity.Options(
                        named,
                        Optional.of("my/last/will").filter(topic -> named.contains(ConnectionIdentity.LAST_WILL)),
                        Optional.of("127.0.0.1")));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            named: without                        | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}            | -                          | true
            named: with it                        | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}            | PersistentConnect          | true
            named: with another                   | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}            | LastWill                   | false
            named: with both                      | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}            | PersistentConnect LastWill | false
            both named: with both                 | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':['PersistentConnect','LastWill']} | PersistentConnect LastWill | true
            not a list but a string               | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':'LastWill'}                       | LastWill                   | true
            none named: without                   | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':[]}                               | -                          | true
            none named: persistent session        | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':[]}                               | PersistentConnect          | false
            none named: last will                 | 'ForAllValues:StringEquals':{'iot:ConnectAttributes':[]}                               | LastWill                   | false
            excluded: without                     | 'ForAllValues:StringNotEquals':{'iot:ConnectAttributes':['PersistentConnect']}         | -                          | true
            excluded: with another                | 'ForAllValues:StringNotEquals':{'iot:ConnectAttributes':['PersistentConnect']}         | LastWill                   | true
            excluded: with it                     | 'ForAllValues:StringNotEquals':{'iot:ConnectAttributes':['PersistentConnect']}         | PersistentConnect LastWill | false
            required: without                     | 'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}             | -                          | false
            required: with it and another         | 'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}             | PersistentConnect LastWill | true
            required: with another alone          | 'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['PersistentConnect']}             | LastWill                   | false
            values are case-sensitive             | 'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['lastwill']}                      | LastWill                   | false
            topic of the last will                | 'ArnEquals':{'iot:LastWillTopic':'arn:aws:iot:r:1:topic/my/last/will'}                 | LastWill                   | true
            another topic of the last will        | 'ArnEquals':{'iot:LastWillTopic':'arn:aws:iot:r:1:topic/my/first/will'}                | LastWill                   | false
            topic of the last will with wildcards | 'ArnLike':{'iot:LastWillTopic':'arn:aws:iot:r:1:topic/my/*'}                           | LastWill                   | true
            no last will                          | 'ArnEquals':{'iot:LastWillTopic':'arn:aws:iot:r:1:topic/my/last/will'}                 | -                          | false
            no last will is not that one          | 'ArnNotEquals':{'iot:LastWillTopic':'arn:aws:iot:r:1:topic/my/last/will'}              | -                          | true
            nor, if there is one, another         | 'ArnEqualsIfExists':{'iot:LastWillTopic':'arn:aws:iot:r:1:topic/x'}                    | -                          | true
            """)
    void connectAttributes_decide_onConnect(String reason, String condition, String attributes, boolean allowed) {
        PolicyDocument policy = document(policy("Allow", condition));

        assertThat(allows(policy, connecting("robot-7", attributes), PolicyAction.CONNECT))
                .as(reason)
                .isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no condition names them: all are allowed, '', PersistentConnect LastWill, true",
        "denied, PersistentConnect, PersistentConnect LastWill, false",
        "another is denied, PersistentConnect, LastWill, true",
        "and without, PersistentConnect, -, true"
    })
    void connectAttributes_mayBeDenied_whereAllIsAllowed(
            String reason, String denied, String attributes, boolean allowed) {
        String allow = "{'Effect':'Allow','Action':'iot:Connect','Resource':'*'}";
        PolicyDocument policy = denied.isEmpty()
                ? document(allow)
                : document(
                        allow,
                        policy("Deny", "'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['" + denied + "']}"));

        assertThat(allows(policy, connecting("robot-7", attributes), PolicyAction.CONNECT))
                .as(reason)
                .isEqualTo(allowed);
    }

    @Test
    void connectAttributes_areNotThere_afterConnect() {
        PolicyDocument any =
                document(policy("Allow", "'ForAnyValue:StringEquals':{'iot:ConnectAttributes':['LastWill']}"));
        PolicyDocument all = document(policy("Allow", "'ForAllValues:StringEquals':{'iot:ConnectAttributes':[]}"));
        ConnectionIdentity device = connecting("robot-7", "LastWill");

        assertThat(allows(any, device, PolicyAction.PUBLISH)).isFalse();
        assertThat(allows(all, device, PolicyAction.PUBLISH)).isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            attached                            | robot-7 | 'Bool':{'iot:Connection.Thing.IsAttached':['true']}                       | true
            attached, as a boolean              | robot-7 | 'Bool':{'iot:Connection.Thing.IsAttached':true}                           | true
            not attached: another client id     | scanner | 'Bool':{'iot:Connection.Thing.IsAttached':'true'}                         | false
            not attached, and asked for that    | scanner | 'Bool':{'iot:Connection.Thing.IsAttached':'false'}                        | true
            thing type                          | robot-7 | 'StringEquals':{'iot:Connection.Thing.ThingTypeName':'Robot'}             | true
            another thing type                  | robot-7 | 'StringEquals':{'iot:Connection.Thing.ThingTypeName':'Crane'}             | false
            thing type under a foreign id       | scanner | 'StringEquals':{'iot:Connection.Thing.ThingTypeName':'Robot'}             | false
            attribute                           | robot-7 | 'StringEquals':{'iot:Connection.Thing.Attributes[site]':'north'}          | true
            one of the values                   | robot-7 | 'StringEquals':{'iot:Connection.Thing.Attributes[site]':['south','north']} | true
            attribute that is missing           | robot-7 | 'StringEquals':{'iot:Connection.Thing.Attributes[zone]':'north'}          | false
            attribute names are case-sensitive  | robot-7 | 'StringEquals':{'iot:Connection.Thing.Attributes[floor]':'2'}             | false
            keys are not                        | robot-7 | 'StringEquals':{'IOT:connection.thing.attributes[Floor]':'2'}             | true
            empty is there                      | robot-7 | 'Null':{'iot:Connection.Thing.Attributes[empty]':'false'}                 | true
            missing is null                     | robot-7 | 'Null':{'iot:Connection.Thing.Attributes[zone]':'true'}                   | true
            missing is not                      | robot-7 | 'Null':{'iot:Connection.Thing.Attributes[zone]':'false'}                  | false
            two keys of one operator            | robot-7 | 'StringEquals':{'iot:ClientId':'robot-7','iot:Connection.Thing.ThingTypeName':'Crane'} | false
            two operators                       | robot-7 | 'StringEquals':{'iot:ClientId':'robot-7'},'Bool':{'iot:Connection.Thing.IsAttached':'false'} | false
            no condition at all                 | robot-7 | ""                                                                        | true
            like                                | robot-7 | 'StringLike':{'iot:ClientId':'robot-?'}                                   | true
            not like                            | robot-7 | 'StringNotLike':{'iot:ClientId':'robot-*'}                                | false
            equals knows no wildcards           | robot-7 | 'StringEquals':{'iot:ClientId':'robot-*'}                                 | false
            equals, whatever the case           | robot-7 | 'StringEqualsIgnoreCase':{'iot:ClientId':'ROBOT-7'}                       | true
            differs, but for the case           | robot-7 | 'StringNotEqualsIgnoreCase':{'iot:ClientId':'ROBOT-7'}                    | false
            case counts                         | robot-7 | 'StringEquals':{'iot:ClientId':'ROBOT-7'}                                 | false
            differs from all                    | robot-7 | 'StringNotEquals':{'iot:ClientId':['robot-8','robot-7']}                  | false
            missing differs                     | robot-7 | 'StringNotEquals':{'iot:Connection.Thing.Attributes[zone]':'north'}       | true
            missing, if it exists               | robot-7 | 'StringEqualsIfExists':{'iot:Connection.Thing.Attributes[zone]':'north'}  | true
            there, if it exists                 | robot-7 | 'StringEqualsIfExists':{'iot:Connection.Thing.Attributes[site]':'south'}  | false
            a variable as a value               | robot-7 | 'StringEquals':{'iot:ClientId':'${iot:Connection.Thing.ThingName}'}       | true
            a variable without a value          | scanner | 'StringEquals':{'iot:ClientId':'${iot:Connection.Thing.ThingName}'}       | false
            operators ignore case               | robot-7 | 'stringequals':{'iot:ClientId':'robot-7'}                                 | true
            address                             | robot-7 | 'IpAddress':{'aws:SourceIp':'127.0.0.1'}                                  | true
            address range                       | robot-7 | 'IpAddress':{'aws:SourceIp':['10.0.0.0/8','127.0.0.0/8']}                 | true
            outside of the range                | robot-7 | 'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}                                 | false
            not outside of the range            | robot-7 | 'NotIpAddress':{'aws:SourceIp':'127.0.0.0/8'}                             | false
            everywhere                          | robot-7 | 'IpAddress':{'aws:SourceIp':'0.0.0.0/0'}                                  | true
            version 6 is another                | robot-7 | 'IpAddress':{'aws:SourceIp':'::/0'}                                       | false
            first common name                   | robot-7 | 'StringEquals':{'iot:Certificate.Subject.CommonName':'robot-7'}           | true
            serial number in decimal            | robot-7 | 'StringEquals':{'iot:Certificate.SerialNumber':'10525622389124227206'}    | true
            first of several                    | robot-7 | 'StringEquals':{'iot:Certificate.Subject.OrganizationalUnit':'Press'}     | true
            first by its index                  | robot-7 | 'StringEquals':{'iot:Certificate.Subject.OrganizationalUnit.0':'Press'}   | true
            second of several                   | robot-7 | 'StringEquals':{'iot:Certificate.Subject.OrganizationalUnit.1':'Paint'}   | true
            there is no third                   | robot-7 | 'StringLike':{'iot:Certificate.Subject.OrganizationalUnit.2':'*'}         | false
            all of several                      | robot-7 | 'ForAllValues:StringEquals':{'iot:Certificate.Subject.OrganizationalUnit.List':['Paint','Press']} | true
            not all of several                  | robot-7 | 'ForAllValues:StringEquals':{'iot:Certificate.Subject.OrganizationalUnit.List':['Paint']} | false
            issuer                              | robot-7 | 'StringEquals':{'iot:Certificate.Issuer.Country':'DE'}                    | true
            part that is not in the name        | robot-7 | 'Null':{'iot:Certificate.Subject.Title':'true'}                           | true
            separators have a backslash         | robot-7 | 'StringEquals':{'iot:Certificate.Subject.Organization':'A\\\\, B'}        | true
            a wildcard in it makes it missing   | robot-7 | 'Null':{'iot:Certificate.Subject.State':'true'}                           | true
            alternative DNS name                | robot-7 | 'StringEquals':{'iot:Certificate.Subject.AlternativeName.DNSName':'robot.example'} | true
            alternative address                 | robot-7 | 'StringEquals':{'iot:Certificate.Subject.AlternativeName.IPAddress':'1.2.3.4'} | true
            alternative directory name          | robot-7 | 'StringEquals':{'iot:Certificate.Subject.AlternativeName.DirectoryName':'cn=x,c=US'} | true
            no alternative name of the issuer   | robot-7 | 'Null':{'iot:Certificate.Issuer.AlternativeName.DNSName':'true'}          | true
            which keys there are                | robot-7 | 'ForAnyValue:StringEquals':{'iot:Certificate.AvailableKeys':'iot:Certificate.Subject.CommonName'} | true
            which keys there are not            | robot-7 | 'ForAnyValue:StringEquals':{'iot:Certificate.AvailableKeys':'iot:Certificate.Subject.Title'} | false
            """)
    void condition_decides(String reason, String clientId, String condition, boolean allowed) {
        PolicyDocument policy = document(policy("Allow", condition));

        assertThat(allows(policy, connecting(clientId, "-"), PolicyAction.PUBLISH))
                .as(reason)
                .isEqualTo(allowed);
    }

    @Test
    void certificateId_isTheSha256OfTheCertificate() {
        ConnectionIdentity device = connecting("robot-7", "-");
        String id = PolicyVariables.values("iot:certificateid", device).get(0);

        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(allows(
                        document(policy("Allow", "'StringEquals':{'iot:CertificateId':'" + id + "'}")),
                        device,
                        PolicyAction.PUBLISH))
                .isTrue();
    }

    @Test
    void exclusiveThing_isBound_whateverTheClientId() {
        ConnectionIdentity.Thing exclusive = new ConnectionIdentity.Thing("robot-7", Optional.empty(), Map.of(), true);
        ConnectionIdentity scanner = new ConnectionIdentity(
                "scanner", Optional.of(exclusive), Optional.empty(), ConnectionIdentity.Options.NONE);

        assertThat(allows(
                        document(policy("Allow", "'StringEquals':{'iot:Connection.Thing.ThingName':'robot-7'}")),
                        scanner,
                        PolicyAction.PUBLISH))
                .isTrue();
    }

    @Test
    void policies_holdTogether() {
        PolicyDocument allow = document("{'Effect':'Allow','Action':'iot:Publish','Resource':'*'}");
        PolicyDocument more = document("{'Effect':'Allow','Action':'iot:Receive','Resource':'*'}");
        PolicyDocument deny = document("{'Effect':'Deny','Action':'iot:Publish','Resource':'*'}");
        ConnectionIdentity device = connecting("robot-7", "-");

        assertThat(allows(PolicyDocument.allOf(List.of(allow, more)), device, PolicyAction.PUBLISH))
                .isTrue();
        assertThat(allows(PolicyDocument.allOf(List.of(allow, more)), device, PolicyAction.RECEIVE))
                .isTrue();
        assertThat(allows(PolicyDocument.allOf(List.of(deny, allow)), device, PolicyAction.PUBLISH))
                .isFalse();
        assertThat(allows(PolicyDocument.allOf(List.of()), device, PolicyAction.PUBLISH))
                .isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            not an object              | 'Condition':'x'                                                          | must be a JSON object
            operator without keys      | 'Condition':{'Bool':'x'}                                                 | must be a JSON object
            unknown operator           | 'Condition':{'StringIs':{'iot:ClientId':'x'}}                            | no condition operator
            numbers                    | 'Condition':{'NumericLessThan':{'iot:ClientId':'1'}}                     | no condition operator
            null is alone              | 'Condition':{'NullIfExists':{'iot:ClientId':'true'}}                     | stands alone
            unknown key                | 'Condition':{'StringEquals':{'iot:ClientID2':'x'}}                       | no condition key
            key of another service     | 'Condition':{'StringEquals':{'s3:prefix':'x'}}                           | no condition key
            unknown certificate part   | 'Condition':{'StringEquals':{'iot:Certificate.Subject.Nickname':'x'}}    | no condition key
            sixth value                | 'Condition':{'StringEquals':{'iot:Certificate.Subject.Country.5':'x'}}   | no condition key
            list without quantifier    | 'Condition':{'StringEquals':{'iot:ConnectAttributes':'LastWill'}}        | ForAllValues:StringEquals
            no value                   | 'Condition':{'StringEquals':{'iot:ClientId':[]}}                         | needs a value
            a number as value          | 'Condition':{'StringEquals':{'iot:ClientId':7}}                          | strings or booleans
            not a boolean              | 'Condition':{'Bool':{'iot:Connection.Thing.IsAttached':'yes'}}           | "true" or "false"
            not an address             | 'Condition':{'IpAddress':{'aws:SourceIp':'localhost'}}                   | not an address range
            not a prefix               | 'Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/33'}}                 | not an address range
            address of a string        | 'Condition':{'IpAddress':{'iot:ClientId':'10.0.0.0/8'}}                  | does not fit
            not an ARN                 | 'Condition':{'ArnEquals':{'iot:LastWillTopic':'my/last/will'}}           | not a resource
            text of an ARN             | 'Condition':{'StringEquals':{'iot:LastWillTopic':'my/last/will'}}        | does not fit
            unknown variable           | 'Condition':{'StringEquals':{'iot:ClientId':'${iot:Thing}'}}             | no policy variable
            a word of IAM              | 'NotResource':'*'                                                        | has no "NotResource"
            another word of IAM        | 'NotAction':'iot:Publish'                                                | has no "NotAction"
            who                        | 'Principal':'*'                                                          | has no "Principal"
            """)
    void document_isRefused_withTheReason(String reason, String members, String message) {
        assertThatThrownBy(() -> document("{'Effect':'Allow','Action':'iot:*','Resource':'*'," + members + "}"))
                .as(reason)
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("statement 1")
                .hasMessageContaining(message);
    }

    @Test
    void list_isNoPartOfAResource() {
        assertThatThrownBy(
                        () -> document(
                                "{'Effect':'Allow','Action':'iot:*','Resource':'arn:aws:iot:r:1:topic/${iot:ConnectAttributes}'}"))
                .hasMessageContaining("is a list");
    }
}
