package io.holdover.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

import io.holdover.control.StreamLog;
import io.holdover.control.api.ApiSubjects;
import io.holdover.control.api.ControlApi;
import io.holdover.control.api.WallTime;
import io.holdover.control.auth.AuthOptions;
import io.holdover.control.auth.FailureLog;
import io.holdover.control.auth.StreamAccess;
import io.holdover.control.auth.SwitchingAuthenticator;
import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.LiveConfig;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.control.hooks.ConnectionHooks;
import io.holdover.control.hooks.HookRunner;
import io.holdover.control.hooks.PathHooks;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.metrics.MetricsDoor;
import io.holdover.control.metrics.MetricsPage;
import io.holdover.gateway.Gateway;
import io.holdover.gateway.srt.SrtGateway;
import io.holdover.gateway.srt.SrtPathOptions;
import io.holdover.srt.net.DatagramLoop;
import io.holdover.stream.EndReason;
import io.holdover.stream.StreamPath;
import io.holdover.stream.StreamRegistry;

/**
 * The one screen that composes everything. The river, as it flows:
 *
 * <pre>
 * DatagramLoop -> SrtConnection -> SrtPublishSession -> TsIngest (TsDemuxer) -> AccessUnit
 *   -> Timeline (<- Hold while the publisher is away) -> AccessUnitRing -> TsPackager, once -> ChunkRing -> SrtReadSession
 * </pre>
 *
 * What an operator decides lies beside it: configuration, permissions, hooks, API and metrics.
 */
final class Wiring implements AutoCloseable {
    private static final Logger LOG = System.getLogger(Wiring.class.getName());

    // Opening a caller's keys takes about a millisecond of PBKDF2; a caller waits 3 s.
    private static final int KEY_THREADS = 2;
    private static final int LIMIT_KEYS_WAITING = 1_024;

    private final LiveConfig config;
    private final DatagramLoop loop;
    private final StreamRegistry registry;
    private final SrtFront srt;
    private final SwitchingAuthenticator authenticator;
    private final HookRunner hookRunner;
    private final PathHooks pathHooks;
    private final ConnectionHooks connectionHooks;
    private final ConfiguredDoor api;
    private final ConfiguredDoor metrics;
    private final ThreadPoolExecutor keyWork;
    private final Changes changes;
    /** The loop refused to hear of the newest change. */
    private volatile boolean streamsAreBehind;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Wiring(LiveConfig config, DatagramLoop loop) {
        OptionValues global = config.current().global();
        PinnedLoop pinned = new PinnedLoop(loop);
        WallTime wallTime = new WallTime(Instant.now(), System.nanoTime());
        this.config = config;
        this.loop = loop;
        this.keyWork = executor("keys-", KEY_THREADS, LIMIT_KEYS_WAITING);
        this.changes = new Changes(this::carryOut);

        this.authenticator = new SwitchingAuthenticator(AuthOptions.of(global), InstantSource.system());
        this.hookRunner = HookRunner.open(System::nanoTime);
        this.pathHooks = new PathHooks(hookRunner, path -> config.current().matcher().find(path).map(ConfigRecords::hooks),
                () -> ConfigRecords.rtspPort(config.current().global()));
        this.connectionHooks = new ConnectionHooks(hookRunner, () -> ConfigRecords.connectionHooks(config.current().global()),
                () -> ConfigRecords.rtspPort(config.current().global()));

        this.registry = new StreamRegistry(pinned, path -> config.current().matcher().optionsFor(path),
                new StreamLog(), pathHooks);
        SrtGateway gateway = new SrtGateway(SrtFront.options(global), pinned, registry,
                path -> config.current().matcher().find(path).map(match -> new SrtPathOptions(
                        match.values().get(Options.SRT_PUBLISH_PASSPHRASE), match.values().get(Options.SRT_READ_PASSPHRASE))),
                new StreamAccess(authenticator, new FailureLog(System::nanoTime)), connectionHooks, keyWork);
        this.srt = new SrtFront(loop, gateway, global);

        Supplier<List<Gateway>> gateways = () -> config.current().global().get(Options.SRT) ? List.of(gateway) : List.of();
        ApiSubjects subjects =
                new ApiSubjects(Main.Version.text(), wallTime, config, registry, gateways, authenticator::refreshKeys);
        this.api = new ConfiguredDoor(options -> ControlApi.open(options, subjects, authenticator, System::nanoTime));
        MetricsPage page = new MetricsPage(registry::snapshots, gateways,
                () -> config.current().matcher().exactPaths().stream().map(StreamPath::name).toList(),
                System::nanoTime, Executors.newVirtualThreadPerTaskExecutor());
        this.metrics = new ConfiguredDoor(options -> MetricsDoor.open(options, page, authenticator, System::nanoTime));
    }

