package dev.tedge.mapping.gathering;

import dev.tedge.mapping.model.MessageTime;
import dev.tedge.mapping.series.JsonText;
import dev.tedge.mapping.series.Leaves;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The numbers of the messages on one topic. */
final class Summary {

    private final Member root = new Member();

    private @Nullable Message last;
    private Optional<String> time = Optional.empty();

    /** A member: numbers, or further members, in the order of their names. */
    private static final class Member {

        private final Map<String, Member> members = new TreeMap<>();
        private @Nullable Numbers numbers;
    }

    /** What is known of a series. The least and the greatest as they were written. */
    private record Numbers(String min, String max, BigDecimal sum, long count) {

        Numbers and(String written, BigDecimal number) {
            return new Numbers(
                    number.compareTo(new BigDecimal(min)) < 0 ? written : min,
                    number.compareTo(new BigDecimal(max)) > 0 ? written : max,
                    sum.add(number),
                    count + 1);
        }

        String json() {
            BigDecimal mean =
                    sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL64).stripTrailingZeros();
            // 20, not 2E+1; but 1E+300 rather than 300 zeros.
            String text = Math.abs((long) mean.scale()) > MathContext.DECIMAL64.getPrecision()
                    ? mean.toString()
                    : mean.toPlainString();
            return "{\"min\":%s,\"max\":%s,\"mean\":%s,\"count\":%d}".formatted(min, max, text, count);
        }
    }

    static boolean hasNumber(Leaves leaves) {
        return leaves.values().values().stream()
                .anyMatch(written -> Leaves.number(written).isPresent());
    }

    /** Takes a message into account, and says how many series it has added. */
    int add(Message message, Leaves leaves) {
        int added = 0;
        for (Map.Entry<String, String> value : leaves.values().entrySet()) {
            Optional<BigDecimal> number = Leaves.number(value.getValue());
            if (number.isPresent() && add(value.getKey(), value.getValue(), number.get())) {
                added++;
            }
        }
        // The topic that the sum goes to; the payload is in the numbers.
        last = message.copy();
        last.setBody(null);
        time = leaves.time().filter(Summary::isTime).or(() -> time);
        return added;
    }

    /** The message that stands for all. */
    Message message() {
        if (last == null) {
            throw new IllegalStateException("There is no message to sum up");
        }
        StringBuilder json = new StringBuilder("{");
        write(json, root);
        time.ifPresent(written -> json.append(",\"time\":").append(written));
        last.setBody(json.append('}').toString().getBytes(StandardCharsets.UTF_8));
        return last;
    }

    private static boolean isTime(String written) {
        Optional<Instant> found = written.startsWith("\"")
                ? MessageTime.parse(written.substring(1, written.length() - 1))
                : MessageTime.ofSeconds(written);
        return found.isPresent();
    }

    private boolean add(String place, String written, BigDecimal number) {
        Member member = root;
        for (String name : place.substring(1).split("/", -1)) {
            member = member.members.computeIfAbsent(name, unused -> new Member());
        }
        Numbers before = member.numbers;
        member.numbers = before == null ? new Numbers(written, written, number, 1) : before.and(written, number);
        return before == null;
    }

    private static void write(StringBuilder json, Member parent) {
        boolean first = true;
        for (Map.Entry<String, Member> member : parent.members.entrySet()) {
            json.append(first ? "" : ",")
                    .append(JsonText.quoted(unescaped(member.getKey())))
                    .append(':');
            first = false;
            Numbers numbers = member.getValue().numbers;
            if (numbers != null) {
                json.append(numbers.json());
            } else {
                json.append('{');
                write(json, member.getValue());
                json.append('}');
            }
        }
    }

    /** As RFC 6901 has it. */
    private static String unescaped(String name) {
        return name.replace("~1", "/").replace("~0", "~");
    }
}
