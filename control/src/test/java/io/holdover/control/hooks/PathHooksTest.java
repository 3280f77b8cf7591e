package io.holdover.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamPath;

@EnabledOnOs(OS.LINUX)
class PathHooksTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final StreamPath LIVE = new StreamPath("live");
    private static final StreamPath OTHER = new StreamPath("other");
    private static final PeerDescription ENCODER = new PeerDescription("srtConn", "e1", "10.0.0.1:5000", "key=1");
    private static final PeerDescription ENCODER_AGAIN = new PeerDescription("srtConn", "e2", "10.0.0.1:5001", "");
    private static final PeerDescription VIEWER = new PeerDescription("srtConn", "v1", "10.0.0.2:6000", "");
    private static final PeerDescription OTHER_VIEWER = new PeerDescription("hlsSession", "v2", "10.0.0.3:6000", "q=x");

    private final HookLog log = new HookLog();
    private final HookRunner runner = HookRunner.open(System::nanoTime);
    private final Map<StreamPath, PathHookOptions> options = new ConcurrentHashMap<>();
    private final PathHooks hooks = new PathHooks(runner, path -> Optional.ofNullable(options.get(path)), () -> "8554");

    @AfterEach
    void close() {
        runner.close();
        log.close();
    }

    @Test
    void whatRunsWhileAPathIsAvailableRunsOnThroughAHold() {
        options.put(LIVE, new PathHookOptions(HookLine.NONE, HookPair.NONE,
                pair("$MTX_SOURCE_TYPE $MTX_SOURCE_ID $MTX_QUERY", "over $MTX_SOURCE_ID"),
                pair("online $MTX_SOURCE_ID", "offline $MTX_SOURCE_ID"),
                HookPair.NONE, List.of()));

        hooks.onOnline(LIVE, ENCODER);
        hooks.onAvailable(LIVE, List.of());
        awaitLine("[path live] [runOnAvailable] srtConn e1 key%3D1");
        awaitLine("[path live] [runOnOnline] online e1");

        hooks.onOffline(LIVE, ENCODER, EndReason.PUBLISHER_LOST);
        hooks.onPublisherLost(LIVE, EndReason.PUBLISHER_LOST);
        hooks.onFillingStarted(LIVE, true);
        awaitLine("[path live] [runOnOffline] offline e1");
        awaitLine("[path live] runOnOnline command stopped");

        hooks.onPublisherReturning(LIVE);
        hooks.onOnline(LIVE, ENCODER_AGAIN);
        hooks.onFillingStopped(LIVE);
        awaitLine("[path live] [runOnOnline] online e2");
        assertThat(lines("runOnAvailable")).hasSize(2);
        assertThat(lines("runOnUnavailable")).isEmpty();

        hooks.onUnavailable(LIVE, EndReason.PATH_CLOSED);
        hooks.onOffline(LIVE, ENCODER_AGAIN, EndReason.PATH_CLOSED);
        awaitLine("[path live] [runOnUnavailable] over e1");
        awaitLine("[path live] [runOnOffline] offline e2");
        awaitLine("[path live] runOnAvailable command stopped");
        awaitNone();
    }

    @Test
    void aTakeoverIsNoEvent() {
        options.put(LIVE, new PathHookOptions(HookLine.NONE, HookPair.NONE, HookPair.NONE, pair("online $MTX_SOURCE_ID", "offline"),
                HookPair.NONE, List.of()));

        hooks.onOnline(LIVE, ENCODER);
        hooks.onOnline(LIVE, ENCODER_AGAIN);
        hooks.onOffline(LIVE, ENCODER_AGAIN, EndReason.PUBLISHER_LEFT);

        awaitNone();
        assertThat(lines("runOnOffline")).containsExactly("[path live] runOnOffline command launched", "[path live] [runOnOffline] offline",
                "[path live] runOnOffline command exited with code 0");
    }

    @Test
    void readersHaveHooksOfTheirOwn() {
        options.put(LIVE, new PathHookOptions(HookLine.NONE, HookPair.NONE, HookPair.NONE, HookPair.NONE,
                pair("$MTX_PATH $MTX_READER_TYPE $MTX_READER_ID $MTX_QUERY $RTSP_PORT", "gone $MTX_READER_ID"), List.of()));

        hooks.onReaderJoined(LIVE, VIEWER);
        hooks.onReaderJoined(LIVE, OTHER_VIEWER);
        awaitLine("[SRT] [conn 10.0.0.2:6000] [runOnRead] live srtConn v1  8554");
        awaitLine("[HLS] [session 10.0.0.3:6000] [runOnRead] live hlsSession v2 q%3Dx 8554");

        hooks.onReaderLeft(LIVE, VIEWER);
        awaitLine("[SRT] [conn 10.0.0.2:6000] runOnRead command stopped");
        awaitLine("[SRT] [conn 10.0.0.2:6000] [runOnUnread] gone v1");
        await().atMost(SOON).until(() -> runner.running() == 1);

        hooks.onReaderLeft(LIVE, OTHER_VIEWER);
        awaitLine("[HLS] [session 10.0.0.3:6000] [runOnUnread] gone v2");
        awaitNone();
    }

    @Test
    void configuredPathsHaveAHookWhileTheyAreConfigured() {
        options.put(LIVE, init("one $MTX_PATH $G1 $G2", "a", "b"));
        options.put(OTHER, init("two"));

        hooks.onConfigured(Set.of(LIVE, OTHER));
        awaitLine("[path live] [runOnInit] one live a b");
        awaitLine("[path other] [runOnInit] two");

        hooks.onConfigured(Set.of(LIVE));
        awaitLine("[path other] runOnInit command stopped");
        assertThat(log.lines()).doesNotContain("[path live] runOnInit command stopped");

        hooks.onConfigured(Set.of());
        awaitNone();
    }

    @Test
    void anotherCommandTakesThePlaceOfTheOneThatRuns() {
        options.put(LIVE, available("first", "over"));
        options.put(OTHER, available("same", "over"));
        hooks.onAvailable(LIVE, List.of());
        hooks.onAvailable(OTHER, List.of());
        awaitLine("[path live] [runOnAvailable] first");
        awaitLine("[path other] [runOnAvailable] same");

        options.put(LIVE, available("second", "really over"));
        options.put(OTHER, available("same", "really over"));
        hooks.reconfigure();
        awaitLine("[path live] runOnAvailable command stopped");
        awaitLine("[path live] [runOnAvailable] second");

        options.remove(LIVE);
        hooks.reconfigure();
        await().atMost(SOON).until(() -> runner.running() == 1);
        options.put(LIVE, available("third", "finally over"));
        hooks.reconfigure();
        awaitLine("[path live] [runOnAvailable] third");

        hooks.onUnavailable(LIVE, EndReason.PUBLISHER_LEFT);
        hooks.onUnavailable(OTHER, EndReason.PUBLISHER_LEFT);
        awaitLine("[path live] [runOnUnavailable] finally over");
        awaitLine("[path other] [runOnUnavailable] really over");
        awaitNone();
        assertThat(lines("[path other] [runOnAvailable]")).hasSize(1);
    }

    @Test
    void somebodyWhoAsksForAPathStartsACommand() {
        options.put(LIVE, new PathHookOptions(HookLine.NONE, pair("start $MTX_QUERY", "enough $MTX_QUERY"), HookPair.NONE, HookPair.NONE,
                HookPair.NONE, List.of()));

        hooks.onDemanded(LIVE, "a");
        hooks.onDemanded(LIVE, "b");
        awaitLine("[path live] [runOnDemand] start a");
        hooks.onNotDemanded(LIVE);

        awaitLine("[path live] [runOnUnDemand] enough a");
        awaitNone();
        assertThat(lines("[runOnDemand]")).hasSize(1);
    }

    @Test
    void nothingHappensOnPathsWithoutHooks() {
        hooks.onOnline(LIVE, ENCODER);
        hooks.onAvailable(LIVE, List.of());
        hooks.onReaderJoined(LIVE, VIEWER);
        hooks.onReaderLeft(LIVE, VIEWER);
        hooks.onUnavailable(LIVE, EndReason.PUBLISHER_LEFT);
        hooks.onOffline(LIVE, ENCODER, EndReason.PUBLISHER_LEFT);

        assertThat(runner.running()).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void aConnectionHasHooks() {
        ConnectionHooks connections = new ConnectionHooks(runner, () -> pair("$MTX_CONN_TYPE $MTX_CONN_ID $RTSP_PORT", "bye $MTX_CONN_ID"),
                () -> "8554");

        connections.onConnected(VIEWER);
        awaitLine("[SRT] [conn 10.0.0.2:6000] [runOnConnect] srtConn v1 8554");
        connections.reconfigure();
        connections.onDisconnected(VIEWER);
        connections.onDisconnected(VIEWER);

        awaitLine("[SRT] [conn 10.0.0.2:6000] [runOnDisconnect] bye v1");
        awaitNone();
        assertThat(lines("[runOnConnect]")).hasSize(1);
        assertThat(lines("[runOnDisconnect]")).hasSize(1);
    }

    private static PathHookOptions available(String begin, String end) {
        return new PathHookOptions(HookLine.NONE, HookPair.NONE, pair(begin, end), HookPair.NONE, HookPair.NONE, List.of());
    }

    private static PathHookOptions init(String begin, String... groups) {
        return new PathHookOptions(pair(begin, "").begin(), HookPair.NONE, HookPair.NONE, HookPair.NONE, HookPair.NONE, List.of(groups));
    }

    /** Commands that say something; the first one then stays. */
    private static HookPair pair(String begin, String end) {
        return new HookPair(HookLine.once("sh -c 'echo \"" + begin + "\"; exec sleep 1000'"), HookLine.once("echo \"" + end + "\""));
    }

    private void awaitLine(String line) {
        await("a line: " + line).atMost(SOON).until(() -> log.lines().contains(line));
    }

    private void awaitNone() {
        await().atMost(SOON).until(() -> runner.running() == 0);
    }

    private List<String> lines(String part) {
        return log.lines().stream().filter(line -> line.contains(part)).toList();
    }
}
