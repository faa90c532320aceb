package dev.tedge.simulator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy document may contain. */
class PolicyDocumentTest {

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

    @Test
    void statement_mayBeASingleObject_andItsMembersLists() {
        PolicyDocument policy = PolicyDocument.parse("""
                {"Version": "2012-10-17", "Id": "x", "Statement": {"Effect": "Allow",
                 "Action": ["iot:Publish", "iot:Receive"],
                 "Resource": ["arn:aws:iot:r:1:topic/a", "arn:aws:iot:r:1:topic/b"]}}
                """);

        assertThat(allows(policy, ROBOT, PolicyAction.PUBLISH, "b")).isTrue();
        assertThat(allows(policy, ROBOT, PolicyAction.RECEIVE, "a")).isTrue();
        assertThat(allows(policy, ROBOT, PolicyAction.RECEIVE, "c")).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            not JSON                   | {                                                                     | not JSON
            empty                      | ""                                                                    | must be a JSON object
            text after the end         | {} {}                                                                 | not JSON
            a list                     | []                                                                    | must be a JSON object
            no version                 | {'Statement':[]}                                                      | 'Version' must be
            older version              | {'Version':'2008-10-17','Statement':[]}                               | 'Version' must be
            no statement               | {'Version':'2012-10-17'}                                              | 'Statement' must be
            empty statement list       | {'Version':'2012-10-17','Statement':[]}                               | 'Statement' must be
            a member twice             | {'Version':'2012-10-17','Version':'2012-10-17'}                       | Duplicate
            a word of IAM              | {'Version':'2012-10-17','Statement':[{'NotAction':'*'}]}          | has no
            misspelt member            | {'Version':'2012-10-17','Statements':[]}                              | has no
            """)
    void document_isRefused_withTheReason(String reason, String json, String message) {
        assertThatThrownBy(() -> PolicyDocument.parse(json.replace('\'', '"')))
                .as(reason)
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining(message.replace('\'', '"'));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'Effect':'allow','Action':'iot:*','Resource':'*'                          | "Effect"
            'Action':'iot:*','Resource':'*'                                           | "Effect"
            'Effect':'Allow','Resource':'*'                                           | "Action"
            'Effect':'Allow','Action':[],'Resource':'*'                               | "Action"
            'Effect':'Allow','Action':[1],'Resource':'*'                              | "Action"
            'Effect':'Allow','Action':'Publish','Resource':'*'                        | not an action
            'Effect':'Allow','Action':'iot:*'                                         | "Resource"
            'Effect':'Allow','Action':'iot:*','Resource':'topic/a'                    | not a resource
            'Effect':'Allow','Action':'iot:*','Resource':'arn:aws:s3:r:1:topic/a'     | not a resource
            'Effect':'Allow','Action':'iot:*','Resource':'arn:aws:iot:r:1:topic/${a'  | closing brace
            'Effect':'Allow','Action':'iot:*','Resource':'arn:aws:iot:r:1:topic/${a}' | no policy variable
            """)
    void statement_isRefused_withItsNumberAndTheReason(String members, String message) {
        assertThatThrownBy(() -> PolicyDocument.parse(statement(members)))
                .isInstanceOf(PolicyException.class)
                .hasMessageStartingWith("statement 1: ")
                .hasMessageContaining(message);
    }

    @Test
    void document_isRefused_beyondTheSizeThatAwsTakes() {
        String topic = "a".repeat(2048);

        assertThatThrownBy(() -> PolicyDocument.parse(allow("iot:*", "arn:aws:iot:r:1:topic/" + topic)))
                .isInstanceOf(PolicyException.class)
                .hasMessageContaining("AWS takes at most 2048");
    }

    @ParameterizedTest
    @ValueSource(strings = {"us-east-1", "ap-southeast-1", "us-gov-east-1"})
    void standardPolicy_fitsIntoAws_withItsPlaceholdersReplaced(String region) throws Exception {
        String filledIn = Files.readString(Path.of("deploy/aws/policy.json"))
                .replace("<region>", region)
                .replace("<account-id>", "123456789012");

        assertThat(filledIn).doesNotContain("<", ">");
        assertThat(allows(PolicyDocument.parse(filledIn), ROBOT, PolicyAction.CONNECT, "robot-7"))
                .isTrue();
    }

    @Test
    void file_isNamed_whenItCannotBeReadOrUnderstood(@TempDir Path folder) throws Exception {
        Path missing = folder.resolve("missing.json");
        Path broken = Files.writeString(folder.resolve("broken.json"), "{}");
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xff, (byte) 0xfe});

        for (Path file : new Path[] {missing, broken, binary}) {
            assertThatThrownBy(() -> PolicyDocument.read(file))
                    .isInstanceOf(PolicyException.class)
                    .hasMessageContaining(file.toString());
        }
    }
}
