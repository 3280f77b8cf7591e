package io.holdover.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.holdover.media.Mpeg2VideoFormat;
import io.holdover.media.OpusFormat;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamPath;

/** The log as an operator reads it, at the level {@code info}. */
class StreamLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.holdover.control.streams");
    private static final StreamPath LIVE = new StreamPath("live");
    private static final PeerDescription ENCODER = new PeerDescription("srtConn", "e1", "10.0.0.1:5000", "");

    private final StreamListener log = new StreamLog();
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord event) {
            lines.add(event.getLevel() + " " + event.getMessage());
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    };

    @BeforeEach
    void listen() {
        LOGGER.setUseParentHandlers(false);
        LOGGER.setLevel(Level.INFO);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void tellsTheStoryOfAHoldFromLossToReturn() {
        available();
        lost(EndReason.PUBLISHER_LOST);
        log.onPublisherReturning(LIVE);
        log.onOnline(LIVE, ENCODER);
        log.onFillingStopped(LIVE);

        assertThat(lines).containsExactly("INFO [path live] stream is available and online, 0 tracks ()",
                "INFO [path live] SRT publisher disconnected, maintaining stream with silence generation",
                "INFO [path live] silence generator started",
                "INFO [path live] SRT publisher reconnecting, stopping silence generation",
                "INFO [path live] silence generator stopped");
    }

    @Test
    void tellsWhatStandsStillInAHoldAndWhy() {
        log.onObstacle(LIVE, new Track(257, new OpusFormat(2, 2), TsDescriptors.none()), "it is of a kind nobody has seen");
        log.onObstacle(LIVE, new Track(256, Mpeg2VideoFormat.unknown(false), TsDescriptors.none()), "it has pictures of single fields");

        assertThat(lines).containsExactly("WARNING [path live] track 257 (Opus): it pauses, because it is of a kind nobody has seen",
                "WARNING [path live] track 256 (MPEG-1/2 Video): the last key picture is repeated in place of the held picture, "
                        + "because it has pictures of single fields");
    }

    @Test
    void tellsTheStoryOfAHoldThatIsNeverReleased() {
        available();
        lost(EndReason.PUBLISHER_LEFT);
        log.onHoldTimeout(LIVE);
        log.onUnavailable(LIVE, EndReason.HOLD_TIMEOUT);

        assertThat(lines).endsWith("INFO [path live] silence generator started",
                "INFO [path live] SRT persistence timeout reached, closing stream",
                "INFO [path live] stream is not available anymore: persistence timeout reached");
    }

    @Test
    void tellsOfAStallWithoutALoss() {
        available();
        log.onFillingStarted(LIVE, true);
        log.onFillingStopped(LIVE);

        assertThat(lines.subList(1, lines.size())).containsExactly("INFO [path live] silence generator started",
                "INFO [path live] silence generator stopped");
    }

    @Test
    void doesNotTellOfSilenceWhileNoSoundIsMissing() {
        log.onFillingStarted(LIVE, false);
        log.onFillingStarted(LIVE, true);
        log.onFillingStopped(LIVE);

        assertThat(lines).containsExactly("INFO [path live] silence generator started (no sound is missing, only pictures)",
                "INFO [path live] silence generator started", "INFO [path live] silence generator stopped");
    }

    @Test
    void tellsWhichTrackANewPublisherLacks() {
        log.onTrackMissing(LIVE, new Track(257, new OpusFormat(2, 2), TsDescriptors.none()));
        log.onTrackMissing(LIVE, new Track(256, Mpeg2VideoFormat.unknown(false), TsDescriptors.none()));

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("WARNING [path live] ").contains("257")
                .endsWith(" is missing from the new publisher: silence goes on");
        assertThat(lines.get(1)).startsWith("WARNING [path live] ").contains("256")
                .endsWith(" is missing from the new publisher: the picture stands still");
    }

    @ParameterizedTest
    @EnumSource(EndReason.class)
    void everyEndHasItsReason(EndReason reason) {
        available();
        lost(EndReason.PUBLISHER_LOST);
        log.onUnavailable(LIVE, reason);

        assertThat(reason.text()).isNotBlank();
        assertThat(lines).endsWith("INFO [path live] stream is not available anymore: " + reason.text());
    }

    private void available() {
        log.onOnline(LIVE, ENCODER);
        log.onAvailable(LIVE, List.of());
    }

    private void lost(EndReason reason) {
        log.onOffline(LIVE, ENCODER, reason);
        log.onPublisherLost(LIVE, reason);
        log.onFillingStarted(LIVE, true);
    }
}