    /** Starts everything that the configuration asks for. */
    static Wiring open(LiveConfig config) throws StartException {
        OptionValues global = config.current().global();
        Wiring wiring = new Wiring(config, SrtFront.openLoop(global));
        config.onChange(wiring::onChange);
        try {
            wiring.api.open(ControlApi.optionsOf(global));
            wiring.metrics.open(MetricsDoor.optionsOf(global));
        } catch (StartException e) {
            wiring.close();
            throw e;
        }
        wiring.bringStreamsUpToDate();
        wiring.pathHooks.onConfigured(config.current().matcher().exactPaths());
        return wiring;
    }

    /** Where SRT callers are awaited, with the real port. */
    InetSocketAddress srtAddress() {
        return loop.localAddress();
    }

    // Changes of the configuration

    /** Brings everything to what holds now, each part only if it is concerned. Thread of the changes. */
    private void carryOut() {
        HoldoverConfig after = config.current();
        OptionValues global = after.global();
        carryOut("the log", () -> LogOutput.install(ConfigRecords.log(global)));
        if (streamsAreBehind) {
            carryOut("streams", this::bringStreamsUpToDate);
        }
        carryOut("SRT", () -> srt.apply(global));
        carryOut("hooks", () -> {
            pathHooks.onConfigured(after.matcher().exactPaths());
            pathHooks.reconfigure();
            connectionHooks.reconfigure();
        });
        moveDoors(ControlApi.optionsOf(global), MetricsDoor.optionsOf(global));
    }

    /** A door may be to stand where the other one is to leave. */
    private void moveDoors(Optional<HttpDoorOptions> forApi, Optional<HttpDoorOptions> forMetrics) {
        boolean metricsFirst = metrics.isInTheWayOf(forApi, forMetrics);
        if (metricsFirst) {
            if (api.isInTheWayOf(forMetrics, forApi)) {
                carryOut("the API", () -> api.apply(Optional.empty())); // they change places
            }
            carryOut("metrics", () -> metrics.apply(forMetrics));
        }
        carryOut("the API", () -> api.apply(forApi));
        if (!metricsFirst) {
            carryOut("metrics", () -> metrics.apply(forMetrics));
        }
    }

    /** By what holds when the loop comes to it. A loop that is drowned in tasks is asked again. */
    private void bringStreamsUpToDate() {
        boolean taken = onLoop(nowNs -> {
            registry.limitHeldPaths(config.current().global().get(Options.MAX_HELD_PATHS), nowNs);
            registry.reconfigure(nowNs);
        });
        streamsAreBehind = !taken;
        if (!taken) {
            changes.requestLater();
        }
    }

    /** A bug in one part must not keep the others from what they are told. */
    private static void carryOut(String part, Runnable change) {
        try {
            change.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a change of the configuration could not be carried out for " + part, e);
        }
    }

    /** Rights and streams at once: what else there is to do may have to wait for names to be looked up, or for doors to close. */
    private void onChange(HoldoverConfig before, HoldoverConfig after) {
        carryOut("authentication", () -> authenticator.apply(AuthOptions.of(after.global())));
        carryOut("streams", this::bringStreamsUpToDate);
        changes.request();
    }

    /** False if the loop has ended or is drowned in tasks. */
    private boolean onLoop(LongConsumer action) {
        try {
            loop.execute(() -> action.accept(loop.nowNs()));
            return true;
        } catch (RejectedExecutionException _) {
            return false;
        }
    }

    /** All streams end, all peers are told. Takes a few seconds at the very most. Harmless when repeated. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        changes.close();
        Thread doors = Thread.ofVirtual().start(() -> {
            Thread other = Thread.ofVirtual().start(metrics::close);
            api.close();
            join(other);
        });
        boolean _ = onLoop(nowNs -> registry.closeAll(EndReason.SERVER_STOPPED, nowNs)); // else they end with their connections
        srt.close();
        loop.close();
        hookRunner.close();
        join(doors);
        authenticator.close();
        keyWork.shutdownNow();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadPoolExecutor executor(String name, int threads, int limitWaiting) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(limitWaiting),
                Thread.ofPlatform().name(name, 0).daemon().factory());
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }
}
