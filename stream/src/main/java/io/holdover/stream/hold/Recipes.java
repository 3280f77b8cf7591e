package io.holdover.stream.hold;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.RandomAccess;
import io.holdover.media.VideoFormat;
import io.holdover.media.codec.HeldPictures;
import io.holdover.media.codec.SilentFrames;

final class Recipes {
    private Recipes() {
    }

    static SilentFrames silence(AudioFormat format) {
        return new SilentFrames() {
            private int duration = 1024;

            @Override
            public void observe(AccessUnit frame) {
                duration = frame.durationSamples();
            }

            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public String unsupported() {
                return "";
            }

            @Override
            public int durationSamples() {
                return duration;
            }

            @Override
            public byte[] next() {
                return new byte[7];
            }

            @Override
            public byte[] mend(byte[] frame) {
                return frame;
            }
        };
    }

    static HeldPictures pictures(VideoFormat format) {
        return new HeldPictures() {
            private byte @Nullable [] key;

            @Override
            public byte @Nullable [] forward(AccessUnit unit) {
                if (unit.randomAccess() == RandomAccess.EXACT) {
                    key = unit.payload();
                }
                return unit.payload();
            }

            @Override
            public int heldBefore(AccessUnit unit) {
                return 0;
            }

            @Override
            public boolean canHold() {
                return key != null;
            }

            @Override
            public String obstacle() {
                return "";
            }

            @Override
            public byte[] next() {
                return new byte[] {0, 0, 0, 1, 0x41, 1, 1, 1, 1};
            }

            @Override
            public byte @Nullable [] keyPicture() {
                return key;
            }
        };
    }
}
