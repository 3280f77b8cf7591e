package io.holdover.media.codec.h264;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.codec.HeldPictures;

/**
 * Holds a picture of H.264: P pictures of skipped macroblocks on a picture parameter set of our own, which is sent along with the
 * publisher's at every random access point. One thread.
 */
public final class H264HeldPictures implements HeldPictures {
    /** A larger key picture is not kept: eight times what 25 Mbit/s need for one. */
    public static final int KEY_MAX_BYTES = 8 << 20;

    // For life
    private final H264ParameterSets sets = new H264ParameterSets();
    private final H264DecodedPictures pictures = new H264DecodedPictures();
    private final H264UnitScan scan = new H264UnitScan();
    private final H264UnitRewriter rewriter = new H264UnitRewriter();
    private final H264OwnPps own = new H264OwnPps();

    // The publisher
    private @Nullable H264Format format;
    private String sequenceObstacle = "";
    private String unitObstacle = "no picture came yet";

    private @Nullable H264KeyPicture key;

    // The hold, and what it left behind
    private boolean holding;
    private int ownSentId = -1;
    private boolean idsAreOurs;
    private boolean renumbering;
    private int framesAdded;
    private int orderAdded;
    private long firstOrder;
    private boolean standIn;

    public H264HeldPictures() {
    }

    /** Parameter sets that do not come in band. */
    public H264HeldPictures(H264Format format) {
        learn(format);
    }

    private void learn(H264Format known) {
        if (!known.equals(format)) {
            format = known;
            takeAll(known.sps());
            takeAll(known.pps());
        }
    }

    private void takeAll(List<Octets> nals) {
        for (Octets nal : nals) {
            byte[] bytes = nal.toArray();
            sets.take(bytes, 0, bytes.length);
        }
    }

    @Override
    public byte @Nullable [] forward(AccessUnit unit) {
        boolean random = unit.randomAccess() != RandomAccess.NONE;
        if (holding && !random) {
            return null;
        }
        byte[] sent = H264UnitScan.withoutEnd(unit.payload());
        scan.read(sent, random, sets);
        if (random && !scan.hasSps && unit.track().format() instanceof H264Format known && !known.equals(format)) {
            learn(known);
            scan.read(sent, true, sets);
        }
        standIn = false;
        byte[] changed = holding ? resumed(unit, sent) : followed(sent);
        if (changed == null) {
            return null;
        }
        if (!Arrays.equals(changed, sent)) { // at once where it is the same
            scan.read(changed, random, sets);
        }
        holding = false;
        ownSentId = -1;
        if (!standIn) {
            track(unit, changed);
        }
        H264Sps sps = pictures.sps();
        if (!random || sps == null || !own.choose(sets, sps.id())) {
            return changed;
        }
        return scan.insert(changed, own.bytes());
    }

    @Override
    public boolean isSettled() {
        return !holding && !renumbering && !idsAreOurs;
    }

    @Override
    public void spliced() {
        holding = true;
    }

    /** A unit of a publisher that has delivered the one before, too. */
    private byte @Nullable [] followed(byte[] payload) {
        if (scan.slice.head.idr) {
            renumbering = false;
            return idsAreOurs ? distinct(payload) : payload;
        }
        if (!renumbering) {
            return payload;
        }
        byte[] moved = rewriter.renumbered(payload, sets, framesAdded, orderAdded, pictures);
        if (moved == null) {
            holding = true; // it cannot be followed: the next random access point is waited for
            return null;
        }
        scan.read(moved, false, sets);
        H264Sps sps = scan.sps(sets);
        if (sps == null || !scan.slice.whole || pictures.orderOf(sps, scan.slice.head) >= firstOrder) {
            return moved;
        }
        // A leading picture: it may refer to what this decoder never got. Others count on its number if it is a reference.
        if (scan.slice.head.nalRefIdc == 0 || !own.choose(sets, sps.id())) {
            return null;
        }
        byte[] slice = pictures.holdAs(sps, scan.slice.head, own.id());
        standIn = true;
        return slice;
    }

