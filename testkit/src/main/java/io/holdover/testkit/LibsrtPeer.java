package io.holdover.testkit;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A caller made of Debian's libsrt, to publish to a server or read from it. Calls block, with timeouts; use one thread at a time, and a
 * platform thread, since libsrt keeps errors by thread. Closing is allowed from anywhere and ends a blocked call.
 */
public final class LibsrtPeer implements AutoCloseable {

    /** srt.h's SRTS_CONNECTED. */
    public static final int STATE_CONNECTED = 5;

    private static final int MAX_MESSAGE_BYTES = 1_500;

    // For life
    private final int socket;
    private final Arena arena = Arena.ofAuto();
    private final MemorySegment outgoing = arena.allocate(MAX_MESSAGE_BYTES);
    private final MemorySegment incoming = arena.allocate(MAX_MESSAGE_BYTES);
    private final MemorySegment control = arena.allocate(Libsrt.MESSAGE_CONTROL_BYTES, Long.BYTES);

    private LibsrtPeer(int socket) {
        this.socket = socket;
    }

    /**
     * One received payload.
     *
     * @param payload its bytes
     * @param sourceTimeUs its time by the sender's clock on libsrt's scale
     * @param sequence its packet's number
     */
    public record Message(byte[] payload, long sourceTimeUs, int sequence) {
    }

    /** A caller to be set up. */
    public static Call to(InetSocketAddress server) {
        return new Call(server);
    }

    /** What to set before connecting. */
    public static final class Call {
        private final InetSocketAddress server;
        private final Map<SrtSocketOption, Object> options = new LinkedHashMap<>();
        private @Nullable InetSocketAddress local;
        private int initialSequence = -1;

        private Call(InetSocketAddress server) {
            this.server = server;
            options.put(SrtSocketOption.CONNTIMEO, 5_000);
            options.put(SrtSocketOption.RCVTIMEO, 5_000);
            options.put(SrtSocketOption.SNDTIMEO, 5_000);
        }

        /** Sets an option of libsrt; booleans are 0 or 1. */
        public Call with(SrtSocketOption option, Object value) {
            options.put(option, value);
            return this;
        }

        /** Up to 512 bytes. */
        public Call streamId(String streamId) {
            return with(SrtSocketOption.STREAMID, streamId);
        }

        /** Encrypts with keys of 16, 24 or 32 bytes. */
        public Call passphrase(String passphrase, int keyLengthBytes) {
            return with(SrtSocketOption.PASSPHRASE, passphrase).with(SrtSocketOption.PBKEYLEN, keyLengthBytes);
        }

        /** The delay for both directions. */
        public Call latencyMs(int latencyMs) {
            return with(SrtSocketOption.LATENCY, latencyMs);
        }

        /** How long {@link #connect}, sending and receiving may block. */
        public Call timeout(Duration timeout) {
            int ms = (int) timeout.toMillis();
            return with(SrtSocketOption.CONNTIMEO, ms).with(SrtSocketOption.RCVTIMEO, ms).with(SrtSocketOption.SNDTIMEO, ms);
        }

        /** Binds to this address; several callers may share it. */
        public Call from(InetSocketAddress address) {
            local = address;
            return with(SrtSocketOption.REUSEADDR, 1);
        }

        /** Begins with this sequence number instead of a random one. */
        public Call initialSequence(int sequence) {
            initialSequence = sequence;
            return this;
        }

        /**
         * Connects.
         *
         * @throws LibsrtException when the server refuses, does not answer, or an option is wrong
         */
        public LibsrtPeer connect() {
            int socket = Libsrt.createSocket();
            if (socket == Libsrt.INVALID) {
                throw Libsrt.error("srt_create_socket", socket);
            }
            LibsrtPeer peer = new LibsrtPeer(socket);
            try {
                options.forEach((option, value) -> check("srt_setsockflag " + option, socket, Libsrt.set(socket, option, value)));
                if (local != null) {
                    check("srt_bind", socket, Libsrt.bind(socket, local));
                }
                check("srt_connect", socket, initialSequence < 0 ? Libsrt.connect(socket, server)
                        : Libsrt.connectWithSequence(socket, server, initialSequence));
                return peer;
            } catch (LibsrtException e) {
                peer.close();
                throw e;
            }
        }

        /** Connects and expects to be refused: returns the reject reason. */
        public int connectRefused() {
            try (LibsrtPeer _ = connect()) {
                throw new AssertionError("was accepted");
            } catch (LibsrtException e) {
                if (e.error() != LibsrtException.ECONNREJ) {
                    throw e;
                }
                return e.rejectReason();
            }
        }
    }

    /** Sends one payload, stamped now; blocks while libsrt's buffer is full. */
    public void send(byte[] payload) {
        MemorySegment.copy(payload, 0, outgoing, JAVA_BYTE, 0, payload.length);
        check("srt_sendmsg2", socket, Libsrt.send(socket, outgoing, payload.length, MemorySegment.NULL));
    }

    /** The next payload, or null when none comes within the receive timeout. */
    public @Nullable Message receive() {
        control.fill((byte) 0);
        int length = Libsrt.receive(socket, incoming, control);
        if (length < 0) {
            if (Libsrt.lastError() == LibsrtException.ETIMEOUT) {
                return null;
            }
            throw Libsrt.error("srt_recvmsg2", socket);
        }
        return new Message(incoming.asSlice(0, length).toArray(JAVA_BYTE), control.get(JAVA_LONG, Libsrt.SOURCE_TIME_OFFSET),
                control.get(JAVA_INT, Libsrt.SEQUENCE_OFFSET));
    }

    /** Changes how long {@link #receive} waits. */
    public void receiveTimeout(Duration timeout) {
        set(SrtSocketOption.RCVTIMEO, (int) timeout.toMillis());
    }

    /** Sets an option that may change while connected. */
    public void set(SrtSocketOption option, Object value) {
        check("srt_setsockflag " + option, socket, Libsrt.set(socket, option, value));
    }

    /** An option's value; booleans are 0 or 1. */
    public long option(SrtSocketOption option) {
        return Libsrt.get(socket, option);
    }

    /** The library's own number of this socket, which is its id on the wire. */
    public int socketId() {
        return socket;
    }

    /** True while the connection stands. */
    public boolean isConnected() {
        return Libsrt.state(socket) == STATE_CONNECTED;
    }

    /** What libsrt counted. */
    public LibsrtStatistics statistics() {
        return Libsrt.statistics(socket);
    }

    /** Says goodbye and closes. */
    @Override
    public void close() {
        Libsrt.close(socket);
    }

    private static void check(String call, int socket, int result) {
        if (result < 0) {
            throw Libsrt.error(call, socket);
        }
    }
}
