package io.holdover.media.codec.h265;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.H265Format;
import io.holdover.media.Track;
import io.holdover.media.codec.HeldPictures;

/**
 * Held pictures of H.265: P pictures of a few bytes in which every block is a copy. An own picture parameter set for them stands in the
 * stream from the first random access point on. One thread.
 *
 * <p>{@link #keyPicture} begins a hold as {@link #next} does: the publisher goes on at a random access point only. Units are changed also
 * where the publisher ends a sequence (EOS, EOB): a held picture could not follow. The CRA that comes next is told as what it was, a new
 * beginning.
 */
public final class H265HeldPictures implements HeldPictures {
    /** {@code MaxLumaPs} of level 6.2 (A.4.1). */
    private static final int PICTURE_MAX_SAMPLES = 35_651_584;
    private static final byte[] NOTHING = {};

    /**
     * A random access point with its parameter sets.
     *
     * @param start null if it could not be read
     */
    private record Key(byte[] payload, H265PictureOrder.@Nullable Start start) {
    }

    // For life
    private final H265ParameterSets sets = new H265ParameterSets();
    private final H265PictureOrder order = new H265PictureOrder();
    private final H265UnitLayout layout = new H265UnitLayout();
    private final H265SliceHeader header = new H265SliceHeader();
    private @Nullable Track knownTrack;

    // Of one publisher's stream
    private boolean otherLayer;
    private boolean delimiters;

    // Since the last random access point
    private @Nullable Key key;
    private boolean raslDropped;
    private boolean sequenceEnded;
    private boolean unreadable;

    private boolean lastDamaged;

    // While held: held pictures or a key picture followed the last live unit
    private boolean held;
    private boolean parameterSetDue;
    private @Nullable H265HeldSlices slices;

    @Override
    public byte @Nullable [] forward(AccessUnit unit) {
        byte[] payload = unit.payload();
        read(unit);
        if ((held && !layout.isIrap()) || (raslDropped && H265NalType.isRasl(layout.type()))) {
            return null;
        }
        boolean anew = held || sequenceEnded || layout.beginsWithEnd();
        boolean asBla = anew && layout.type() == H265NalType.CRA;
        if (layout.isIrap()) {
            beginAtIrap(anew);
        }
        otherLayer |= layout.hasOtherLayer();
        delimiters |= layout.hasDelimiter();
        lastDamaged = unit.damaged();
        sequenceEnded |= layout.isIrap() ? layout.closesWithEnd() : layout.hasEnd();
        track(payload, asBla);
        byte[] ownSet = layout.isIrap() ? ownParameterSet() : NOTHING;
        boolean changed = ownSet.length > 0 || layout.hasEnd() || asBla;
        byte[] forwarded = changed ? layout.rebuilt(payload, ownSet) : payload;
        if (layout.isIrap() && !(unit.damaged() && key != null)) {
            key = new Key(layout.hasParameterSets() ? forwarded : layout.rebuilt(payload, joined(sets.annexB(), ownSet)), start());
        }
        if (asBla) {
            // Pictures that can be decoded may follow it (RADL), and nobody knows yet whether they do: this type allows both.
            H265UnitLayout.renameCra(forwarded, H265NalType.BLA_W_RADL);
        }
        return forwarded;
    }

    @Override
    public boolean isSettled() {
        return !held && !raslDropped;
    }

    @Override
    public void spliced() {
        held = true;
    }

    /** Learns what the unit brings and finds its slice. */
    private void read(AccessUnit unit) {
        if (unit.track() != knownTrack) { // A change of the format is another object.
            knownTrack = unit.track();
            if (unit.track().format() instanceof H265Format format) {
                sets.learn(format);
            }
        }
        layout.read(unit.payload(), sets);
    }

    private void beginAtIrap(boolean anew) {
        raslDropped = anew;
        sequenceEnded = false;
        unreadable = false;
        if (held) {
            held = false;
            slices = null;
            otherLayer = false;
            delimiters = false;
            order.clear();
        }
    }

    private void track(byte[] payload, boolean asBla) {
        if (layout.type() < 0) {
            return;
        }
        if (header.parse(payload, layout.sliceFrom(), layout.sliceTo(), sets)) {
            header.type = asBla ? H265NalType.BLA_W_RADL : header.type;
            order.add(header);
        } else {
            unreadable |= layout.isIrap() || order.coding() != null;
        }
    }

    /** With its start code; empty where no held picture will be. */
    private byte[] ownParameterSet() {
        H265Coding coding = order.coding();
        H265Pps pps = order.pps();
        return unreadable || coding == null || pps == null || !streamObstacle(coding, pps).isEmpty() ? NOTHING
                : H265HeldSlices.parameterSet(sets.freePpsId(), coding.spsId(), pps);
    }

