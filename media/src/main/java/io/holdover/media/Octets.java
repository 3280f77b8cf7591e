package io.holdover.media;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** An immutable run of bytes with value equality: parameter sets, configurations, descriptors. */
public final class Octets {
    private static final Octets EMPTY = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets empty() {
        return EMPTY;
    }

    /** Copies all of {@code bytes}. */
    public static Octets of(byte... bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Copies {@code length} bytes from {@code offset}. */
    public static Octets of(byte[] bytes, int offset, int length) {
        return length == 0 ? EMPTY : new Octets(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /** Reads hexadecimal digits, as {@link #toString()} prints them. */
    public static Octets fromHex(CharSequence hex) {
        return new Octets(HexFormat.of().parseHex(hex));
    }

    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The byte at {@code index} as 0..255. */
    public int at(int index) {
        return bytes[index] & 0xFF;
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Copies everything to {@code target} at {@code offset}; returns the offset behind it. */
    public int copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        return offset + bytes.length;
    }

    /** Appends everything at the position of {@code target}. */
    public void copyTo(ByteBuffer target) {
        target.put(bytes);
    }

    /** Whether exactly these bytes stand in {@code other}; spares a copy where a repeated parameter set is compared. */
    public boolean matches(byte[] other, int offset, int length) {
        return Arrays.equals(bytes, 0, bytes.length, other, offset, offset + length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
