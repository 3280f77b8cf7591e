package io.holdover.gateway.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.holdover.srt.CloseReason;
import io.holdover.stream.EndReason;
import io.holdover.stream.PathOptions;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.Publication;
import io.holdover.stream.PublishOutcome;
import io.holdover.stream.PublishRequest;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamPath;
import io.holdover.stream.StreamRegistry;

/** What a publishing session makes of what its connection tells it; the connection itself is not needed for that. */
class SrtPublishSessionTest {
    private static final StreamPath LIVE = new StreamPath("live");

    private final ManualLoop loop = new ManualLoop();
    private final StreamRegistry registry = new StreamRegistry(loop, _ -> Optional.of(PathOptions.defaults()), StreamListener.NONE);
    private final SrtLine line = new SrtLine(new PeerDescription("srtConn", "1", "1.2.3.4:5678", ""), loop.nowNs());
    private final List<SrtPublishSession> ended = new ArrayList<>();
    private final List<String> logged = new ArrayList<>();
    private final Logger logger = Logger.getLogger("io.holdover.gateway.srt");
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            logged.add(entry.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    private final Publication publication = publish();
    private final SrtPublishSession session =
            new SrtPublishSession(line, (StreamId) StreamId.parse("publish:live"), publication, loop,
                    TimeUnit.SECONDS.toNanos(10), ended::add);

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void endsThePublicationOfAPeerThatSendsNoTransportStream() {
        for (int i = 0; i < 4_900; i += 100) {
            session.onPayload(null, ByteBuffer.allocate(1_316), loop.nowNs());
            loop.pass(100);
        }
        assertThat(publication.isOpen()).isTrue();

        for (int i = 0; i < 1_200; i += 100) {
            session.onPayload(null, ByteBuffer.allocate(1_316), loop.nowNs());
            loop.pass(100);
        }

        assertThat(publication.isOpen()).isFalse();
    }

    @Test
    void isPatientWithAPeerThatPauses() {
        session.onPayload(null, nullPacket(), loop.nowNs());
        loop.pass(9_000);

        assertThat(publication.isOpen()).isTrue();
    }

    @Test
    void endsThePublicationOfAPeerThatSendsNothingAnyMore() {
        session.onPayload(null, nullPacket(), loop.nowNs());
        loop.pass(11_001);

        assertThat(publication.isOpen()).isFalse();
    }

    @Test
    void sumsUpLossesInOneLine() {
        session.onGap(null, 3);
        session.onGap(null, 4);
        loop.pass(1_001);
        session.onGap(null, 5);
        loop.pass(5_000);
        assertThat(logged).containsExactly("[SRT] [conn 1.2.3.4:5678] 7 packets were lost and could not be repaired in time");

        session.onPayload(null, nullPacket(), loop.nowNs());
        loop.pass(6_000);

        assertThat(logged).hasSize(2).last().asString().contains(" 5 packets were lost");
    }

    @Test
    void endsThePublicationWhenItIsKickedAndWhenTheServerStops() {
        session.close(EndReason.PUBLISHER_KICKED, SrtLine.KICKED, loop.nowNs());
        assertThat(publication.isOpen()).isFalse();
        session.onClosed(null, CloseReason.CLOSED_BY_APPLICATION);
        assertThat(logged).containsExactly("[SRT] [conn 1.2.3.4:5678] closed: kicked");

        Publication another = publish();
        new SrtPublishSession(line, (StreamId) StreamId.parse("publish:live"), another, loop, TimeUnit.SECONDS.toNanos(10), ended::add)
                .close(EndReason.SERVER_STOPPED, "the server stops", loop.nowNs());
        assertThat(another.isOpen()).isFalse();
    }

    @Test
    void leavesNothingBehindWhenItsConnectionCloses() {
        session.onClosed(null, CloseReason.PEER_IDLE);

        assertThat(publication.isOpen()).isFalse();
        assertThat(registry.find(LIVE)).isEmpty();
        assertThat(ended).containsExactly(session);
        assertThat(loop.armedAlarms()).isZero();
        assertThat(logged).containsExactly("[SRT] [conn 1.2.3.4:5678] closed: the peer fell silent");
    }

    private Publication publish() {
        PublishRequest wish = new PublishRequest(LIVE, new PeerDescription("srtConn", "1", "", ""), (_, _) -> {
        });
        return ((PublishOutcome.Admitted) registry.publish(wish, loop.nowNs())).publication();
    }

    // ISO/IEC 13818-1 2.4.1: PID 0x1FFF, payload only
    private static ByteBuffer nullPacket() {
        ByteBuffer packet = ByteBuffer.allocate(188);
        packet.putInt(0, 0x471F_FF10);
        return packet;
    }
}
