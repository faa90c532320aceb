package dev.tedge.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tedge.provisioning.ProvisioningException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RejectionTest {

    private static final TemplateName TEMPLATE = new TemplateName("fleet");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no template | 404 | ResourceNotFoundException | not found | TEMPLATE | the template 'fleet' is there",
                "no template, as a bad request | 400 | InvalidRequest | Template is disabled | TEMPLATE | and enabled",
                "hook | 403 | AccessDenied | Pre-provisioning hook has denied the request | HOOK | check --param",
                "not allowed | 403 | AccessDenied | Access denied | POLICY | `tedge aws policy --claim --template fleet`",
                "who are you | 401 | Unauthorized | no | POLICY | the provisioning role",
                "old token | 400 | InvalidCertificateOwnershipToken | too old | TOKEN | asks for another certificate",
                "token in words | 400 | InvalidRequest | Bad certificate ownership token | TOKEN | Run the command again",
                "parameter | 400 | InvalidParameters | The parameter 'Site' is missing | PARAMETERS | give them with --param",
                "thing of that name | 409 | ResourceConflict | There is one | CONFLICT | OverrideSettings",
                "too many | 429 | Throttling | Rate exceeded | THROTTLED | again later",
                "too many, by word | 400 | ThrottlingException | slow down | THROTTLED | again later",
                "AWS fails | 500 | InternalFailure | oops | CLOUD | again later"
            })
    void rejection_isExplained(String what, int status, String code, String message, Reason reason, String remedy) {
        ProvisioningException rejected = new Rejection(status, code, message).exception(TEMPLATE);

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(rejected).hasMessageContainingAll("AWS says no: " + status, code, message, remedy);
        assertThat(rejected.isPassing()).isEqualTo(reason == Reason.THROTTLED || reason == Reason.CLOUD);
    }

    @Test
    void rejection_isOneLine_whateverAwsSends() throws Exception {
        Rejection rejection = Rejection.of(
                new JsonMapper().readTree("{\"errorMessage\":\"two\\nlines\\u001b[2J\",\"statusCode\":\"x\"}"));

        assertThat(rejection.exception(TEMPLATE).getMessage())
                .startsWith("AWS says no: 0 : two?lines?[2J. ")
                .doesNotContain("\n");
    }
}
