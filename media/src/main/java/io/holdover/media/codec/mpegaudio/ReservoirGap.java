package io.holdover.media.codec.mpegaudio;

/**
 * The bit reservoir of layer III across silence. A frame's main data may begin in the frames before it (ISO/IEC 11172-3 2.4.2.7,
 * main_data_begin); behind silence it would take the silence for its own data. Frames are muted until everything that they refer to came
 * behind it. One thread.
 */
final class ReservoirGap {
    // Since the silent frame written last
    private boolean open;
    /** Main data bytes of live frames. */
    private int received;
    /** How far back a decoder can reach without missing anything. */
    private int reachable;

    /** A silent frame with so many bytes of main data that nothing refers to. */
    void silence(int mainDataBytes) {
        open = true;
        received = 0;
        reachable = mainDataBytes;
    }

    /** Whether frames may refer to what never came. */
    boolean isOpen() {
        return open;
    }

    /** The frame, or one that keeps its main data for the frames behind it but sounds nothing of it. */
    byte[] mend(byte[] frame) {
        if (!open || frame.length < MpegAudioHeader.BYTES) {
            return frame;
        }
        int header = MpegAudioHeader.read(frame, 0);
        int side = MpegAudioHeader.headBytes(header);
        int mainDataBytes = frame.length - side - MpegAudioHeader.sideInfoBytes(header);
        if (MpegAudioHeader.frameBytes(header) != frame.length || MpegAudioHeader.layer(header) != 3 || mainDataBytes < 0) {
            return frame;
        }
        boolean version1 = MpegAudioHeader.version1(header);
        int begin = version1 ? (frame[side] & 0xFF) << 1 | (frame[side + 1] & 0xFF) >> 7 : frame[side] & 0xFF; // main_data_begin
        if (begin <= received) {
            open = false;
            return frame;
        }
        int reached = Math.min(begin, reachable);
        received += mainDataBytes;
        reachable = reached + mainDataBytes;
        return muted(frame, header, reached);
    }

    private static byte[] muted(byte[] frame, int header, int mainDataBegin) {
        byte[] muted = frame.clone();
        int side = MpegAudioHeader.headBytes(header);
        int sideBytes = MpegAudioHeader.sideInfoBytes(header);
        for (int index = 0; index < sideBytes; index++) {
            muted[side + index] = 0;
        }
        if (MpegAudioHeader.version1(header)) {
            muted[side] = (byte) (mainDataBegin >> 1); // 9 bits
            muted[side + 1] = (byte) (mainDataBegin << 7);
        } else {
            muted[side] = (byte) mainDataBegin; // 8 bits
        }
        if (MpegAudioHeader.hasCrc(header)) {
            MpegAudioCrc.write(muted, 8 * sideBytes);
        }
        return muted;
    }
}
