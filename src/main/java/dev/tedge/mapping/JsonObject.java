package dev.tedge.mapping;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One JSON object (RFC 8259) as the bytes that it came in, together with the places of the values of one member. It is
 * edited by exchanging bytes, since reading it into a tree and writing that would change what nobody asked to change.
 */
final class JsonObject {

    enum Kind {
        STRING,
        NUMBER,
        OTHER
    }

    /**
     * A value of the member.
     *
     * @param text of a string what it stands for, of a number its digits, else empty
     * @param from the index of its first byte
     * @param to the index behind its last byte; of an array or object, behind its opening bracket
     */
    record Value(Kind kind, String text, int from, int to) {}

    /** Without Jackson's limits: the size of the payload is the limit, and what is legal JSON is to pass. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final int DECODE_AT_ONCE = 4096;

    private final byte[] bytes;
    private final boolean empty;
    private final List<Value> values;

    private JsonObject(byte[] bytes, boolean empty, List<Value> values) {
        this.bytes = bytes;
        this.empty = empty;
        this.values = values;
    }

    /**
     * Reads the bytes.
     *
     * @param member the name of the member whose values are wanted
     * @return empty if the bytes are anything but exactly one JSON object in UTF-8 without byte order mark
     */
    static Optional<JsonObject> parse(byte[] bytes, String member) {
        if (!startsAsObject(bytes) || !isUtf8(bytes)) {
            return Optional.empty();
        }
        try (JsonParser parser = JSON.createParser(bytes)) {
            parser.nextToken();
            boolean empty = parser.nextToken() == JsonToken.END_OBJECT;
            List<Value> values = new ArrayList<>();
            int depth = 1;
            for (JsonToken token = parser.currentToken(); token != null; token = parser.nextToken()) {
                if (depth == 0) {
                    return Optional.empty();
                }
                if (depth == 1 && token == JsonToken.FIELD_NAME && member.equals(parser.currentName())) {
                    token = parser.nextToken();
                    values.add(value(token, parser));
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            }
            return Optional.of(new JsonObject(bytes, empty, List.copyOf(values)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The values of the member, in the order of the object. */
    List<Value> values() {
        return values;
    }

    /** The object with a further member at its end. */
    byte[] append(String name, String json) {
        // Behind the closing brace there is white space at most; before it, the last member may be followed by some.
        int end = lastOtherThanBlank(lastOtherThanBlank(bytes.length) - 1);
        byte[] member = ((empty ? "" : ",") + '"' + name + "\":" + json).getBytes(StandardCharsets.UTF_8);
        byte[] edited = Arrays.copyOf(bytes, bytes.length + member.length);
        System.arraycopy(member, 0, edited, end, member.length);
        System.arraycopy(bytes, end, edited, end + member.length, bytes.length - end);
        return edited;
    }

    /**
     * The object with values of the member exchanged.
     *
     * @param json the JSON to put in the place of a string or number, or empty to leave it
     */
    byte[] replace(Function<Value, Optional<String>> json) {
        ByteArrayOutputStream edited = new ByteArrayOutputStream(bytes.length);
        int copied = 0;
        for (Value value : values) {
            Optional<String> replacement = json.apply(value);
            if (replacement.isPresent()) {
                edited.write(bytes, copied, value.from() - copied);
                edited.writeBytes(replacement.get().getBytes(StandardCharsets.UTF_8));
                copied = value.to();
            }
        }
        edited.write(bytes, copied, bytes.length - copied);
        return edited.toByteArray();
    }

    private static Value value(JsonToken token, JsonParser parser) throws IOException {
        Kind kind = token == JsonToken.VALUE_STRING ? Kind.STRING : token.isNumeric() ? Kind.NUMBER : Kind.OTHER;
        // Reads the value to its end, without which the parser doesn't know where that is.
        String text = kind == Kind.OTHER ? "" : parser.getText();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        int to = (int) parser.currentLocation().getByteOffset();
        return new Value(kind, text, from, to);
    }

    /** The index behind the last byte before {@code end} that is not white space. */
    private int lastOtherThanBlank(int end) {
        int last = end;
        while (last > 0 && isBlank(bytes[last - 1])) {
            last--;
        }
        return last;
    }

    /** Looks at the first bytes, because the parser would also take UTF-16, UTF-32 and a byte order mark. */
    private static boolean startsAsObject(byte[] bytes) {
        int start = 0;
        while (start < bytes.length && isBlank(bytes[start])) {
            start++;
        }
        return start + 1 < bytes.length && bytes[start] == '{' && bytes[start + 1] != 0;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }

    /** The parser is lenient with overlong sequences and the like. */
    private static boolean isUtf8(byte[] bytes) {
        return isAscii(bytes) || isDecodable(bytes);
    }

    /** Most payloads are, and then need no decoder with its buffer. */
    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer input = ByteBuffer.wrap(bytes);
        CharBuffer ignored = CharBuffer.allocate(Math.min(DECODE_AT_ONCE, bytes.length));
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            ignored.clear();
            result = decoder.decode(input, ignored, true);
        }
        return !result.isError();
    }
}
