package io.holdover.media.codec.aac;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AacFormat;
import io.holdover.media.AacFormat.Transport;
import io.holdover.media.AccessUnit;
import io.holdover.media.MalformedStreamException;
import io.holdover.media.Octets;
import io.holdover.media.UnsupportedFeatureException;
import io.holdover.media.bits.BitReader;
import io.holdover.media.bits.BitWriter;
import io.holdover.media.codec.SilentFrames;

/**
 * Silence for AAC-LC and HE-AAC: the live frames' elements without a spectral line, each with an SBR payload of the least energy where the
 * live ones have SBR, whether the format says so or not. What there is shows in the frames; until one was followed to its end there is no
 * silence. One thread.
 */
public final class AacSilence implements SilentFrames {
    /** While nothing changes, one frame in so many is looked at; a prime, so that it meets whatever comes periodically. */
    static final int LOOK_INTERVAL_FRAMES = 17;
    /** After so many frames in a row that cannot be followed no other is tried. */
    static final int REFUSALS_MAX = 64;
    /** How long the upper band stays mute at most while an encoder that goes on refers to what never came. */
    static final int MENDED_FRAMES_MAX = 64;

    private static final int FRAME_SAMPLES = 1024;
    private static final int AAC_LC = 2;
    private static final int LOWEST_RATE_HZ = 7350;
    private static final int HIGHEST_RATE_HZ = 96_000;

    // For life
    private final boolean formatKnown;
    private final boolean needsProgramConfig;
    private final RawBlock block;
    private final SbrPayload payload;
    private String obstacle;

    // Learnt from live frames
    private List<AacElement> elements = List.of();
    private List<@Nullable SbrMemory> memories = List.of();
    private @Nullable Octets programConfig;
    private byte @Nullable [] steady;
    private int framesUntilLook;
    private boolean differed;
    private int refusals;

    // Since the last live frame
    private byte @Nullable [] lastFrame;

    // Since silence was given
    private int mendableFrames;
    /** Whether an element's payloads may still refer to what never came. */
    private boolean[] refers = {};
    private boolean mendedLast;

    /** Silence for the tracks of a format; only what is signalled in it counts as known. */
    public AacSilence(AacFormat format) {
        Octets config = format.audioSpecificConfig();
        int rateHz = 0;
        String found = "";
        if (!config.isEmpty()) {
            try {
                AudioSpecificConfig audio = configuration(format);
                rateHz = audio.sampleRateHz();
                found = obstacleOf(audio, format.rawDataBlocks());
            } catch (MalformedStreamException | UnsupportedFeatureException unreadable) {
                found = "AAC with a configuration that cannot be read: " + unreadable.getMessage();
            }
        }
        obstacle = found;
        formatKnown = !config.isEmpty();
        ScaleFactorBands bands = new ScaleFactorBands(rateHz);
        needsProgramConfig = format.transport() == Transport.ADTS && format.channels() == 0;
        block = new RawBlock(bands);
        payload = new SbrPayload(2 * bands.nominalRateHz());
    }

    private static AudioSpecificConfig configuration(AacFormat format) {
        Octets config = format.audioSpecificConfig();
        return switch (format.transport()) {
            // Its first byte begins with audioObjectType; behind channelConfiguration 0 the program config element is in the frames.
            case ADTS -> new AudioSpecificConfig(config.at(0) >> 3, format.sampleRateHz(), format.channels(), FRAME_SAMPLES);
            case LATM -> AudioSpecificConfig.read(new BitReader(config.toArray(), 0, config.length()));
        };
    }

    private static String obstacleOf(AudioSpecificConfig audio, int rawDataBlocks) {
        if (audio.objectType() != AAC_LC) {
            return switch (audio.objectType()) {
                case 1 -> "AAC Main";
                case 3 -> "AAC SSR";
                case 4 -> "AAC LTP";
                case 23 -> "AAC LD";
                default -> "MPEG-4 audio object type " + audio.objectType();
            };
        }
        if (audio.frameSamples() != FRAME_SAMPLES) {
            return "AAC frames of " + audio.frameSamples() + " samples";
        }
        if (audio.sampleRateHz() < LOWEST_RATE_HZ || audio.sampleRateHz() > HIGHEST_RATE_HZ) {
            return "AAC at " + audio.sampleRateHz() + " Hz";
        }
        return rawDataBlocks > 1 ? "several raw data blocks in one ADTS frame" : "";
    }

    @Override
    public void observe(AccessUnit frame) {
        if (!formatKnown || !obstacle.isEmpty()) {
            return;
        }
        lastFrame = frame.damaged() ? null : frame.payload();
        if (!frame.damaged() && (!isReady() || framesUntilLook-- <= 0)) {
            look(frame.payload());
        }
    }