    /** The first unit after a hold: a random access point. */
    private byte @Nullable [] resumed(AccessUnit unit, byte[] payload) {
        H264SliceHead head = scan.slice.head;
        if (head.idr) {
            renumbering = false;
            idsAreOurs = true;
            return distinct(payload);
        }
        H264Sps sps = scan.sps(sets);
        if (sps == null || !scan.slice.whole) {
            return null;
        }
        if (unit.randomAccess() == RandomAccess.EXACT) {
            byte[] idr = rewriter.asIdr(payload, sets, pictures.idrPicId());
            if (idr == null) {
                return null;
            }
            framesAdded = -head.frameNum;
            orderAdded = Math.max(0, -head.deltaPicOrderCnt0) - head.picOrderCntLsb;
            firstOrder = 0;
            idsAreOurs = true;
            renumbering = true;
            return idr;
        }
        // A picture that becomes right step by step goes on as if it had followed the held ones.
        if (!sps.equals(pictures.sps()) || !pictures.hasReference()) {
            return null;
        }
        framesAdded = pictures.nextFrameNum(sps) - head.frameNum;
        orderAdded = (int) (pictures.nextOrder() - head.picOrderCntLsb);
        firstOrder = pictures.nextOrder();
        renumbering = true;
        return rewriter.renumbered(payload, sets, framesAdded, orderAdded, pictures);
    }

    /** Two IDR pictures in a row must differ in {@code idr_pic_id} (7.4.3). */
    private byte[] distinct(byte[] payload) {
        if (pictures.idrPicId() == scan.slice.head.idrPicId) {
            byte[] renamed = rewriter.asIdr(payload, sets, pictures.idrPicId());
            return renamed == null ? payload : renamed;
        }
        idsAreOurs = false;
        return payload;
    }

    private void track(AccessUnit unit, byte[] payload) {
        if (scan.slice.head.idr) {
            sequenceObstacle = "";
        }
        if (!scan.obstacle.isEmpty()) {
            sequenceObstacle = scan.obstacle;
        }
        unitObstacle = unit.damaged() ? "the last picture is damaged" : "";
        H264Sps sps = scan.sps(sets);
        if (sps != null && scan.slice.whole) {
            pictures.add(sps, scan.slice);
            if (pictures.lastOrder() < firstOrder && renumbering) {
                firstOrder = Long.MIN_VALUE; // the publisher began to count anew
            }
        } else if (scan.slices > 0) {
            pictures.clear();
            unitObstacle = sps == null ? "parameter sets are missing" : unitObstacle;
        }
        boolean isKey = scan.slice.head.idr ? scan.slice.head.detailed : scan.allIntra && unit.randomAccess() == RandomAccess.EXACT;
        if (isKey && !unit.damaged() && payload.length <= KEY_MAX_BYTES) {
            key = new H264KeyPicture(payload, sets.allSps(), sets.allPps());
        }
    }

    @Override
    public int heldBefore(AccessUnit unit) {
        return 0;
    }

    @Override
    public boolean canHold() {
        return obstacle().isEmpty();
    }

    @Override
    public String obstacle() {
        if (!unitObstacle.isEmpty()) {
            return unitObstacle;
        }
        if (!sequenceObstacle.isEmpty()) {
            return sequenceObstacle;
        }
        H264Sps sps = pictures.sps();
        if (sps == null) {
            return "no picture came yet";
        }
        if (sps.separateColourPlanes()) {
            return "its colour planes are coded apart";
        }
        if (sps.intraOnly()) {
            return "its profile allows only intra pictures";
        }
        if (sps.maxNumRefFrames() == 0 || !pictures.hasReference()) {
            return "there is no picture to refer to";
        }
        if (!own.choose(sets, sps.id())) {
            return "every picture parameter set id is taken";
        }
        return pictures.canFollow() ? "" : "its picture order leaves no room for more pictures";
    }

    @Override
    public byte[] next() {
        if (!canHold()) {
            throw new IllegalStateException(obstacle());
        }
        byte[] slice = pictures.hold(own.id());
        holding = true;
        if (ownSentId == own.id()) {
            return slice;
        }
        ownSentId = own.id();
        return H264UnitScan.join(own.bytes(), slice);
    }

    @Override
    public byte @Nullable [] keyPicture() {
        H264KeyPicture kept = key;
        if (kept == null) {
            return null;
        }
        byte[] unit = kept.unit();
        takeAll(kept.sps());
        takeAll(kept.pps());
        scan.read(unit, true, sets);
        boolean usable = scan.slice.head.idr && scan.slice.head.idrPicId != pictures.idrPicId();
        byte[] idr = usable ? unit : rewriter.asIdr(unit, sets, pictures.idrPicId());
        H264Sps sps = scan.sps(sets);
        if (idr == null || sps == null) {
            return null;
        }
        byte[] whole = kept.withSets(idr, own.choose(sets, sps.id()) ? own.bytes() : new byte[0]);
        scan.read(idr, true, sets); // without our own parameter set, whose id would seem taken
        sequenceObstacle = scan.obstacle;
        unitObstacle = "";
        if (scan.slice.whole) {
            pictures.add(sps, scan.slice);
        } else {
            pictures.clear();
        }
        holding = true;
        ownSentId = own.id();
        return whole;
    }
}
