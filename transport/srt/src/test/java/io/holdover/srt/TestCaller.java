package io.holdover.srt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/** A caller's handshake datagrams, written byte by byte as the draft draws them and independent of the code under test. */
final class TestCaller {
    static final int VERSION_1_5_1 = 0x010501;
    static final int LIVE_FLAGS = 0xBF;

    int socketId = 0x1234_5678 & 0x3FFF_FFFF;
    int initialSequence = 1000;
    int mssBytes = 1500;
    int flowWindowPackets = 8192;
    int inductionVersion = 4;
    int conclusionVersion = 5;
    int srtVersion = VERSION_1_5_1;
    int flags = LIVE_FLAGS;
    int receiveLatencyMs = 120;
    int peerLatencyMs;
    int timestampUs;
    int encryptionField;
    int destination;
    @Nullable
    String streamId;
    @Nullable
    String congestion;
    @Nullable
    String filter;
    byte @Nullable [] keyMaterial;
    boolean withCapabilities = true;
    int capabilityWords = 3;
    /** Whole blocks, put in before, between and after the known ones. */
    byte[][] foreignBlocks = new byte[0][];
    boolean reverseBlocks;

    byte[] induction() {
        return handshake(inductionVersion, 2, 1, 0, 0);
    }

    byte[] conclusion(int cookie) {
        int extensionField = (withCapabilities ? 1 : 0) | (keyMaterial == null ? 0 : 2)
                | (streamId == null && congestion == null && filter == null ? 0 : 4);
        byte[] head = handshake(conclusionVersion, conclusionVersion == 4 ? 2 : encryptionField << 16 | extensionField, -1, cookie,
                destination);
        byte[][] blocks = new byte[0][];
        blocks = foreign(blocks, 0);
        if (withCapabilities) {
            ByteBuffer words = ByteBuffer.allocate(capabilityWords * 4);
            int[] values = {srtVersion, flags, receiveLatencyMs << 16 | peerLatencyMs};
            for (int i = 0; i < Math.min(capabilityWords, values.length); i++) {
                words.putInt(i * 4, values[i]);
            }
            blocks = append(blocks, block(1, words.array()));
        }
        if (streamId != null) {
            blocks = append(blocks, block(5, swapped(streamId)));
        }
        blocks = foreign(blocks, 1);
        if (congestion != null) {
            blocks = append(blocks, block(6, swapped(congestion)));
        }
        if (filter != null) {
            blocks = append(blocks, block(7, swapped(filter)));
        }
        if (keyMaterial != null) {
            blocks = append(blocks, block(3, keyMaterial));
        }
        blocks = foreign(blocks, 2);
        if (reverseBlocks) {
            blocks = Arrays.asList(blocks).reversed().toArray(new byte[0][]);
        }
        byte[] datagram = head;
        for (byte[] block : blocks) {
            datagram = concat(datagram, block);
        }
        return conclusionVersion == 4 ? head : datagram;
    }

    private byte[] handshake(int version, int fields, int type, int cookie, int destinationId) {
        ByteBuffer b = ByteBuffer.allocate(64);
        b.putInt(0x8000_0000).putInt(0).putInt(timestampUs).putInt(destinationId);
        b.putInt(version).putInt(fields).putInt(initialSequence).putInt(mssBytes).putInt(flowWindowPackets).putInt(type)
                .putInt(socketId).putInt(cookie);
        b.put(new byte[]{1, 0, 0, 127});
        return b.array();
    }

    /** An extension block. */
    static byte[] block(int type, byte[] content) {
        return ByteBuffer.allocate(4 + content.length).putInt(type << 16 | content.length / 4).put(content).array();
    }

    /** "STREAM" becomes "ERTS" "\0\0MA". */
    static byte[] swapped(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + 3) / 4 * 4);
        for (int word = 0; word < padded.length; word += 4) {
            byte first = padded[word];
            byte second = padded[word + 1];
            padded[word] = padded[word + 3];
            padded[word + 1] = padded[word + 2];
            padded[word + 2] = second;
            padded[word + 3] = first;
        }
        return padded;
    }

    private byte[][] foreign(byte[][] blocks, int place) {
        return place < foreignBlocks.length ? append(blocks, foreignBlocks[place]) : blocks;
    }

    private static byte[][] append(byte[][] blocks, byte[] block) {
        byte[][] more = Arrays.copyOf(blocks, blocks.length + 1);
        more[blocks.length] = block;
        return more;
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** What stands in a handshake answer. */
    record Answer(int destination, int timestampUs, int version, int encryptionField, int extensionField, int initialSequence,
            int mssBytes, int flowWindowPackets, int type, int socketId, int cookie, byte[] address, byte[] extensions) {
        static Answer read(byte[] datagram) {
            ByteBuffer b = ByteBuffer.wrap(datagram);
            if (b.getInt(0) != 0x8000_0000) {
                throw new AssertionError("no handshake: " + Integer.toHexString(b.getInt(0)));
            }
            return new Answer(b.getInt(12), b.getInt(8), b.getInt(16), b.getShort(20), b.getShort(22), b.getInt(24), b.getInt(28),
                    b.getInt(32), b.getInt(36), b.getInt(40), b.getInt(44), Arrays.copyOfRange(datagram, 48, 64),
                    Arrays.copyOfRange(datagram, 64, datagram.length));
        }

        /** The content of the first block of this type; null when there is none. */
        byte @Nullable [] extension(int type) {
            ByteBuffer b = ByteBuffer.wrap(extensions);
            while (b.remaining() >= 4) {
                int header = b.getInt();
                byte[] content = new byte[(header & 0xFFFF) * 4];
                b.get(content);
                if (header >>> 16 == type) {
                    return content;
                }
            }
            return null;
        }

        int word(int type, int index) {
            byte[] content = extension(type);
            if (content == null) {
                throw new AssertionError("no extension " + type);
            }
            return ByteBuffer.wrap(content).getInt(index * 4);
        }
    }

    /** Where the caller is unless a test says otherwise. */
    static InetSocketAddress address(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }
}
