package dev.tedge.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tedge.job.execution.Command;
import dev.tedge.job.execution.ExecutionId;
import dev.tedge.job.machine.Document;
import dev.tedge.job.machine.JobsOf;
import dev.tedge.message.Payload;
import java.util.OptionalInt;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStepsTest {

    private static final JobsOf JOBS = new JobsOf("robot", "te", "aws");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "for the main device,\"{'operation':'restart'}\",te/device/main///cmd/restart/aws-j-2,\"{'status':'init'}\"",
                "for another,\"{'operation':'restart','entity':'device/a//'}\",te/device/a///cmd/restart/aws-j-2,"
                        + "\"{'status':'init'}\"",
                "by the other name,\"{'operation':'o','target':'device/a/service/s','x':[1]}\","
                        + "te/device/a/service/s/cmd/o/aws-j-2,\"{'status':'init','x':[1]}\"",
                "a status of its own does not count,\"{'operation':'o','status':'successful'}\","
                        + "te/device/main///cmd/o/aws-j-2,\"{'status':'init'}\"",
                "a managed template,\"{'version':'1.0','steps':[{'action':{'name':'n','type':'runHandler',"
                        + "'input':{'handler':'reboot.sh','args':['now']},'runAsUser':'u'}}]}\","
                        + "te/device/main///cmd/reboot/aws-j-2,\"{'status':'init','args':['now']}\""
            })
    void document_becomesACommand(String reason, String document, String topic, String payload) throws Exception {
        Command command = command(document);

        assertThat(command.topic()).as(reason).isEqualTo(topic);
        assertThat(command.payload()).isEqualTo(Payload.ofText(payload.replace('\'', '"')));
        assertThat(command.stepMinutes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "\"{}\",the document has no member \"\"operation\"\"",
                "\"{'operation':''}\",the document names no operation",
                "\"{'operation':7}\",\"the member \"\"operation\"\" of the document is not a text\"",
                "\"{'operation':'a/b'}\",the operation 'a/b' is not one topic level",
                "\"{'operation':'o','entity':'device/a'}\",\"entity \"\"device/a\"\" must have 4 segments as in"
                        + " \"\"device/main//\"\", but has 2.\"",
                "\"{'steps':[{},{}]}\",the document has no member \"\"operation\"\""
            })
    void document_isRefused_withAReason(String document, String reason) {
        assertThatThrownBy(() -> command(document)).hasMessage(reason.replace("\"\"", "\""));
    }

    @Test
    void route_setsTheStepTimer() throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            Exchange exchange = mapped(context, "{\"operation\":\"o\"}");
            exchange.getMessage().setHeader(JobSteps.STEP_TIMEOUT, "15");

            assertThat(JobSteps.command(JOBS, exchange).stepMinutes()).isEqualTo(OptionalInt.of(15));
            exchange.getMessage().setHeader(JobSteps.STEP_TIMEOUT, 0);
            assertThatThrownBy(() -> JobSteps.command(JOBS, exchange)).hasMessageContaining("1 to 10080 minutes");
        }
    }

    private static Command command(String document) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            return JobSteps.command(JOBS, mapped(context, document.replace('\'', '"')));
        }
    }

    private static Exchange mapped(DefaultCamelContext context, String document) {
        Exchange exchange = new DefaultExchange(context);
        JobSteps.give(exchange, new Document(new ExecutionId("j", 2, 0), Payload.ofText(document)));
        new JobDocument().process(exchange);
        return exchange;
    }
}