    /** The picture read last as a place to begin at. */
    private H265PictureOrder.@Nullable Start start() {
        H265Coding coding = header.coding;
        H265Pps pps = header.pps;
        return coding == null || pps == null ? null : new H265PictureOrder.Start(coding, pps, header.picOrderCntLsb, header.output);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    @Override
    public int heldBefore(AccessUnit unit) {
        if (!held || !canHold()) {
            return 0;
        }
        read(unit);
        if (!layout.isIrap() || H265NalType.isIdr(layout.type())
                || !header.parse(unit.payload(), layout.sliceFrom(), layout.sliceTo(), sets)) {
            return 0;
        }
        return slices().untilClearOf(header.picOrderCntLsb);
    }

    @Override
    public boolean canHold() {
        return slices != null || obstacle().isEmpty();
    }

    @Override
    public String obstacle() {
        if (slices != null) {
            return "";
        }
        H265Coding coding = order.coding();
        H265Pps pps = order.pps();
        H265PictureOrder.Picture highest = order.highest();
        if (unreadable) {
            return "a parameter set or a slice header could not be read";
        }
        if (coding == null || pps == null || highest == null) {
            return "no random access point came yet";
        }
        String obstacle = streamObstacle(coding, pps);
        if (!obstacle.isEmpty()) {
            return obstacle;
        }
        if (lastDamaged) {
            return "the last picture is incomplete";
        }
        if (order.copySource() == null) {
            return "no picture is left that a new one may refer to";
        }
        return highest.order() + 1 - order.previousOrder() > coding.picOrderCntPeriod() / 2
                ? "the picture shown last is too far ahead of the last reference picture"
                : "";
    }

    /** What no picture of the sequence can change. */
    private String streamObstacle(H265Coding coding, H265Pps pps) {
        if (otherLayer) {
            return "the stream has several layers";
        }
        if (coding.furtherExtension()) {
            return "the stream uses a multilayer, 3D or screen content extension";
        }
        H265Profile profile = coding.profile();
        if (profile.idc() != 1 && profile.idc() != 2 && profile.idc() != 4) {
            return "profile " + profile.idc() + " is not supported";
        }
        if (profile.stills()) {
            return "an intra-only profile has no pictures that refer to others";
        }
        if (coding.separateColourPlanes()) {
            return "the colour planes are coded separately";
        }
        if (coding.fieldSequence() || profile.interlaced()) {
            return "the video is interlaced";
        }
        if (coding.maxDecPicBuffering() < 2) {
            return "the decoder may keep no picture to refer to";
        }
        if ((long) coding.width() * coding.height() > PICTURE_MAX_SAMPLES) {
            return "the picture is larger than level 6.2 allows";
        }
        H265TileGrid tiles = pps.tiles();
        if (tiles != null && pps.wavefront()) {
            return "tiles and wavefront are used together";
        }
        if (tiles != null && !tiles.fits(coding.widthCtbs(), coding.heightCtbs())) {
            return "the tiles do not fit the picture";
        }
        return sets.freePpsId() < 0 ? "every picture parameter set id is taken" : "";
    }

    @Override
    public byte[] next() {
        H265HeldSlices its = slices();
        byte[] unit = its.next(parameterSetDue, delimiters);
        parameterSetDue = false;
        return unit;
    }

    private H265HeldSlices slices() {
        H265HeldSlices its = slices;
        if (its != null) {
            return its;
        }
        String obstacle = obstacle();
        H265Coding coding = order.coding();
        H265Pps pps = order.pps();
        H265PictureOrder.Picture highest = order.highest();
        H265PictureOrder.Picture copied = order.copySource();
        if (!obstacle.isEmpty() || coding == null || pps == null || highest == null || copied == null) {
            throw new IllegalStateException("cannot hold: " + obstacle);
        }
        its = new H265HeldSlices(sets.freePpsId(), coding, pps, highest.order(), copied.order());
        held = true;
        parameterSetDue = true;
        slices = its;
        return its;
    }

    @Override
    public byte @Nullable [] keyPicture() {
        Key its = key;
        if (its == null) {
            return null;
        }
        held = true;
        slices = null;
        lastDamaged = false;
        unreadable = its.start == null;
        if (its.start != null) {
            order.startAt(its.start);
        }
        byte[] again = its.payload.clone();
        H265UnitLayout.renameCra(again, H265NalType.BLA_N_LP);
        return again;
    }
}
