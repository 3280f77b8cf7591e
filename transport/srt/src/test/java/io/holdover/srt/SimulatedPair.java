package io.holdover.srt;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.crypto.KeyMaterialMessage;
import io.holdover.srt.crypto.SessionKeys;
import io.holdover.srt.crypto.TestKeys;
import io.holdover.srt.handshake.Capabilities;
import io.holdover.srt.handshake.HandshakeBody;
import io.holdover.srt.receive.ReceiveMemory;
import io.holdover.testkit.LinkModel;
import io.holdover.testkit.LossyLink;

/**
 * A listener and a caller on a bad network and a manual clock. The caller's handshake is {@link TestCaller}'s; once it is answered, a
 * {@link SrtConnection} takes its place.
 */
final class SimulatedPair {
    static final InetSocketAddress SERVER = TestCaller.address(8890);
    static final InetSocketAddress CALLER = TestCaller.address(40_000);
    static final long START_NS = Duration.ofHours(1).toNanos();
    static final long MS = 1_000_000;

    // before connecting
    final TestCaller handshake = new TestCaller();
    SrtOptions serverOptions = SrtOptions.defaults();
    SrtOptions callerOptions = SrtOptions.defaults();
    LinkModel toServerModel = LinkModel.clean().withDelay(10, 0);
    LinkModel toCallerModel = LinkModel.clean().withDelay(10, 0);
    long seed = 1;
    @Nullable
    TestKeys keys;
    byte[] passphrase = "correct horse battery".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    /** How fast the caller's clock runs. */
    double callerClockRate = 1;
    /** Added to each timestamp that the caller writes, handshake included. */
    long callerTimestampShiftUs;

    // the network
    Predicate<byte[]> passesToServer = datagram -> true;
    Predicate<byte[]> passesToCaller = datagram -> true;
    UnaryOperator<byte[]> rewriteToServer = datagram -> datagram;
    final List<byte[]> seenByServer = new ArrayList<>();
    final List<byte[]> seenByCaller = new ArrayList<>();
    boolean recordsDatagrams;

    // who is there
    final SimulatedHost server = new SimulatedHost(SERVER, 0x0100_0001);
    final SimulatedHost caller = new SimulatedHost(CALLER, 0x2345_0001);
    final RecordingHandler atServer = new RecordingHandler();
    final RecordingHandler atCaller = new RecordingHandler();
    final List<ConnectionRequest> requests = new ArrayList<>();
    @Nullable
    SrtConnection serverSide;
    @Nullable
    SrtConnection callerSide;
    boolean answersRequests = true;

    long nowNs = START_NS;
    private LossyLink toServer = new LossyLink(LinkModel.clean(), 0);
    private LossyLink toCaller = new LossyLink(LinkModel.clean(), 0);
    private final List<Ticker> tickers = new ArrayList<>();
    private int cookie;
    private long nextHandshakeNs = Long.MAX_VALUE;

    private static final class Ticker {
        final long periodNs;
        final LongConsumer action;
        long nextNs;

        Ticker(long firstNs, long periodNs, LongConsumer action) {
            this.nextNs = firstNs;
            this.periodNs = periodNs;
            this.action = action;
        }
    }

    /** Begins to connect. */
    SimulatedPair start() {
        toServer = new LossyLink(toServerModel, seed);
        toCaller = new LossyLink(toCallerModel, ~seed);
        server.network = (to, datagram) -> toCaller.send(datagram, nowNs);
        caller.network = (to, datagram) -> toServer.send(shifted(datagram), nowNs);
        TestKeys callerKeys = keys;
        if (callerKeys != null) {
            handshake.keyMaterial = callerKeys.message().toBytes();
        }
        server.listener = new SrtListener(serverOptions, SimulatedHost.secret(), server, this::onRequest);
        nextHandshakeNs = nowNs;
        return this;
    }

    /** Connects, or fails. */
    SimulatedPair connect() {
        start();
        long limitNs = nowNs + 20_000 * MS;
        while (callerSide == null && nowNs < limitNs) {
            run(10);
        }
        if (callerSide == null || serverSide == null) {
            throw new AssertionError("not connected");
        }
        return this;
    }

    private void onRequest(ConnectionRequest request) {
        requests.add(request);
        if (answersRequests) {
            KeyMaterialMessage message = request.keyMaterial();
            SessionKeys unwrapped = message == null ? null : message.unwrap(passphrase);
            if (message != null && unwrapped == null) {
                request.reject(RejectionReason.BADSECRET, nowNs);
                return;
            }
            serverSide = request.accept(new AcceptOptions(serverOptions, unwrapped), atServer, nowNs);
        }
    }

    SrtConnection serverSide() {
        SrtConnection side = serverSide;
        if (side == null) {
            throw new AssertionError("no connection at the server");
        }
        return side;
    }

    SrtConnection callerSide() {
        SrtConnection side = callerSide;
        if (side == null) {
            throw new AssertionError("no connection at the caller");
        }
        return side;
    }

    /** Calls the action again and again, beginning now. */
    void every(double periodMs, LongConsumer action) {
        tickers.add(new Ticker(nowNs, (long) (periodMs * MS), action));
    }

    /** Ends what {@link #every} began. */
    void stopTickers() {
        tickers.clear();
    }

    /** The next {@code count} payloads go from one side to the other, one per period, beginning now. */
    void feed(SrtConnection from, TestPayloads payloads, int count, double periodMs) {
        long[] index = {0};
        every(periodMs, atNs -> {
            if (index[0] < count && from.offer(payloads, index[0], payloads.lengthBytes, atNs, atNs)) {
                index[0]++;
            }
        });
    }

