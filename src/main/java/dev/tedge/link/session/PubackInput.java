package dev.tedge.link.session;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * What a broker sends, with reason codes of PUBACK that Paho takes. Paho 1.2.5 ends the connection over others, such as 0x91
 * (packet identifier in use), which MQTT 5 has in section 3.4.2.1 and AWS IoT Core sends: one such answer to each attempt, and the
 * link would never be up again. For one thread.
 */
final class PubackInput extends FilterInputStream {

    private static final int PUBACK = 4;
    private static final int REASON_CODE_AT = 2;
    private static final int REFUSAL = 0x80;

    /** Like 0x91, it may be another one for the same message later. */
    private static final byte IMPLEMENTATION_SPECIFIC = (byte) 0x83;

    private static final Set<Integer> KNOWN = Set.of(0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x97, 0x99);

    private int type;

    /** In bits; below 0 before the first byte of a packet. */
    private int lengthShift = -1;

    private boolean inBody;
    private int length;
    private int position;

    PubackInput(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        return next < 0 ? next : translated((byte) next) & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        int got = super.read(bytes, from, count);
        int i = 0;
        while (i < got) {
            if (inBody && type != PUBACK) {
                int skipped = Math.min(got - i, length - position);
                i += skipped;
                position += skipped;
                endOfPacket();
            } else {
                bytes[from + i] = translated(bytes[from + i]);
                i++;
            }
        }
        return got;
    }

    private byte translated(byte next) {
        byte out = next;
        if (inBody) {
            if (type == PUBACK && position == REASON_CODE_AT) {
                out = known(next);
            }
            position++;
            endOfPacket();
        } else if (lengthShift < 0) {
            type = (next & 0xFF) >> 4;
            length = 0;
            lengthShift = 0;
        } else {
            length |= (next & 0x7F) << lengthShift;
            lengthShift += 7;
            if (next >= 0) {
                inBody = true;
                position = 0;
                endOfPacket();
            }
        }
        return out;
    }

    private void endOfPacket() {
        if (position >= length) {
            inBody = false;
            lengthShift = -1;
        }
    }

    private static byte known(byte code) {
        int reason = code & 0xFF;
        if (KNOWN.contains(reason)) {
            return code;
        }
        return reason < REFUSAL ? 0 : IMPLEMENTATION_SPECIFIC;
    }
}
