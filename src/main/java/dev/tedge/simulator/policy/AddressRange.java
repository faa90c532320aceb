package dev.tedge.simulator.policy;

import io.netty.util.NetUtil;
import java.math.BigInteger;

/** An IPv4 or IPv6 address with the number of leading bits that count, such as {@code 203.0.113.0/24}. */
record AddressRange(BigInteger address, int bytes, int prefix) {

    /** @throws PolicyException if the text is no such range; a single address is one */
    static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            throw notAnAddress(text);
        }
        int bits = bytes.length * Byte.SIZE;
        return new AddressRange(
                new BigInteger(1, bytes), bytes.length, slash < 0 ? bits : prefix(text, slash + 1, bits));
    }

    private static int prefix(String text, int start, int bits) {
        String digits = text.substring(start);
        if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > bits) {
            throw notAnAddress(text);
        }
        return Integer.parseInt(digits);
    }

    private static PolicyException notAnAddress(String text) {
        return new PolicyException("'" + text + "' is not an address range; write for example 203.0.113.0/24");
    }

    boolean contains(String other) {
        AddressRange single = parse(other);
        int ignored = bytes * Byte.SIZE - prefix;
        return single.bytes == bytes && single.address.shiftRight(ignored).equals(address.shiftRight(ignored));
    }
}
