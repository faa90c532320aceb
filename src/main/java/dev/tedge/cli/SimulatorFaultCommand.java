package dev.tedge.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tedge simulator fault}. */
@Command(
        name = "fault",
        description = {
            "Let a running simulator misbehave.",
            "",
            "  refuse CODE FILTER [COUNTx]    refuse messages with this reason code, such as 0x97",
            "  drop FILTER [COUNTx]           hang up on who publishes",
            "  half-close FILTER [COUNTx]     close one side of the connection of who publishes",
            "  delay TIME FILTER [COUNTx]     acknowledge and deliver later",
            "  duplicate FILTER [COUNTx]      deliver twice",
            "  reorder FILTER [COUNTx]        swap acknowledgements and deliveries in pairs",
            "  restart [TIME]                 cut all connections, close the port; 2s unless said",
            "  expire-certificate [TIME]      show new connections an expired certificate",
            "  list                           print what is in force",
            "  clear                          take all back",
            "",
            "Times are such as 500ms, 2s or 1m."
        },
        footer = "%nExample: tedge simulator fault delay 500ms 'thinedge/#' 10x")
final class SimulatorFaultCommand extends CloudSideCommand {

    private static final String FAULTS = "/simulator/faults";

    @Parameters(arity = "1..*", paramLabel = "<WORD>", description = "One of those above")
    private List<String> words = List.of();

    @Override
    Action prepare() {
        String text = String.join(" ", words);
        return switch (text) {
            case "list" -> asking("list the faults", "GET", FAULTS, "");
            case "clear" -> telling("take the faults back", "DELETE", FAULTS, "");
            default -> telling("let the simulator misbehave", "POST", FAULTS, text);
        };
    }
}
