package io.holdover.media.mpegts;

import org.jspecify.annotations.Nullable;

import io.holdover.media.OpaqueFormat;
import io.holdover.media.OpaqueFormat.Carriage;

/**
 * Waits for the first beginning on a PID whose stream type does not tell whether it has PES packets or sections, and then reads either.
 * One thread.
 */
final class UnknownReader implements PidReader {
    private final TrackPort port;
    private final OpaqueFormat format;
    private final StreamClock clock;
    private final Tally tally;
    private @Nullable PidReader found;

    UnknownReader(TrackPort port, OpaqueFormat format, StreamClock clock, Tally tally) {
        this.port = port;
        this.format = format;
        this.clock = clock;
        this.tally = tally;
    }

    @Override
    public void packet(byte[] bytes, int from, int to, boolean start, boolean stuffed) {
        PidReader reader = found;
        if (reader == null) {
            if (!start || to - from < 3) {
                tally.orphanPackets++;
                return;
            }
            reader = find(bytes, from);
            found = reader;
        }
        reader.packet(bytes, from, to, start, stuffed);
    }

    private PidReader find(byte[] bytes, int from) {
        // packet_start_code_prefix; a section would have to be a PAT at pointer_field 0 to begin like this
        if (bytes[from] == 0 && bytes[from + 1] == 0 && bytes[from + 2] == 1) {
            return new PesReader(new OpaqueReader(port, format, clock, tally), true, clock, tally);
        }
        port.adopt(new OpaqueFormat(format.content(), format.streamType(), Carriage.SECTION, 0, false, 0));
        return new SectionReader(new SectionCarrier(port, clock, tally), SectionReader.ANY_TABLE, tally);
    }

    @Override
    public void gap(int packets) {
        if (found != null) {
            found.gap(packets);
        }
    }

    @Override
    public void end() {
        if (found != null) {
            found.end();
        }
    }
}
