package io.holdover.media.codec.aac;

import io.holdover.media.bits.BitReader;

/**
 * A complete binary code as a tree, read for its length only: what a codeword means is not kept, but how many bits follow it. Immutable.
 *
 * <p>Written in preorder: a dot is a node, anything else a leaf. A digit is the number of sign bits that follow; A, B and C are one sign
 * and
 * one escape, two and one, two and two.
 */
final class HuffmanTree {
    private static final int SIGNS_MASK = 0xF;
    private static final int ESCAPE_SHIFT = 4;

    /** Per node what is at 0 and at 1: another node, or the complement of a leaf. */
    private final short[] children;
    private int parsed;
    private int nodes;

    HuffmanTree(String preorder) {
        children = new short[preorder.length()]; // one less than there are leaves, two each
        int root = parse(preorder);
        if (root != 0 || parsed != preorder.length()) {
            throw new IllegalStateException("not one tree");
        }
    }

    private int parse(String preorder) {
        char sign = preorder.charAt(parsed++);
        if (sign != '.') {
            return ~leaf(sign);
        }
        int node = nodes++;
        children[2 * node] = (short) parse(preorder);
        children[2 * node + 1] = (short) parse(preorder);
        return node;
    }

    private static int leaf(char sign) {
        return switch (sign) {
            case 'A' -> 1 | 1 << ESCAPE_SHIFT;
            case 'B' -> 2 | 1 << ESCAPE_SHIFT;
            case 'C' -> 2 | 2 << ESCAPE_SHIFT;
            default -> sign - '0';
        };
    }

    /** Reads one codeword; what follows it is for {@link #signs} and {@link #escapes} to tell. */
    int read(BitReader in) {
        int node = 0;
        do {
            node = children[2 * node + (in.flag() ? 1 : 0)];
        } while (node >= 0);
        return ~node;
    }

    /** Reads {@code count} codewords that nothing follows. */
    void skip(BitReader in, int count) {
        for (int index = 0; index < count; index++) {
            read(in);
        }
    }

    static int signs(int leaf) {
        return leaf & SIGNS_MASK;
    }

    static int escapes(int leaf) {
        return leaf >> ESCAPE_SHIFT;
    }
}
