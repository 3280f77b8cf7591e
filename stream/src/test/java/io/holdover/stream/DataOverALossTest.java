package io.holdover.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.holdover.media.AccessUnit;
import io.holdover.media.MediaKind;
import io.holdover.media.Octets;
import io.holdover.media.OpaqueFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.hold.HoldState;

/** What a publisher sends beside sound and pictures while it waits for its splice. */
class DataOverALossTest extends HoldScene {

    private static final Track CUES = new Track(0x203,
            new OpaqueFormat(OpaqueFormat.Content.SCTE_35, 0x86, OpaqueFormat.Carriage.SECTION, 0, false, 0), TsDescriptors.none());
    private static final Octets TIME_SIGNAL = Octets.fromHex("FC3034000000000000FFFFF00506FE72BD0050001E021C43554549480000"
            + "8E7FCF0001A599B08080000000002CA0A18A340200A9B2E501");
    private static final long PTS_MASK = (1L << 33) - 1;

    @Test
    void announcementsComeThroughAndOtherDataFromTheFirstPictureOn() {
        beginAnew(List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO, MadeUnits.KLV, CUES));
        encoder.runMs(3_000);
        read();
        encoder.runMs(1_000);
        lose();
        loop.advanceMs(500);
        encoder = encoder(5_000_000, 0, List.of(MadeEncoder.VIDEO, MadeEncoder.AUDIO, MadeUnits.KLV, CUES)).soundLateMs(200)
                .withoutKeyPictures();
        encoder.runMs(300);
        send(1, 300);
        encoder.keyPicturesNow();
        encoder.runMs(800); // the key picture is that at 1 s: it has come, its sound has not
        assertThat(hold().state()).isEqualTo(HoldState.RESUMING);
        send(2, 1_080);
        encoder.runMs(3_000);
        assertThat(hold().state()).isEqualTo(HoldState.LIVE);
        send(3, 4_100);
        encoder.runMs(100);

        long offsetTicks = lastOffsets(MediaKind.VIDEO).get(publishers);
        List<AccessUnit> data = received(MediaKind.DATA);
        assertThat(data.stream().filter(DataOverALossTest::isCue).map(unit -> adjustment(unit.payload()))).as("pts_adjustment of the cues")
                .containsExactly(offsetTicks & PTS_MASK, offsetTicks & PTS_MASK, offsetTicks & PTS_MASK);
        assertThat(data.stream().filter(unit -> !isCue(unit)).map(unit -> (int) unit.payload()[0])).as("other data").containsExactly(2, 3);
    }

    private void send(int number, long ms) {
        long ticks = 5_000_000 + ms * 90;
        byte[] other = new byte[40];
        other[0] = (byte) number;
        loop.batch(() -> {
            encoder.publication().onUnit(AccessUnit.data(MadeUnits.KLV, ticks, ticks, true, false, other), loop.nowNs());
            encoder.publication().onUnit(AccessUnit.data(CUES, ticks, ticks, false, false, TIME_SIGNAL.toArray()), loop.nowNs());
        });
    }

    private static boolean isCue(AccessUnit unit) {
        return unit.track().format().codecName().equals("SCTE-35");
    }

    private static long adjustment(byte[] section) {
        return (section[4] & 1L) << 32 | (ByteBuffer.wrap(section).getInt(5) & 0xFFFFFFFFL);
    }
}
