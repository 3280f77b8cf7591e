package io.holdover.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.holdover.control.OpenAccess;
import io.holdover.control.StreamLog;
import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.ListenAddress;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.config.PathMatcher;
import io.holdover.gateway.SessionListener;
import io.holdover.gateway.srt.SrtGateway;
import io.holdover.gateway.srt.SrtGatewayOptions;
import io.holdover.gateway.srt.SrtPathOptions;
import io.holdover.srt.net.DatagramLoop;
import io.holdover.srt.net.LoopOptions;
import io.holdover.srt.net.SrtPort;
import io.holdover.stream.EndReason;
import io.holdover.stream.StreamRegistry;

/**
 * The one screen that composes everything. The river, as it flows:
 *
 * <pre>
 * DatagramLoop -> SrtConnection -> SrtPublishSession -> TsIngest (TsDemuxer) -> AccessUnit
 *   -> Timeline -> AccessUnitRing -> TsPackager, once -> ChunkRing -> SrtReadSession
 * </pre>
 */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Wiring.class.getName());

    // Opening a caller's keys takes about a millisecond of PBKDF2; a caller waits 3 s.
    private static final int KEY_THREADS = 2;
    private static final int LIMIT_KEYS_WAITING = 1_024;

    private final DatagramLoop loop;
    private final StreamRegistry registry;
    private final SrtGateway gateway;
    private final SrtPort port;
    private final ThreadPoolExecutor keyWork;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Wiring(HoldoverConfig config, DatagramLoop loop) {
        OptionValues global = config.global();
        PathMatcher paths = new PathMatcher(config.paths());
        PinnedLoop pinned = new PinnedLoop(loop);
        SrtGatewayOptions options = SrtGatewayOptions.withTimeouts(global.get(Options.READ_TIMEOUT).toNanos(),
                global.get(Options.WRITE_TIMEOUT).toNanos());

        this.loop = loop;
        this.keyWork = keyWork();
        this.registry = new StreamRegistry(pinned, paths, new StreamLog());
        this.gateway = new SrtGateway(options, pinned, registry,
                path -> paths.find(path).map(rule -> new SrtPathOptions(rule.values().get(Options.SRT_PUBLISH_PASSPHRASE),
                        rule.values().get(Options.SRT_READ_PASSPHRASE))),
                new OpenAccess(), SessionListener.NONE, keyWork);
        this.port = SrtPort.open(loop, options.srt(), gateway);
    }

    /** Starts everything that the configuration asks for. */
    static Wiring open(HoldoverConfig config) throws StartException {
        if (!config.global().get(Options.SRT)) {
            throw new StartException("srt: is off, and there is nothing else to serve yet", null);
        }
        ListenAddress address = config.global().get(Options.SRT_ADDRESS);
        InetSocketAddress bind = address.host().isEmpty() ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
        if (bind.isUnresolved()) {
            throw new StartException("srtAddress: the host of '" + address + "' is not known", null);
        }
        DatagramLoop loop;
        try {
            loop = DatagramLoop.open("loop-0", bind, LoopOptions.defaults());
        } catch (IOException e) {
            throw new StartException("srtAddress: cannot listen on " + address + " (UDP): " + e.getMessage(), e);
        }
        Wiring wiring = new Wiring(config, loop);
        LOG.log(Level.INFO, "[SRT] listener opened on " + address + " (UDP)");
        return wiring;
    }

    /** Where SRT callers are awaited, with the real port. */
    InetSocketAddress srtAddress() {
        return loop.localAddress();
    }

    /** All streams end, all peers are told. Takes a few seconds at the very most. Harmless when repeated. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            loop.execute(() -> registry.closeAll(EndReason.SERVER_STOPPED, loop.nowNs()));
        } catch (RejectedExecutionException _) {
            // The loop has ended, or is drowned in tasks: its sessions end with their connections then.
        }
        gateway.close();
        port.close();
        loop.close();
        keyWork.shutdownNow();
    }

    private static ThreadPoolExecutor keyWork() {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(KEY_THREADS, KEY_THREADS, 10, TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LIMIT_KEYS_WAITING), Thread.ofPlatform().name("keys-", 0).daemon().factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
