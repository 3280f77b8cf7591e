package io.holdover.control.api;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.auth.Authenticator;
import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.LiveConfig;
import io.holdover.control.http.Doors;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpLimits;
import io.holdover.gateway.Gateway;
import io.holdover.media.AacFormat;
import io.holdover.media.AccessUnit;
import io.holdover.media.H264Format;
import io.holdover.media.Octets;
import io.holdover.media.RandomAccess;
import io.holdover.media.Track;
import io.holdover.media.TsDescriptors;
import io.holdover.stream.EndReason;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.Publication;
import io.holdover.stream.PublishOutcome;
import io.holdover.stream.PublishRequest;
import io.holdover.stream.ReadRequest;
import io.holdover.stream.StreamListener;
import io.holdover.stream.StreamLoop;
import io.holdover.stream.StreamPath;
import io.holdover.stream.StreamRegistry;
import io.holdover.stream.SubscriberPort;

/** The API over true streams on a loop of their own and a true configuration; only the gateway is made up. */
final class ApiFixture implements AutoCloseable {
    static final Instant STARTED = Instant.parse("2026-11-28T10:00:00.25Z");
    static final long SECOND_NS = 1_000_000_000L;
    private static final long START_NS = 7_000 * SECOND_NS;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Track VIDEO = new Track(0x200,
            new H264Format(List.of(Octets.fromHex("6764001facd9")), List.of(Octets.fromHex("68ee3c80")), 1280, 720), TsDescriptors.none());
    private static final Track AUDIO = new Track(0x201,
            new AacFormat(AacFormat.Transport.ADTS, Octets.fromHex("1190"), 48_000, 2, false, false, 1, Octets.empty(), 0),
            TsDescriptors.none());

    final LiveConfig config = new LiveConfig(HoldoverConfig.withoutFile());
    final MadeUpGateway gateway = new MadeUpGateway();
    final AtomicInteger jwksRefreshes = new AtomicInteger();
    final List<Gateway> gateways = new ArrayList<>(List.of(gateway));
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final TestLoop loop = new TestLoop();
    private final StreamRegistry streams =
            new StreamRegistry(loop, path -> config.current().matcher().optionsFor(path), new StreamListener() {
            });
    private final HttpDoor api;
    /** Its own thread alone. */
    private long nowNs = START_NS;
    private long ticks = 90_000;

    ApiFixture() throws Exception {
        this(Doors.ANYBODY);
    }

    ApiFixture(Authenticator authenticator) throws Exception {
        config.onChange((_, _) -> thread.execute(() -> streams.reconfigure(nowNs)));
        api = ControlApi.open(Doors.loopback(HttpLimits.DEFAULTS),
                new ApiSubjects("v1.2.3", new WallTime(STARTED, START_NS), config, streams,
                        () -> gateways, jwksRefreshes::incrementAndGet),
                authenticator, System::nanoTime);
    }

    int port() {
        return api.port();
    }

    HttpResponse<String> send(String method, String path, String body, String... fields) throws Exception {
        return Doors.send(api.port(), method, path, body, fields);
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, "");
    }

    JsonNode json(String path) throws Exception {
        return JSON.readTree(get(path).body());
    }

    static JsonNode parse(String body) {
        return JSON.readTree(body);
    }

    /** A publisher that has sent a picture and some sound, {@code seconds} after the start. */
    Publication publish(String path, String id, int seconds) {
        return onLoop(() -> {
            nowNs = START_NS + seconds * SECOND_NS;
            PublishOutcome outcome = streams.publish(new PublishRequest(new StreamPath(path),
                    new PeerDescription("srtConn", id, "192.0.2.1:5000", ""), (_, _) -> {
                    }), nowNs);
            Publication publication = ((PublishOutcome.Admitted) outcome).publication();
            publication.onBytes(1_316, nowNs);
            publication.onTracks(List.of(VIDEO, AUDIO));
            publication.onUnit(AccessUnit.video(VIDEO, ticks, ticks, RandomAccess.EXACT, 0, false, new byte[]{0, 0, 0, 1, 0x65, 1, 2, 3}),
                    nowNs);
            publication.onUnit(AccessUnit.audio(AUDIO, ticks, 1_024, true, new byte[100]), nowNs);
            publication.endOfBurst(nowNs);
            return publication;
        });
    }

    void end(Publication publication) {
        onLoop(() -> {
            publication.end(EndReason.PUBLISHER_LEFT, nowNs);
            return publication;
        });
    }

    void read(String path, String id) {
        onLoop(() -> streams.read(new ReadRequest(new StreamPath(path), new PeerDescription("srtConn", id, "192.0.2.2:6000", ""),
                new SubscriberPort() {
                    @Override
                    public void onChunks(long now) {
                    }

                    @Override
                    public void onStreamEnded(EndReason reason, long now) {
                    }
                }, 120, 8_192), nowNs));
    }

    private <T> T onLoop(Supplier<T> work) {
        return CompletableFuture.supplyAsync(() -> {
            T result = work.get();
            loop.endBatch();
            return result;
        }, thread).join();
    }

    @Override
    public void close() {
        api.close();
        thread.close();
    }

    private final class TestLoop implements StreamLoop {
        private final List<TimedAction> atEnd = new ArrayList<>();

        @Override
        public void execute(Runnable task) {
            thread.execute(() -> {
                task.run();
                endBatch();
            });
        }

        void endBatch() {
            while (!atEnd.isEmpty()) {
                atEnd.removeFirst().run(nowNs);
            }
        }

        @Override
        public long nowNs() {
            return nowNs;
        }

        @Override
        public Alarm alarm(TimedAction action) {
            return new Alarm() {
                @Override
                public void arm(long deadlineNs) {
                }

                @Override
                public void cancel() {
                }
            };
        }

        @Override
        public void atBatchEnd(TimedAction action) {
            atEnd.add(action);
        }
    }
}
