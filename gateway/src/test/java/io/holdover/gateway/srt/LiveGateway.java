package io.holdover.gateway.srt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.holdover.gateway.SessionListener;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.srt.net.DatagramLoop;
import io.holdover.srt.net.LoopOptions;
import io.holdover.srt.net.LoopTimer;
import io.holdover.srt.net.SrtPort;
import io.holdover.stream.AccessDecision;
import io.holdover.stream.PathOptions;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamLoop;
import io.holdover.stream.StreamRegistry;
import io.holdover.stream.StreamSnapshot;
import io.holdover.stream.hold.HoldOptions;
import io.holdover.testkit.LibsrtPeer;

/** A gateway with a real socket, open to everyone; its streams persist unless told otherwise. */
final class LiveGateway implements AutoCloseable {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** What the session listener was told: {@code + id} and {@code - id}. */
    final List<String> comings = new CopyOnWriteArrayList<>();
    final SrtGateway gateway;
    private final StreamRegistry registry;
    private final DatagramLoop loop;
    private final SrtPort port;

    LiveGateway() {
        this(PathOptions.defaults().with(HoldOptions.on()));
    }

    LiveGateway(PathOptions pathOptions) {
        try {
            loop = DatagramLoop.open("test", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), LoopOptions.defaults());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        StreamLoop streamLoop = new RealLoop(loop);
        registry = new StreamRegistry(streamLoop, _ -> Optional.of(pathOptions), StreamListener.NONE);
        SrtGatewayOptions options = SrtGatewayOptions.withTimeouts(10 * SECOND_NS, 10 * SECOND_NS);
        gateway = new SrtGateway(options, streamLoop, registry, _ -> Optional.of(SrtPathOptions.CLEAR),
                _ -> CompletableFuture.completedFuture(AccessDecision.ALLOWED), new Comings(), Runnable::run);
        port = SrtPort.open(loop, options.srt(), gateway);
    }

    LibsrtPeer connect(String streamId) {
        return LibsrtPeer.to(loop.localAddress()).streamId(streamId).latencyMs(150).connect();
    }

    List<SessionSnapshot> sessions() {
        return gateway.sessions().toCompletableFuture().join();
    }

    List<StreamSnapshot> streams() {
        return registry.snapshots().toCompletableFuture().join();
    }

    boolean kick(String id) {
        return gateway.kick(id).toCompletableFuture().join();
    }

    @Override
    public void close() {
        gateway.close();
        port.close();
        loop.close();
    }

    private final class Comings implements SessionListener {
        @Override
        public void onConnected(PeerDescription peer) {
            comings.add("+ " + peer.id());
        }

        @Override
        public void onDisconnected(PeerDescription peer) {
            comings.add("- " + peer.id());
        }
    }

    private record RealLoop(DatagramLoop loop) implements StreamLoop {
        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public long nowNs() {
            return loop.nowNs();
        }

        @Override
        public Alarm alarm(TimedAction action) {
            LoopTimer timer = loop.newTimer(() -> action.run(loop.nowNs()));
            return new Alarm() {
                @Override
                public void arm(long deadlineNs) {
                    timer.arm(deadlineNs);
                }

                @Override
                public void cancel() {
                    timer.cancel();
                }
            };
        }

        @Override
        public void atBatchEnd(TimedAction action) {
            loop.atBatchEnd(() -> action.run(loop.nowNs()));
        }
    }
}
