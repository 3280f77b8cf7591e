package io.holdover.stream;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.AudioFormat;
import io.holdover.media.H264Format;
import io.holdover.media.MediaKind;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.Timebase;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.bits.EmulationPrevention;

/**
 * An encoder on a clock that is moved by hand: 25 pictures and 46.875 AAC frames a second, each of which tells who made it and when, in the
 * encoder's own time.
 */
final class MadeEncoder {

    static final long PICTURE_NS = 40_000_000L;
    private static final int FRAME_SAMPLES = 1024;
    static final int GOP = 25;
    /** Baseline, 64 x 64, frame_num and pic_order_cnt_lsb of 8 bits. */
    private static final Octets SPS = new BitWriter().put(0x67, 8).put(66, 8).put(0, 8).put(10, 8).ue(0).ue(4).ue(0).ue(4).ue(1).put(0, 1)
            .ue(3).ue(3).put(1, 1).put(1, 1).put(0, 1).put(0, 1).trailing().octets();
    private static final Octets PPS = new BitWriter().put(0x68, 8).ue(0).ue(0).put(0, 2).ue(0).ue(0).ue(0).put(0, 3).se(0).se(0).se(0)
            .put(0, 3).trailing().octets();
    static final Track VIDEO = new Track(0x200, new H264Format(List.of(SPS), List.of(PPS), 64, 64), TsDescriptors.none());
    static final Track AUDIO = MadeUnits.AUDIO;
    /** 44.1 kHz: a frame is 2089.8 ticks long. */
    static final Track ODD_AUDIO = new Track(0x201,
            new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("1210"), 44_100, 2, false, false, 1, Octets.empty(), 0),
            TsDescriptors.none());
    /** AAC Main, for which there is no silence. */
    static final Track MAIN_AUDIO = new Track(0x201,
            new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("0990"), 48_000, 2, false, false, 1, Octets.empty(), 0),
            TsDescriptors.none());
    private static final int MARK_BYTES = 32;
    private static final byte[] SOUND = {0x21, 0, 0, 0, 0, 0x1c};

    private final ManualLoop loop;
    private final long number;
    private long baseTicks;
    private final int reorder;
    private final long startNs;
    private final List<Track> tracks;
    private final Track sound;
    private final int sampleRateHz;
    private final Publication publication;
    private boolean keyPictures = true;
    private boolean recoveryPoints;
    private int audioBundle = 1;
    private long soundDelayNs;
    private long soundFromTicks = Long.MIN_VALUE;
    private long soundBesideTicks;
    private MediaKind stopped;
    private Random jitter;
    private int jitterNs;
    private long delayNs;
    private int fastPpm;
    private long pictureNs = PICTURE_NS;
    private long lateNs;
    private long burstNs;
    private boolean stamped;
    private long stampNs;

    private long pictures;
    private int sinceKey;
    private long frames;

    /** @param tracks {@link #VIDEO}, a sound track or both */
    MadeEncoder(ManualLoop loop, int number, Publication publication, long baseTicks, int reorder, List<Track> tracks) {
        this.loop = loop;
        this.number = number;
        this.publication = publication;
        this.baseTicks = baseTicks;
        this.reorder = reorder;
        this.startNs = loop.nowNs();
        this.tracks = tracks;
        this.sound = List.of(ODD_AUDIO, MAIN_AUDIO).stream().filter(tracks::contains).findFirst().orElse(AUDIO);
        this.sampleRateHz = ((AudioFormat) sound.format()).sampleRateHz();
        loop.batch(() -> publication.onTracks(tracks));
    }

    /** Frames of audio that leave together, when the last of them is there. */
    MadeEncoder bundles(int framesTogether) {
        audioBundle = framesTogether;
        soundDelayNs = frameNs(framesTogether - 1);
        return this;
    }

    /** What it makes in so much time it sends at once when it begins, as encoders do that read a file; all the rest is as much earlier. */
    MadeEncoder burstsMs(int ms) {
        burstNs = ms * 1_000_000L;
        return this;
    }

    /** A picture each so many seconds, from its beginning on. */
    MadeEncoder slidesOf(int seconds) {
        pictureNs = seconds * 1_000_000_000L;
        return this;
    }

    /** From here on everything arrives so much later than it was made. */
    void staysLateMs(int ms) {
        lateNs = ms * 1_000_000L;
    }

    /** Its clock runs faster than that of everybody else, from its beginning on. */
    MadeEncoder fasterByPpm(int ppm) {
        fastPpm = ppm;
        return this;
    }

    /** Each unit arrives up to so much later than it was made, though in order. */
    MadeEncoder jitterMs(int ms, Random source) {
        jitter = source;
        jitterNs = ms * 1_000_000;
        return this;
    }

    /** Its units tell when they were due, as SRT's do, be it that the loop had no time for them then. */
    MadeEncoder stamped() {
        stamped = true;
        return this;
    }

    /** Its clock jumps. */
    void jump(long ticks) {
        baseTicks += ticks;
    }

    /** Its sound lies so much beside where it lay at first, as when the sound of a loop is longer than its pictures. */
    void soundBeside(long ticks) {
        soundBesideTicks = ticks;
    }

    /** When the unit of that time was made. */
    long madeNs(long ticks) {
        return startNs + Timebase.nsFromTicks(ticks - baseTicks);
    }

    private long frameNs(long number) {
        return number * FRAME_SAMPLES * 1_000_000_000L / sampleRateHz;
    }

    /** Only pictures that refer to others. */
    MadeEncoder withoutKeyPictures() {
        keyPictures = false;
        return this;
    }

    /** The image of its pictures only recovers: where others have a key picture, decoders may begin for all that. */
    MadeEncoder withRecoveryPoints() {
        keyPictures = false;
        recoveryPoints = true;
        return this;
    }

    /** Sound that comes so much later than the pictures of its time. */
    MadeEncoder soundLateMs(long ms) {
        soundDelayNs = ms * 1_000_000L;
        return this;
    }

    /** No sound before its clock shows so much. */
    MadeEncoder soundFromMs(long ms) {
        soundFromTicks = baseTicks + Timebase.ticksFromMs(ms);
        return this;
    }

    /** No sound, or no pictures, from here on, though the track stays announced. */
    void stop(MediaKind kind) {
        stopped = kind;
    }

    /** Key pictures from here on, the next picture is one. */
    void keyPicturesNow() {
        keyPictures = true;
        pictures = (pictures + GOP - 1) / GOP * GOP;
    }

    Publication publication() {
        return publication;
    }

    /** Encodes and sends until then. */
    void runMs(long ms) {
        runUntil(loop.nowNs() + ms * 1_000_000L);
    }

    void runUntil(long endNs) {
        while (true) {
            long nextPictureNs = pictures * pictureNs;
            long nextSoundNs = frameNs(frames) + soundDelayNs;
            boolean pictureIsNext = nextPictureNs <= nextSoundNs;
            long sinceStartNs = Math.min(nextPictureNs, nextSoundNs);
            long nextNs = startNs + Math.max(0, sinceStartNs - burstNs) - sinceStartNs / 1_000_000 * fastPpm + delayNs + lateNs;
            if (nextNs > endNs) {
                loop.advanceTo(endNs);
                return;
            }
            stampNs = Math.max(stampNs, nextNs);
            delayNs = jitterNs == 0 ? 0 : jitter.nextInt(jitterNs);
            loop.advanceTo(nextNs);
            loop.batch(() -> {
                if (pictureIsNext) {
                    send(picture());
                } else {
                    for (int i = 0; i < audioBundle; i++) {
                        send(frame());
                    }
                }
                publication.onBytes(1000, loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
        }
    }

    /** Lets time pass and sends what was made so long ago. */
    void runDelayed(long stepNs, long lateNs) {
        loop.advanceTo(loop.nowNs() + stepNs);
        while (startNs + Math.min(pictures * pictureNs, frameNs(frames)) + lateNs <= loop.nowNs()) {
            boolean picture = pictures * pictureNs <= frameNs(frames);
            loop.batch(() -> {
                send(picture ? picture() : frame());
                publication.onBytes(1000, loop.nowNs());
                publication.endOfBurst(loop.nowNs());
            });
        }
    }

    private void send(AccessUnit unit) {
        boolean made = unit.track().kind() != MediaKind.AUDIO || unit.dtsTicks() >= soundFromTicks;
        if (made && unit.track().kind() != stopped && tracks.contains(unit.track())) {
            publication.onUnit(unit, stamped ? stampNs : loop.nowNs());
        }
    }

    /** Encodes on, but nothing arrives until a frame of that time does, before the loop comes to its alarms. */
    void loseBefore(long ns) {
        pictures = (ns - startNs) / pictureNs + 1;
        frames = (ns - startNs) / frameNs(1) + 1;
        loop.batch(() -> send(frame()));
    }

    /** Encodes on, but nothing of it arrives. */
    void loseUntil(long endNs) {
        pictures = (endNs - startNs) / pictureNs + 1;
        frames = ((endNs - startNs - soundDelayNs) / frameNs(1) / audioBundle + 1) * audioBundle;
        loop.advanceTo(endNs);
    }

    private AccessUnit picture() {
        long dts = baseTicks + pictures * Timebase.ticksFromNs(pictureNs);
        boolean key = keyPictures && pictures % GOP == 0;
        boolean recovery = recoveryPoints && pictures % GOP == 0;
        sinceKey = key ? 0 : sinceKey + 1;
        pictures++;
        BitWriter slice = new BitWriter();
        slice.ue(0).ue(key ? 7 : 5).ue(0); // first_mb_in_slice, slice_type, pic_parameter_set_id
        slice.put(sinceKey & 0xFF, 8); // frame_num
        if (key) {
            slice.ue((int) (pictures / GOP % 2)); // idr_pic_id
        }
        slice.put(2 * sinceKey & 0xFF, 8); // pic_order_cnt_lsb
        slice.put(0, key ? 2 : 3); // no override, no modification, no adaptive marking
        slice.se(0).trailing(); // slice_qp_delta
        ByteBuffer payload = ByteBuffer.allocate(300);
        if (key) {
            payload.putInt(1).put(SPS.toArray()).putInt(1).put(PPS.toArray());
        }
        payload.putInt(1).put((byte) (key ? 0x65 : 0x41)).put(EmulationPrevention.insert(slice.octets())).put(mark(dts));
        RandomAccess randomAccess = key ? RandomAccess.EXACT : recovery ? RandomAccess.GRADUAL : RandomAccess.NONE;
        return AccessUnit.video(VIDEO, dts, dts + reorder * 3600L, randomAccess, recovery ? GOP : 0, false,
                Arrays.copyOf(payload.array(), payload.position()));
    }

    private AccessUnit frame() {
        long pts = baseTicks + soundBesideTicks + Timebase.ticksFromSamples(frames * FRAME_SAMPLES, sampleRateHz);
        frames++;
        return AccessUnit.audio(sound, pts, FRAME_SAMPLES, false,
                ByteBuffer.allocate(SOUND.length + MARK_BYTES).put(SOUND).put(mark(pts)).array());
    }

    /** Free of start codes. */
    private byte[] mark(long ticks) {
        byte[] mark = new byte[MARK_BYTES];
        for (int i = 0; i < 16; i++) {
            mark[i] = (byte) (0x80 | (ticks >>> (60 - 4 * i) & 0xF));
            mark[16 + i] = (byte) (0xC0 | (number >>> (60 - 4 * i) & 0xF));
        }
        return mark;
    }

    /** What an encoder wrote into a unit that a reader got. */
    record Origin(int number, long ticks) {
    }

    /** Null for a filler. */
    static Origin originOf(AccessUnit unit) {
        byte[] payload = unit.payload();
        for (int at = 0; at + MARK_BYTES <= payload.length; at++) {
            long ticks = 0;
            long number = 0;
            boolean isMark = true;
            for (int i = 0; i < 16 && isMark; i++) {
                isMark = (payload[at + i] & 0xF0) == 0x80 && (payload[at + 16 + i] & 0xF0) == 0xC0;
                ticks = ticks << 4 | (payload[at + i] & 0xF);
                number = number << 4 | (payload[at + 16 + i] & 0xF);
            }
            if (isMark) {
                return new Origin((int) number, ticks);
            }
        }
        return null;
    }
}
