package dev.tedge.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy decides. */
class PolicyTest {

    private static final ConnectionIdentity ROBOT = TestingIdentities.of("robot-7", "robot-7");

    /** One statement that allows; quotes are single so that the tables stay readable. */
    private static String allow(String action, String resource) {
        return statement("'Effect':'Allow','Action':'" + action + "','Resource':'" + resource + "'");
    }

    private static String statement(String members) {
        return ("{'Version':'2012-10-17','Statement':[{" + members + "}]}").replace('\'', '"');
    }

    private static boolean allows(
            PolicyDocument policy, ConnectionIdentity identity, PolicyAction action, String name) {
        return policy.resolve(identity).decide(action, name) instanceof PolicyDecision.Allowed;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            own client id                               | CONNECT        | robot-7                                           | true
            foreign client id                           | CONNECT        | robot-8                                           | false
            client id that begins like the thing        | CONNECT        | robot-77                                          | false
            the filter of commands                      | SUBSCRIBE      | thinedge/robot-7/cmd/#                            | true
            the filter of the shadow                    | SUBSCRIBE      | $aws/things/robot-7/shadow/#                      | true
            the filter of the connection check          | SUBSCRIBE      | thinedge/devices/robot-7/test-connection          | true
            # is a letter: a narrower filter            | SUBSCRIBE      | thinedge/robot-7/cmd/reboot                       | false
            # is a letter: another wildcard             | SUBSCRIBE      | thinedge/robot-7/cmd/+                            | false
            filter without the wildcard                 | SUBSCRIBE      | thinedge/robot-7/cmd                              | false
            narrower shadow filter                      | SUBSCRIBE      | $aws/things/robot-7/shadow/update/delta           | false
            filter of another device                    | SUBSCRIBE      | thinedge/robot-8/cmd/#                            | false
            everything                                  | SUBSCRIBE      | "#"                                               | false
            telemetry back                              | SUBSCRIBE      | thinedge/robot-7/td/#                             | false
            shared subscription                         | SUBSCRIBE      | $share/g/thinedge/robot-7/cmd/#                   | false
            receive a command                           | RECEIVE        | thinedge/robot-7/cmd/reboot                       | true
            * also matches slashes                      | RECEIVE        | thinedge/robot-7/cmd/a/b/c                        | true
            * also matches nothing                      | RECEIVE        | thinedge/robot-7/cmd/                             | true
            receive the bare command topic              | RECEIVE        | thinedge/robot-7/cmd                              | true
            receive a sibling of the command topic      | RECEIVE        | thinedge/robot-7/cmdx                             | false
            receive a shadow delta                      | RECEIVE        | $aws/things/robot-7/shadow/update/delta           | true
            receive the delta of another device         | RECEIVE        | $aws/things/robot-8/shadow/update/delta           | false
            receive the connection check                | RECEIVE        | thinedge/devices/robot-7/test-connection          | true
            receive telemetry                           | RECEIVE        | thinedge/robot-7/td/x                             | false
            publish a measurement                       | PUBLISH        | thinedge/robot-7/td/device:main/m/environment     | true
            publish to the bare telemetry topic         | PUBLISH        | thinedge/robot-7/td                               | true
            publish beside the telemetry topic          | PUBLISH        | thinedge/robot-7/tdx                              | false
            publish as another device                   | PUBLISH        | thinedge/robot-8/td/x                             | false
            publish a command                           | PUBLISH        | thinedge/robot-7/cmd/x                            | false
            publish a shadow update                     | PUBLISH        | $aws/things/robot-7/shadow/update                 | true
            publish a named shadow update               | PUBLISH        | $aws/things/robot-7/shadow/name/config/update     | true
            publish a job update                        | PUBLISH        | $aws/things/robot-7/jobs/1/update                 | false
            publish the connection check                | PUBLISH        | thinedge/devices/robot-7/test-connection          | true
            topics are case-sensitive                   | PUBLISH        | thinedge/Robot-7/td/x                             | false
            a line break is a character                 | PUBLISH        | "thinedge/robot-7/td/a\\nb"                       | true
            retain is a right of its own                | RETAIN_PUBLISH | thinedge/robot-7/td/x                             | false
            """)
    void standardPolicy_decides(String reason, PolicyAction action, String name, boolean allowed) {
        assertThat(allows(PolicyDocument.standard(), ROBOT, action, name.replace("\\n", "\n")))
                .as(reason)
                .isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            all actions                                 | iot:*        | *                                                  | PUBLISH   | a/b       | true
            star alone as action                        | *            | *                                                  | CONNECT   | robot-7   | true
            part of an action name                      | iot:*Publish | *                                                  | RETAIN_PUBLISH | a    | true
            part of another action name                 | iot:*Publish | *                                                  | RECEIVE   | a         | false
            one character of an action name             | iot:?ublish  | *                                                  | PUBLISH   | a         | true
            action names ignore case                    | IOT:publish  | *                                                  | PUBLISH   | a         | true
            action of another service                   | greengrass:Discover | *                                           | PUBLISH   | a         | false
            action is the whole name                    | iot:Pub      | *                                                  | PUBLISH   | a         | false
            everything of the account                   | iot:*        | arn:aws:iot:eu-west-1:1:*                          | SUBSCRIBE | a/#       | true
            all topics                                  | iot:*        | arn:aws:iot:eu-west-1:1:topic/*                    | PUBLISH   | a/b       | true
            a topic is not a filter                     | iot:*        | arn:aws:iot:eu-west-1:1:topic/*                    | SUBSCRIBE | a/b       | false
            a filter is not a topic                     | iot:*        | arn:aws:iot:eu-west-1:1:topicfilter/*              | RECEIVE   | a/b       | false
            a client is not a topic                     | iot:*        | arn:aws:iot:eu-west-1:1:client/*                   | PUBLISH   | a/b       | false
            placeholders of the guide                   | iot:*        | arn:aws:iot:$AWS_REGION:$AWS_ACCOUNT_ID:topic/a    | PUBLISH   | a         | true
            placeholders of the file                    | iot:*        | arn:aws:iot:<region>:<account-id>:topic/a          | PUBLISH   | a         | true
            another partition                           | iot:*        | arn:aws-cn:iot:cn-north-1:1:topic/a                | PUBLISH   | a         | true
            ? is one character                          | iot:*        | arn:aws:iot:r:1:topic/a?c                          | PUBLISH   | abc       | true
            ? may be a slash                            | iot:*        | arn:aws:iot:r:1:topic/a?c                          | PUBLISH   | a/c       | true
            ? is not nothing                            | iot:*        | arn:aws:iot:r:1:topic/a?c                          | PUBLISH   | ac        | false
            ? is one letter beyond 16 bits              | iot:*        | arn:aws:iot:r:1:topic/a?c                          | PUBLISH   | a🤖c      | true
            a letter beyond 16 bits is itself           | iot:*        | arn:aws:iot:r:1:topic/🤖/x                         | PUBLISH   | 🤖/x      | true
            and no other                                | iot:*        | arn:aws:iot:r:1:topic/🤖/x                         | PUBLISH   | 🤡/x      | false
            * grows until the end fits                  | iot:*        | arn:aws:iot:r:1:topic/*a*ab                        | PUBLISH   | aabaab    | true
            * in the middle                             | iot:*        | arn:aws:iot:r:1:topic/a/*/c                        | PUBLISH   | a/b/b/c   | true
            * in the middle needs the end               | iot:*        | arn:aws:iot:r:1:topic/a/*/c                        | PUBLISH   | a/b/d     | false
            + is a letter in a topic                    | iot:*        | arn:aws:iot:r:1:topic/a/+/c                        | PUBLISH   | a/b/c     | false
            + is a letter in a filter                   | iot:*        | arn:aws:iot:r:1:topicfilter/a/+/c                  | SUBSCRIBE | a/b/c     | false
            + matches itself                            | iot:*        | arn:aws:iot:r:1:topicfilter/a/+/c                  | SUBSCRIBE | a/+/c     | true
            # is a letter in a topic                    | iot:*        | arn:aws:iot:r:1:topic/a/#                          | PUBLISH   | a/b       | false
            a dot is a dot                              | iot:*        | arn:aws:iot:r:1:topic/a.c                          | PUBLISH   | abc       | false
            a colon in a topic                          | iot:*        | arn:aws:iot:r:1:topic/a:b/c                        | PUBLISH   | a:b/c     | true
            client id variable                          | iot:*        | arn:aws:iot:r:1:topic/${iot:ClientId}/x            | PUBLISH   | robot-7/x | true
            common name variable                        | iot:*        | arn:aws:iot:r:1:topic/${iot:Certificate.Subject.CommonName} | PUBLISH | robot-7 | true
            thing variable twice                        | iot:*        | arn:aws:iot:r:1:topic/${iot:ClientId}${iot:Connection.Thing.ThingName} | PUBLISH | robot-7robot-7 | true
            a star that is meant                        | iot:*        | arn:aws:iot:r:1:topic/a${*}                        | PUBLISH   | a*        | true
            a star that is meant is no wildcard         | iot:*        | arn:aws:iot:r:1:topic/a${*}                        | PUBLISH   | ab        | false
            a dollar sign that is meant                 | iot:*        | arn:aws:iot:r:1:topic/${$}aws/x                    | PUBLISH   | $aws/x    | true
            """)
    void wildcardsAndVariables_decide(
            String reason, String action, String resource, PolicyAction asked, String name, boolean allowed) {
        assertThat(allows(PolicyDocument.parse(allow(action, resource)), ROBOT, asked, name))
                .as(reason)
                .isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "thing variable has no value under a foreign client id, iot:Connection.Thing.ThingName, robot-7, false",
        "and is not empty either, iot:Connection.Thing.ThingName, '', false",
        "client id variable is the client id, iot:ClientId, scanner, true",
        "common name variable stays, iot:Certificate.Subject.CommonName, robot-7, true"
    })
    void variables_followTheConnection(String reason, String variable, String topic, boolean allowed) {
        PolicyDocument policy = PolicyDocument.parse(allow("iot:*", "arn:aws:iot:r:1:topic/${" + variable + "}"));

        ConnectionIdentity scanner = TestingIdentities.of("scanner", "robot-7");

        assertThat(allows(policy, scanner, PolicyAction.PUBLISH, topic))
                .as(reason)
                .isEqualTo(allowed);
    }

    @Test
    void wildcard_isLiteral_whenAVariableBringsItIn() {
        PolicyDocument policy = PolicyDocument.parse(allow("iot:*", "arn:aws:iot:r:1:topic/${iot:ClientId}/x"));

        ConnectionIdentity greedy = TestingIdentities.of("*", "robot-7");

        assertThat(allows(policy, greedy, PolicyAction.PUBLISH, "robot-8/x")).isFalse();
        assertThat(allows(policy, greedy, PolicyAction.PUBLISH, "*/x")).isTrue();
    }

    /** With backtracking over every star neither would come to an end. */
    @Test
    void manyStars_areDecided() {
        String stars = "*a".repeat(30);
        PolicyDocument topics = PolicyDocument.parse(allow("iot:*", "arn:aws:iot:r:1:topic/" + stars + "b"));
        PolicyDocument actions = PolicyDocument.parse(allow("iot:" + "*".repeat(200) + "x", "*"));

        String topic = "a".repeat(256);

        assertThat(allows(topics, ROBOT, PolicyAction.PUBLISH, topic)).isFalse();
        assertThat(allows(topics, ROBOT, PolicyAction.PUBLISH, topic + "b")).isTrue();
        assertThat(allows(actions, ROBOT, PolicyAction.LIST_NAMED_SHADOWS_FOR_THING, "robot-7"))
                .isFalse();
    }

    @Test
    void deny_wins_whereverItStands() {
        String allow = "{'Effect':'Allow','Action':'iot:*','Resource':'*'}";
        String deny =
                "{'Sid':'NoSecrets','Effect':'Deny','Action':'iot:Publish','Resource':'arn:aws:iot:r:1:topic/s/*'}";
        for (String statements : new String[] {allow + "," + deny, deny + "," + allow}) {
            ConnectionPolicy policy = PolicyDocument.parse(
                            ("{'Version':'2012-10-17','Statement':[" + statements + "]}").replace('\'', '"'))
                    .resolve(ROBOT);

            assertThat(policy.decide(PolicyAction.PUBLISH, "s/1"))
                    .isInstanceOfSatisfying(
                            PolicyDecision.Denied.class,
                            denied -> assertThat(denied.reason())
                                    .contains("'NoSecrets' denies iot:Publish on topic/s/1"));
            assertThat(policy.decide(PolicyAction.PUBLISH, "t/1")).isInstanceOf(PolicyDecision.Allowed.class);
            assertThat(policy.decide(PolicyAction.RECEIVE, "s/1")).isInstanceOf(PolicyDecision.Allowed.class);
        }
    }

    @Test
    void policy_deniesWithActionAndResource_whenNoStatementCoversThem() {
        assertThat(PolicyDocument.standard().resolve(ROBOT).decide(PolicyAction.PUBLISH, "a/b"))
                .isEqualTo(new PolicyDecision.Denied("no statement allows iot:Publish on topic/a/b"));
    }

    @Test
    void longName_isShownInPart() {
        assertThat(PolicyDocument.standard().resolve(ROBOT).decide(PolicyAction.PUBLISH, "a".repeat(60_000)))
                .isEqualTo(new PolicyDecision.Denied(
                        "no statement allows iot:Publish on topic/" + "a".repeat(58) + "... (60006 characters)"));
    }
}
