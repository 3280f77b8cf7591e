package io.holdover.media.codec.ac3;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.Eac3Format;
import io.holdover.media.bits.BitReader;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for E-AC-3: of each independent substream a syncframe with its newest live bit stream information, whose blocks allocate no bits.
 * Frames with fewer than six blocks take turns: six blocks belong together, and convsync tells where they begin. One thread.
 */
public final class Eac3Silence implements SilentFrames {
    /** substreamid has three bits. */
    public static final int SUBSTREAMS_MAX = 8;
    private static final int SAMPLES_PER_BLOCK = 256;
    private static final int BLOCKS_OF_A_TURN = 6;

    // For life
    private final Eac3Format format;
    private final BitReader in = new BitReader();
    private String obstacle = "";

    // Until the number of blocks changes
    /** By place in the turn: 1, 2, 3 or 6. */
    private @Nullable SilentUnit[] turn = {};
    private int place;

    /** @param format of the live frames; others are not learnt from */
    public Eac3Silence(Eac3Format format) {
        this.format = format;
    }

    @Override
    public void observe(AccessUnit unit) {
        if (!unit.damaged() && !isKnown(unit.payload())) {
            learn(unit.payload());
        }
        advance();
    }

    private boolean isKnown(byte[] live) {
        SilentUnit known = turn.length == 0 ? null : turn[place];
        return known != null && known.standsIn(live);
    }

    private void advance() {
        place = place + 1 < turn.length ? place + 1 : 0;
    }

    private void learn(byte[] live) {
        List<Eac3Substream> substreams = new ArrayList<>();
        int at = 0;
        while (at < live.length) {
            Eac3Substream substream = substreams.size() < SUBSTREAMS_MAX ? Eac3Substream.read(in, live, at) : null;
            if (substream == null) {
                return;
            }
            if (!substream.obstacle().isEmpty()) {
                obstacle = substream.obstacle();
                turn = new @Nullable SilentUnit[0];
                return;
            }
            substreams.add(substream);
            at += substream.bytes();
        }
        if (substreams.isEmpty() || substreams.getFirst().channels() != format.channels()) {
            return;
        }
        int blocks = substreams.getFirst().blocks();
        for (Eac3Substream substream : substreams) {
            if (substream.blocks() != blocks) {
                return;
            }
        }
        if (turn.length != BLOCKS_OF_A_TURN / blocks) {
            turn = new @Nullable SilentUnit[BLOCKS_OF_A_TURN / blocks];
            place = 0;
        }
        turn[place] = new SilentUnit(substreams);
        obstacle = "";
    }

    @Override
    public boolean isReady() {
        for (SilentUnit unit : turn) {
            if (unit == null) {
                return false;
            }
        }
        return turn.length != 0;
    }

    @Override
    public String unsupported() {
        return obstacle;
    }

    @Override
    public int durationSamples() {
        return turn.length == 0 ? 0 : BLOCKS_OF_A_TURN / turn.length * SAMPLES_PER_BLOCK;
    }

    @Override
    public byte[] next() {
        SilentUnit unit = turn.length == 0 ? null : turn[place];
        if (unit == null) {
            throw new IllegalStateException("no live frame has been seen for this place");
        }
        advance();
        return unit.payload();
    }

    /** A frame decodes without those before it. */
    @Override
    public byte[] mend(byte[] frame) {
        return frame;
    }

    /** What stands at one place of the turn. */
    private static final class SilentUnit {
        private final List<Eac3Substream> substreams;
        private byte @Nullable [] payload;

        SilentUnit(List<Eac3Substream> substreams) {
            this.substreams = substreams;
        }

        boolean standsIn(byte[] live) {
            int at = 0;
            for (int index = 0; index < substreams.size(); index++) {
                Eac3Substream substream = substreams.get(index);
                if (!substream.standsIn(live, at)) {
                    return false;
                }
                at += substream.bytes();
            }
            return at == live.length;
        }

        byte[] payload() {
            if (payload == null) {
                payload = join();
            }
            return payload;
        }

        private byte[] join() {
            byte[] unit = new byte[substreams.stream().mapToInt(Eac3Substream::bytes).sum()];
            int at = 0;
            for (Eac3Substream substream : substreams) {
                byte[] silence = substream.silence();
                System.arraycopy(silence, 0, unit, at, silence.length);
                at += silence.length;
            }
            return unit;
        }
    }
}