    void changeLinks(LinkModel newToServer, LinkModel newToCaller) {
        toServer.become(newToServer);
        toCaller.become(newToCaller);
    }

    /** Something that the caller's address sends and the caller did not. */
    void injectToServer(byte[] datagram, InetSocketAddress from) {
        server.receive(datagram, from, nowNs);
        server.finishBatch(nowNs);
    }

    /** Lets time pass. */
    void run(double ms) {
        long endNs = nowNs + (long) (ms * MS);
        while (true) {
            long next = Math.min(Math.min(toServer.nextArrivalNs(), toCaller.nextArrivalNs()),
                    Math.min(Math.min(server.nextDeadlineNs(), callerDeadlineNs()), nextHandshakeNs));
            for (Ticker ticker : tickers) {
                next = Math.min(next, ticker.nextNs);
            }
            if (next > endNs) {
                break;
            }
            nowNs = Math.max(nowNs, next);
            step();
        }
        nowNs = endNs;
    }

    private long callerDeadlineNs() {
        return caller.nextDeadlineNs();
    }

    private void step() {
        atServer.nowNs = nowNs;
        atCaller.nowNs = nowNs;
        for (byte[] datagram = toServer.poll(nowNs); datagram != null; datagram = toServer.poll(nowNs)) {
            if (passesToServer.test(datagram)) {
                byte[] rewritten = rewriteToServer.apply(datagram);
                if (recordsDatagrams) {
                    seenByServer.add(rewritten);
                }
                server.receive(rewritten, CALLER, nowNs);
            }
        }
        for (byte[] datagram = toCaller.poll(nowNs); datagram != null; datagram = toCaller.poll(nowNs)) {
            if (passesToCaller.test(datagram)) {
                if (recordsDatagrams) {
                    seenByCaller.add(datagram);
                }
                onCallerDatagram(datagram);
            }
        }
        for (Ticker ticker : List.copyOf(tickers)) {
            while (ticker.nextNs <= nowNs) {
                ticker.action.accept(ticker.nextNs);
                ticker.nextNs += ticker.periodNs;
            }
        }
        if (nextHandshakeNs <= nowNs) {
            sendHandshake();
        }
        server.finishBatch(nowNs);
        caller.finishBatch(nowNs);
    }

    private void sendHandshake() {
        byte[] datagram = cookie == 0 ? handshake.induction() : handshake.conclusion(cookie);
        ByteBuffer.wrap(datagram).putInt(8, (int) ((nowNs - START_NS) / 1000));
        toServer.send(shifted(datagram), nowNs);
        nextHandshakeNs = nowNs + 250 * MS;
    }

    private void onCallerDatagram(byte[] datagram) {
        boolean isHandshake = datagram.length >= 64 && ByteBuffer.wrap(datagram).getInt(0) == 0x8000_0000;
        if (!isHandshake) {
            caller.receive(datagram, SERVER, nowNs);
            return;
        }
        if (callerSide != null) {
            return; // a caller does not answer answers
        }
        TestCaller.Answer answer = TestCaller.Answer.read(datagram);
        if (answer.type() == 1) {
            cookie = answer.cookie();
            nextHandshakeNs = nowNs;
        } else if (answer.type() == -1) {
            nextHandshakeNs = Long.MAX_VALUE;
            becomeConnection(answer);
        } else {
            nextHandshakeNs = Long.MAX_VALUE;
        }
    }

    /** The caller's end, as if the server had called it: what the server answered takes the place of a conclusion. */
    private void becomeConnection(TestCaller.Answer answer) {
        int delays = answer.word(2, 2);
        HandshakeBody body = new HandshakeBody(5, 0, 1, answer.initialSequence(), answer.mssBytes(), answer.flowWindowPackets(), -1,
                answer.socketId(), answer.cookie());
        Capabilities capabilities = new Capabilities(answer.word(2, 0), answer.word(2, 1), delays >>> 16, delays & 0xFFFF);
        TestKeys callerKeys = keys;
        PendingRequest.Conclusion conclusion = new PendingRequest.Conclusion(new KnownPeer.Key(SERVER, answer.socketId()), body,
                capabilities, "", "", callerKeys == null ? null : callerKeys.message(), answer.timestampUs(), nowNs);
        SrtOptions options = callerOptions.withReceiveLatencyMs(0).withPeerLatencyMs(0);
        Negotiation negotiation = new Negotiation(conclusion,
                new AcceptOptions(options, callerKeys == null ? null : callerKeys.keys()), handshake.socketId);
        SrtConnection connection = new SrtConnection(negotiation, caller, atCaller, (c, atNs) -> {
        }, new ReceiveMemory(options.receiveMemoryBytes()), START_NS);
        callerSide = connection;
        caller.onOpened(connection);
        connection.flush(nowNs);
    }

    /** Timestamps as a clock writes them that runs at another rate and began elsewhere. */
    private byte[] shifted(byte[] datagram) {
        if (callerClockRate == 1 && callerTimestampShiftUs == 0) {
            return datagram;
        }
        byte[] copy = datagram.clone();
        ByteBuffer buffer = ByteBuffer.wrap(copy);
        long timestampUs = Integer.toUnsignedLong(buffer.getInt(8));
        buffer.putInt(8, (int) ((long) (timestampUs * callerClockRate) + callerTimestampShiftUs));
        return copy;
    }

    /** The type of a control packet; -1 for data. */
    static int controlType(byte[] datagram) {
        int word = ByteBuffer.wrap(datagram).getInt(0);
        return word < 0 ? word >>> 16 & 0x7FFF : -1;
    }

    static int sequence(byte[] datagram) {
        return ByteBuffer.wrap(datagram).getInt(0);
    }

    static boolean isData(byte[] datagram) {
        return controlType(datagram) < 0;
    }
}
