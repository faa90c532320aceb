package dev.tedge.simulator;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Puts what a server answers into words: {@code PUBACK 90, DISCONNECT 90}. */
final class TestingAnswers {

    private TestingAnswers() {}

    /** What comes until the answer to a PINGREQ, or until the end: {@code closed}, unless DISCONNECT has said so. */
    static String until(TestingWire wire, int version) throws IOException {
        List<String> answers = new ArrayList<>();
        Optional<String> packet = wire.next();
        while (packet.isPresent() && !packet.get().startsWith("D0")) {
            answers.add(words(packet.get(), version));
            packet = wire.next();
        }
        if (packet.isEmpty() && answers.stream().noneMatch(answer -> answer.startsWith("DISCONNECT"))) {
            answers.add("closed");
        }
        return collapsed(answers);
    }

    /** One packet as {@link TestingWire#next} gives it. */
    static String words(String packet, int version) {
        String body = packet.substring(3);
        int type = HexFormat.fromHexDigits(packet, 0, 1);
        return switch (type) {
            case 2 -> "CONNACK " + body.substring(2, 4);
            case 3 -> "PUBLISH";
            case 4 -> "PUBACK" + (version == 5 ? " " + codeOr00(body) : "");
            case 9 -> "SUBACK " + subAckCodes(body, version);
            case 14 -> "DISCONNECT " + body.substring(0, 2);
            default -> packet;
        };
    }

    private static String codeOr00(String pubAck) {
        return pubAck.length() > 4 ? pubAck.substring(4, 6) : "00";
    }

    private static String subAckCodes(String body, int version) {
        int properties = version == 5 ? 1 + HexFormat.fromHexDigits(body, 4, 6) : 0;
        return body.substring(4 + 2 * properties);
    }

    /** {@code 3 x PUBLISH} for three in a row. */
    private static String collapsed(List<String> answers) {
        StringBuilder text = new StringBuilder();
        for (int from = 0, to; from < answers.size(); from = to) {
            to = from + 1;
            while (to < answers.size() && answers.get(to).equals(answers.get(from))) {
                to++;
            }
            text.append(text.isEmpty() ? "" : ", ")
                    .append(to - from > 1 ? (to - from) + " x " : "")
                    .append(answers.get(from));
        }
        return text.toString();
    }
}
