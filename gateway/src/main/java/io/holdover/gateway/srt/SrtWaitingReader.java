package io.holdover.gateway.srt;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.holdover.gateway.Session;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.CloseReason;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtConnectionHandler;
import io.holdover.stream.EndReason;
import io.holdover.stream.PendingRead;
import io.holdover.stream.ReadOutcome;
import io.holdover.stream.ReadWaiter;
import io.holdover.stream.StreamLoop;

/**
 * A peer whose stream is yet to come. At first its handshake waits, so that a refusal has its true code; before the peer would give up it
 * is let in, and goes on waiting as a session, which becomes that of a reader when there is something to read. Loop thread.
 */
final class SrtWaitingReader implements Session, SrtConnectionHandler, ReadWaiter {
    /** A caller waits for 3 s by default, and some of that has passed. */
    static final long HANDSHAKE_PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    /** The way through the door that was interrupted. */
    interface Door {

        /** The wait ended before the caller was answered: it is to be let in as a reader, or told why not. */
        void decide(ReadOutcome outcome);

        /** Lets the caller in without a stream; false if it is not there any more. */
        boolean letIn(SrtWaitingReader session);

        /** Makes the session of a reader that was let in. */
        SrtReadSession sessionOf(ReadOutcome.Admitted admitted);

        /** The session is over before it could read. */
        void ended();
    }

    private enum State {
        /** The caller waits for its answer. */
        CALLING,
        /** It was let in. */
        WAITING,
        /** It reads. */
        READING,
        /** It was answered or has left. */
        OVER
    }

    // For life
    private final SrtLine line;
    private final StreamId streamId;
    private final StreamLoop loop;
    private final StreamLoop.Alarm patience;
    private final Door door;

    // State
    private State state = State.CALLING;
    private @Nullable PendingRead pending;
    private @Nullable SrtReadSession reading;

    SrtWaitingReader(SrtLine line, StreamId streamId, StreamLoop loop, Door door) {
        this.line = line;
        this.streamId = streamId;
        this.loop = loop;
        this.door = door;
        this.patience = loop.alarm(this::letIn);
    }

    /** The wait begins. */
    void begin(PendingRead wish, long nowNs) {
        pending = wish;
        patience.arm(nowNs + HANDSHAKE_PATIENCE_NS);
    }

    private void letIn(long nowNs) {
        if (state != State.CALLING) {
            return;
        }
        state = State.WAITING;
        if (door.letIn(this)) {
            line.info("is waiting for a stream on path '" + streamId.path() + "'");
        } else {
            state = State.OVER;
            withdraw(nowNs);
        }
    }

    @Override
    public void onDecided(ReadOutcome outcome, long nowNs) {
        patience.cancel();
        pending = null;
        if (state == State.CALLING) {
            state = State.OVER;
            door.decide(outcome);
        } else if (state == State.WAITING) {
            switch (outcome) {
                case ReadOutcome.Admitted admitted -> {
                    state = State.READING;
                    SrtReadSession session = door.sessionOf(admitted);
                    reading = session;
                    session.onChunks(nowNs);
                }
                case ReadOutcome.Refused refused -> line.close(refused.refusal().text(), nowNs);
                case ReadOutcome.Waiting _ -> throw new IllegalStateException("a wait that is over waits");
            }
        }
    }

    private void withdraw(long nowNs) {
        PendingRead wish = pending;
        pending = null;
        if (wish != null) {
            wish.withdraw(nowNs);
        }
    }

    @Override
    public void onPayload(SrtConnection connection, ByteBuffer payload, long playNs) {
        // A reader has nothing to say.
    }

    @Override
    public void onGap(SrtConnection connection, int packets) {
        // Nor does it matter what of it is lost.
    }

    @Override
    public void onSendable(SrtConnection connection) {
        SrtReadSession session = reading;
        if (session != null) {
            session.onSendable(connection);
        }
    }

    @Override
    public void onClosed(SrtConnection connection, CloseReason reason) {
        SrtReadSession session = reading;
        if (session != null) {
            session.onClosed(connection, reason);
            return;
        }
        state = State.OVER;
        withdraw(loop.nowNs());
        line.info("closed: " + line.closedText(reason));
        door.ended();
    }

    @Override
    public SessionSnapshot snapshot() {
        SrtReadSession session = reading;
        return session == null ? line.snapshot(streamId, 0, loop.nowNs()) : session.snapshot();
    }

    @Override
    public void close(EndReason reason, String why, long nowNs) {
        line.close(why, nowNs);
    }
}
