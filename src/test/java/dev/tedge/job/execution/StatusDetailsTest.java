package dev.tedge.job.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tedge.message.Payload;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusDetailsTest {

    private static final ObjectNode COMMAND = json("{\"status\":\"init\",\"url\":\"https://x\",\"tries\":1}");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "the device's own word,\"{'status':'downloading'}\",status=downloading",
                "a reason,\"{'status':'failed','reason':'no space'}\",\"status=failed,reason=no space\"",
                "what the command has is not repeated,\"{'status':'x','url':'https://x'}\",status=x",
                "what is changed is told,\"{'status':'x','tries':2}\",\"status=x,tries=2\"",
                "flags and numbers,\"{'status':'x','ok':true,'rate':1.5}\",\"status=x,ok=true,rate=1.5\"",
                "objects are left out,\"{'status':'x','more':{'a':1},'list':[1]}\",status=x",
                "nothing is left out,\"{'status':'x','a':null,'b':''}\",status=x",
                "names that AWS refuses,\"{'status':'x','a b':1,'ä':1}\",status=x",
                "controls,\"{'status':'x','reason':'a\\nb'}\",\"status=x,reason=a b\""
            })
    void details_areWhatIsNew_andFitAws(String reason, String said, String details) {
        Map<String, String> found = StatusDetails.of(json(said.replace('\'', '"')), COMMAND);

        assertThat(found.toString()).as(reason).isEqualTo("{" + details.replace(",", ", ") + "}");
    }

    @Test
    void longValue_isCut_notInTheMiddleOfACharacter() {
        ObjectNode said = json("{\"status\":\"failed\"}").put("reason", "x".repeat(1_023) + "\uD83D\uDE00");

        assertThat(StatusDetails.of(said, COMMAND).get("reason")).isEqualTo("x".repeat(1_023));
    }

    @Test
    void details_areTenAtMost_andTheReasonIsAmongThem() {
        ObjectNode said = json("{\"status\":\"failed\"}");
        for (int i = 0; i < 20; i++) {
            said.put("m" + i, i);
        }
        said.put("reason", "last");

        assertThat(StatusDetails.of(said, COMMAND)).hasSize(10).containsEntry("reason", "last");
    }

    private static ObjectNode json(String text) {
        return JsonText.object(Payload.ofText(text)).orElseThrow();
    }
}