    /** Follows a live frame and takes what it tells. */
    private void look(byte[] frame) {
        framesUntilLook = LOOK_INTERVAL_FRAMES - 1;
        BlockOutcome outcome = block.read(frame);
        if (outcome != BlockOutcome.WHOLE) {
            if (!isReady() && ++refusals >= REFUSALS_MAX) {
                obstacle = outcome.obstacle();
            }
            return;
        }
        refusals = 0;
        if (block.programConfig() != null) {
            programConfig = block.programConfig();
        }
        boolean differs = !resembles(block.elements());
        if (differs && !elements.isEmpty() && !differed) {
            differed = true;
            framesUntilLook = 0; // two frames in a row are no accident
            return;
        }
        differed = false;
        if (differs) {
            List<@Nullable SbrMemory> fresh = new ArrayList<>();
            for (AacElement element : block.elements()) {
                fresh.add(element.fill() == null ? null : new SbrMemory());
            }
            memories = fresh;
            mendableFrames = 0;
        }
        elements = List.copyOf(block.elements());
        for (int index = 0; index < elements.size(); index++) {
            readPayload(frame, index);
        }
        steady = null;
    }

    private boolean resembles(List<AacElement> others) {
        if (others.size() != elements.size()) {
            return false;
        }
        for (int index = 0; index < others.size(); index++) {
            if (!others.get(index).resembles(elements.get(index))) {
                return false;
            }
        }
        return true;
    }

    /** Of the block followed last. True if there is none or it was understood. */
    private boolean readPayload(byte[] frame, int index) {
        AacElement element = block.elements().get(index);
        SbrMemory memory = memories.get(index);
        AacElement.SbrFill fill = element.fill();
        return memory == null || fill == null || payload.read(frame, fill, element.isPair(), memory);
    }

    @Override
    public boolean isReady() {
        if (!obstacle.isEmpty() || elements.isEmpty() || (needsProgramConfig && programConfig == null)) {
            return false;
        }
        for (int index = 0; index < memories.size(); index++) {
            SbrMemory memory = memories.get(index);
            if (memory != null && memory.header == null) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String unsupported() {
        return obstacle;
    }

    @Override
    public int durationSamples() {
        return FRAME_SAMPLES;
    }

    @Override
    public byte[] next() {
        byte[] last = lastFrame;
        lastFrame = null;
        boolean continues = last != null && continuesFrom(last);
        beginMending();
        if (continues) {
            return SilentBlock.write(programConfig, elements, memories, true);
        }
        byte[] frame = steady;
        if (frame == null) {
            frame = SilentBlock.write(programConfig, elements, memories, false);
            steady = frame;
        }
        return frame;
    }

    private void beginMending() {
        if (refers.length != memories.size()) {
            refers = new boolean[memories.size()];
        }
        mendableFrames = 0;
        for (int index = 0; index < refers.length; index++) {
            refers[index] = memories.get(index) != null;
            mendableFrames = refers[index] ? MENDED_FRAMES_MAX : mendableFrames;
        }
    }

    /** Brings what was learnt up to the frame that silence follows. */
    private boolean continuesFrom(byte[] last) {
        if (mendedLast || block.read(last) != BlockOutcome.WHOLE || !resembles(block.elements())) {
            return false;
        }
        elements = List.copyOf(block.elements());
        steady = null;
        boolean understood = true;
        for (int index = 0; index < elements.size(); index++) {
            understood &= readPayload(last, index);
        }
        return understood;
    }

    /**
     * SBR codes energies as differences to the frame before, where that is shorter. Behind silence such a payload is replaced by a silent
     * one until one comes that stands for itself: the upper band stays mute for some frames, where a decoder would drop them.
     */
    @Override
    public boolean isSettled() {
        return mendableFrames == 0;
    }

    @Override
    public byte[] mend(byte[] frame) {
        mendedLast = false;
        if (mendableFrames == 0) {
            return frame;
        }
        mendableFrames--;
        if (block.read(frame) != BlockOutcome.WHOLE) {
            return frame;
        }
        if (!resembles(block.elements())) {
            mendableFrames = 0; // another encoder
            return frame;
        }
        BitReader from = new BitReader(frame, 0, frame.length);
        BitWriter out = new BitWriter();
        boolean stillReferring = false;
        for (int index = 0; index < elements.size(); index++) {
            AacElement element = block.elements().get(index);
            AacElement.SbrFill fill = element.fill();
            SbrMemory memory = memories.get(index);
            if (fill != null && memory != null && refers[index]) {
                refers[index] = !readPayload(frame, index) || !payload.isSelfContained();
                steady = null;
                SbrHeader header = memory.header;
                if (refers[index] && header != null) {
                    stillReferring = true;
                    out.copy(from, fill.begin() - from.bitsRead());
                    SilentBlock.putFill(out, header, memory, element.isPair(), false);
                    from.skip(fill.end() - fill.begin()); // fill elements differ in length by whole bytes: alignment behind stays
                }
            }
        }
        if (!stillReferring) {
            mendableFrames = 0;
            return frame;
        }
        mendedLast = true;
        return out.copy(from, 8L * frame.length - from.bitsRead()).octets().toArray();
    }
}
