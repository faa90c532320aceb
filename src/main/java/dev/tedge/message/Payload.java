package dev.tedge.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a message: they never change, are compared by content, and do not show in logs. */
public final class Payload {

    private final byte[] bytes;

    private Payload(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Copies the bytes; later changes to the array do not reach the payload. */
    public static Payload of(byte[] bytes) {
        return new Payload(bytes.clone());
    }

    /** Takes the bytes over without a copy: nobody may change the array from now on. */
    public static Payload wrap(byte[] bytes) {
        return new Payload(bytes);
    }

    /** The text in UTF-8. */
    public static Payload ofText(String text) {
        return new Payload(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The size in bytes. */
    public int size() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** The bytes themselves, not a copy: not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Whether the bytes are exactly the text in UTF-8. */
    public boolean isText(String text) {
        return Arrays.equals(bytes, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload && Arrays.equals(bytes, payload.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Names the size only: what customers send stays out of logs. */
    @Override
    public String toString() {
        return "Payload[" + bytes.length + " bytes]";
    }
}
