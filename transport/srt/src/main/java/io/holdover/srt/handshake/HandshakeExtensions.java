package io.holdover.srt.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * The extension blocks of a conclusion, whatever their order; unknown ones are skipped. SRT draft 3.2.1.
 *
 * <pre>
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |         Extension Type        |  Extension Length (in words)  |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |                       Extension Contents ...
 * </pre>
 *
 * @param capabilities
 *            HSREQ; null when there was none
 * @param streamId
 *            SID, empty when there was none
 * @param congestion
 *            CONGESTION, {@link #LIVE} when there was none
 * @param filter
 *            FILTER, empty when there was none
 * @param group
 *            whether there was a GROUP
 * @param keyMaterial
 *            the body of KMREQ; null when there was none
 */
public record HandshakeExtensions(@Nullable Capabilities capabilities, String streamId, String congestion, String filter, boolean group,
        byte @Nullable [] keyMaterial) {
    /** The congestion controller of live streaming, the only one we have. */
    public static final String LIVE = "live";

    /** Limits of the strings, in bytes. */
    public static final int MAX_STREAM_ID_BYTES = 512;
    public static final int MAX_CONGESTION_BYTES = 16;
    public static final int MAX_FILTER_BYTES = 64;

    private static final int BLOCK_HEADER_BYTES = 4;
    private static final int WORD_BYTES = 4;
    private static final int TYPE_SHIFT = 16;
    private static final int LENGTH_MASK = 0xFFFF;

    /** Reads the blocks from index {@code from} up to {@code to}; null when they contradict themselves or the datagram's length. */
    public static @Nullable HandshakeExtensions parse(ByteBuffer datagram, int from, int to) {
        Capabilities capabilities = null;
        String streamId = null;
        String congestion = null;
        String filter = null;
        boolean group = false;
        byte[] keyMaterial = null;
        int at = from;
        while (to - at >= BLOCK_HEADER_BYTES) {
            int header = datagram.getInt(at);
            int lengthBytes = (header & LENGTH_MASK) * WORD_BYTES;
            at += BLOCK_HEADER_BYTES;
            if (lengthBytes > to - at) {
                return null;
            }
            switch (header >>> TYPE_SHIFT) {
                case ExtensionType.HSREQ -> {
                    if (lengthBytes < Capabilities.BYTES) {
                        return null;
                    }
                    capabilities = Capabilities.read(datagram, at);
                }
                case ExtensionType.KMREQ -> {
                    keyMaterial = new byte[lengthBytes];
                    datagram.get(at, keyMaterial);
                }
                case ExtensionType.SID -> {
                    if (streamId != null || lengthBytes == 0 || lengthBytes > MAX_STREAM_ID_BYTES) {
                        return null;
                    }
                    streamId = string(datagram, at, lengthBytes);
                }
                case ExtensionType.CONGESTION -> {
                    if (congestion != null || lengthBytes == 0 || lengthBytes > MAX_CONGESTION_BYTES) {
                        return null;
                    }
                    congestion = string(datagram, at, lengthBytes);
                }
                case ExtensionType.FILTER -> {
                    if (filter != null || lengthBytes == 0 || lengthBytes > MAX_FILTER_BYTES) {
                        return null;
                    }
                    filter = string(datagram, at, lengthBytes);
                }
                case ExtensionType.GROUP -> group = true;
                default -> {
                    // vendors have their own
                }
            }
            at += lengthBytes;
        }
        return new HandshakeExtensions(capabilities, streamId == null ? "" : streamId, congestion == null ? LIVE : congestion,
                filter == null ? "" : filter, group, keyMaterial);
    }

    /** The bytes of each word stand in reverse order; zeros fill the last word. */
    private static String string(ByteBuffer datagram, int at, int lengthBytes) {
        byte[] bytes = new byte[lengthBytes];
        for (int i = 0; i < lengthBytes; i++) {
            bytes[i] = datagram.get(at + reversedInWord(i));
        }
        int length = lengthBytes;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Writes a string block from index {@code at} on and returns the index behind it. */
    static int writeString(ByteBuffer datagram, int at, int type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int words = (bytes.length + WORD_BYTES - 1) / WORD_BYTES;
        int contentAt = writeBlockHeader(datagram, at, type, words * WORD_BYTES);
        for (int i = 0; i < words * WORD_BYTES; i++) {
            datagram.put(contentAt + reversedInWord(i), i < bytes.length ? bytes[i] : 0);
        }
        return contentAt + words * WORD_BYTES;
    }

    /** Writes a block's header for whole words of content and returns the index behind it. */
    static int writeBlockHeader(ByteBuffer datagram, int at, int type, int lengthBytes) {
        datagram.putInt(at, (type << TYPE_SHIFT) | (lengthBytes / WORD_BYTES));
        return at + BLOCK_HEADER_BYTES;
    }

    private static int reversedInWord(int i) {
        return (i & -WORD_BYTES) + WORD_BYTES - 1 - i % WORD_BYTES;
    }
}
