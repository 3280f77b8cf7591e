package io.holdover.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.gateway.Figure;
import io.holdover.gateway.SessionSnapshot;
import io.holdover.stream.AccessAction;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.PublicationSnapshot;
import io.holdover.stream.StreamPath;
import io.holdover.stream.StreamSnapshot;
import io.holdover.stream.SubscriptionSnapshot;
import io.holdover.stream.hold.HoldSnapshot;
import io.holdover.stream.hold.HoldState;

class MetricsPageTest {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final PeerDescription PEER = new PeerDescription("srtConn", "1", "1.2.3.4:5678", "");
    private static final PublicationSnapshot PUBLISHER = new PublicationSnapshot(PEER, 1, 5_000_000_000L, 100, 3, 2, 1);
    private static final HoldSnapshot LIVE = new HoldSnapshot(HoldState.LIVE, 1, 0, "", 0, 0, 0, 0, 0);

    private final List<String> configured = new ArrayList<>();
    private final FakeGateway gateway = new FakeGateway();
    private CompletableFuture<List<StreamSnapshot>> streams = CompletableFuture.completedFuture(List.of());
    private int asked;
    private final MetricsPage page = new MetricsPage(() -> {
        asked++;
        return streams;
    }, () -> List.of(gateway), () -> configured, () -> 100 * SECOND_NS, Runnable::run);

    @Test
    void showsPathsAsMediaMtxDoes() {
        configured.addAll(List.of("studio", "live"));
        streams(stream("live", PUBLISHER, null, reader("srtConn", 1_000), reader("srtConn", 500), reader("hlsMuxer", 7)));

        assertThat(samples(scrape(Map.of("type", "paths")))).containsExactly(
                "paths{name=\"live\",state=\"ready\"} 1",
                "paths{name=\"studio\",state=\"notReady\"} 1",
                "paths_readers{name=\"live\",readerType=\"hlsMuxer\",state=\"ready\"} 1",
                "paths_readers{name=\"live\",readerType=\"srtConn\",state=\"ready\"} 2",
                "paths_readers{name=\"studio\",readerType=\"\",state=\"notReady\"} 0",
                "paths_inbound_bytes{name=\"live\",state=\"ready\"} 5000000000",
                "paths_inbound_bytes{name=\"studio\",state=\"notReady\"} 0",
                "paths_outbound_bytes{name=\"live\",state=\"ready\"} 1507",
                "paths_outbound_bytes{name=\"studio\",state=\"notReady\"} 0",
                "paths_inbound_frames_in_error{name=\"live\",state=\"ready\"} 3",
                "paths_inbound_frames_in_error{name=\"studio\",state=\"notReady\"} 0",
                "paths_bytes_received{name=\"live\",state=\"ready\"} 5000000000",
                "paths_bytes_received{name=\"studio\",state=\"notReady\"} 0",
                "paths_bytes_sent{name=\"live\",state=\"ready\"} 1507",
                "paths_bytes_sent{name=\"studio\",state=\"notReady\"} 0",
                "paths_online{name=\"live\"} 1", "paths_online{name=\"studio\"} 0",
                "paths_inbound_frames_dropped{name=\"live\"} 2", "paths_inbound_frames_dropped{name=\"studio\"} 0",
                "paths_splices{name=\"live\"} 1", "paths_splices{name=\"studio\"} 0");
    }

    @Test
    void showsThatThereIsNothing() {
        assertThat(samples(scrape(Map.of()))).contains("paths 0", "paths_inbound_bytes 0", "paths_outbound_bytes 0",
                "paths_inbound_frames_in_error 0", "paths_bytes_received 0", "paths_bytes_sent 0", "paths_readers 0", "srt_conns 0",
                "srt_conns_packets_sent_ack 0", "srt_conns_ms_rtt 0");
    }

    @Test
    void showsHoldsOfStreamsThatPersist() {
        HoldSnapshot holding = new HoldSnapshot(HoldState.HOLDING, 90 * SECOND_NS, 88 * SECOND_NS, "timeout", 4, 1_234, 567, 12_500_000,
                30 * SECOND_NS);
        streams(stream("held", null, holding), stream("live", PUBLISHER, LIVE), stream("plain", PUBLISHER, null));

        String text = scrape(Map.of("type", "paths"));

        assertThat(samples(text)).contains("paths{name=\"held\",state=\"ready\"} 1", "paths_online{name=\"held\"} 0",
                "paths_inbound_bytes{name=\"held\",state=\"ready\"} 0",
                "paths_hold_cycles{name=\"held\"} 4", "paths_hold_silence_frames{name=\"held\"} 1234",
                "paths_hold_held_pictures{name=\"held\"} 567", "paths_hold_last_gap_ms{name=\"held\"} 12.5",
                "paths_hold_seconds_total{name=\"held\"} 42", "paths_hold_seconds_total{name=\"live\"} 0");
        assertThat(samples(text)).filteredOn(line -> line.startsWith("paths_hold_state")).containsExactly(
                "paths_hold_state{name=\"held\",state=\"live\"} 0", "paths_hold_state{name=\"held\",state=\"stalled\"} 0",
                "paths_hold_state{name=\"held\",state=\"holding\"} 1", "paths_hold_state{name=\"held\",state=\"resuming\"} 0",
                "paths_hold_state{name=\"live\",state=\"live\"} 1", "paths_hold_state{name=\"live\",state=\"stalled\"} 0",
                "paths_hold_state{name=\"live\",state=\"holding\"} 0", "paths_hold_state{name=\"live\",state=\"resuming\"} 0");
        assertThat(text).doesNotContain("paths_hold_cycles{name=\"plain\"");
    }

    @Test
    void showsSessionsAsMediaMtxDoes() {
        gateway.sessions = List.of(session("a", AccessAction.PUBLISH, 7, 1.25), session("b", AccessAction.READ, 8.75, 0.00001));

        assertThat(samples(scrape(Map.of("type", "srt_conns")))).containsExactly(
                "srt_conns{id=\"a\",path=\"live\",remoteAddr=\"1.2.3.4:5678\",state=\"publish\"} 1",
                "srt_conns{id=\"b\",path=\"live\",remoteAddr=\"1.2.3.4:5678\",state=\"read\"} 1",
                "srt_conns_packets_sent_ack{id=\"a\",path=\"live\",remoteAddr=\"1.2.3.4:5678\",state=\"publish\"} 7",
                "srt_conns_packets_sent_ack{id=\"b\",path=\"live\",remoteAddr=\"1.2.3.4:5678\",state=\"read\"} 8",
                "srt_conns_ms_rtt{id=\"a\",path=\"live\",remoteAddr=\"1.2.3.4:5678\",state=\"publish\"} 1.25",
                "srt_conns_ms_rtt{id=\"b\",path=\"live\",remoteAddr=\"1.2.3.4:5678\",state=\"read\"} 0.00001");
    }

    @Test
    void showsTheVirtualMachine() {
        String text = scrape(Map.of("type", "jvm"));

        assertThat(JvmFigures.metrics()).allSatisfy(metric -> assertThat(text).contains("\n" + metric.name()));
        assertThat(samples(text)).anyMatch(line -> line.matches("jvm_memory_used_bytes\\{area=\"heap\"} [1-9][0-9]+"));
    }

    @ParameterizedTest
    @CsvSource({"'',paths srt_conns jvm", "type=paths,paths", "type=srt_conns,srt_conns", "type=jvm,jvm", "type=rtsp_conns,''",
        "path=live,paths", "path=other,''", "srt_conn=a,srt_conns", "srt_conn=z,''", "rtmp_conn=a,''", "type=paths&srt_conn=a,''",
        "type=srt_conns&srt_conn=a,srt_conns", "foo=bar,paths srt_conns jvm", "path=,paths srt_conns jvm"})
    void showsThePartThatIsWanted(String query, String sections) {
        streams(stream("live", PUBLISHER, LIVE));
        gateway.sessions = List.of(session("a", AccessAction.PUBLISH, 7, 1.25));

        List<String> samples = samples(scrape(parameters(query)));

        assertThat(samples.stream().map(line -> line.replaceFirst("^(paths|srt_conns|jvm|process).*", "$1").replace("process", "jvm"))
                .distinct().toList()).isEqualTo(sections.isEmpty() ? List.of() : List.of(sections.split(" ", -1)));
    }

    @Test
    void selectsOnePathAndOneSession() {
        streams(stream("live", PUBLISHER, LIVE), stream("live/2", PUBLISHER, LIVE));
        gateway.sessions = List.of(session("a", AccessAction.PUBLISH, 7, 1.25), session("b", AccessAction.READ, 8, 2));

        assertThat(scrape(Map.of("path", "live"))).contains("name=\"live\"").doesNotContain("live/2");
        assertThat(scrape(Map.of("srt_conn", "b"))).contains("id=\"b\"").doesNotContain("id=\"a\"");
    }

    @Test
    void isWellFormed() {
        streams(stream("live", PUBLISHER, LIVE, reader("srtConn", 3)), stream("held", null, LIVE));
        gateway.sessions = List.of(session("a", AccessAction.PUBLISH, 7, 1.25));

        List<String> lines = scrape(Map.of()).lines().toList();

        // Text format 0.0.4: all lines of a metric together, its HELP and TYPE before them and once
        List<String> begun = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("# HELP ")) {
                String name = line.split(" ", 4)[2];
                assertThat(begun).doesNotContain(name);
                begun.add(name);
                assertThat(lines.get(i + 1)).matches("# TYPE " + name + " (counter|gauge)");
                assertThat(lines.get(i + 2)).startsWith(name);
            } else if (!line.startsWith("# TYPE ")) {
                assertThat(line).matches("[a-z_]+(\\{([a-zA-Z]+=\"[^\"]*\",?)+})? -?[0-9]+(\\.[0-9]+)?");
                assertThat(line.replaceFirst("[{ ].*", "")).isEqualTo(begun.getLast());
            }
        }
        assertThat(begun).hasSizeGreaterThan(30);
    }

    @Test
    void escapesWhatWouldEndALabel() {
        assertThat(Exposition.labels("a", "x\"y\\z\nw")).isEqualTo("{a=\"x\\\"y\\\\z\\nw\"}");
        Exposition text = new Exposition();
        Metric metric = Metric.gauge("m", "", "one\\two \"three\"\nfour");
        text.begin(metric);
        text.sample(metric, "", Double.POSITIVE_INFINITY);
        text.sample(metric, "", Double.NaN);
        assertThat(text).hasToString("# HELP m one\\\\two \"three\"\\nfour\n# TYPE m gauge\nm +Inf\nm NaN\n");
    }

    @Test
    void takesOneSnapshotForAllWhoAskMeanwhile() {
        streams = new CompletableFuture<>();
        CompletableFuture<String> first = page.scrape(Map.of()).toCompletableFuture();
        CompletableFuture<String> second = page.scrape(Map.of("type", "paths")).toCompletableFuture();
        assertThat(first).isNotDone();

        streams.complete(List.of());

        assertThat(first.join()).startsWith(second.join());
        assertThat(asked).isEqualTo(1);
        scrape(Map.of());
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void isWrittenElsewhereThanOnTheLoop() {
        Queue<Runnable> work = new ArrayDeque<>();
        MetricsPage elsewhere = new MetricsPage(() -> streams, () -> List.of(gateway), () -> configured, () -> 0, work::add);
        streams = new CompletableFuture<>();
        CompletableFuture<String> answer = elsewhere.scrape(Map.of()).toCompletableFuture();

        streams.complete(List.of());
        assertThat(answer).isNotDone();
        work.remove().run();

        assertThat(answer).isCompletedWithValueMatching(text -> text.contains("paths 0"));
    }

    @Test
    void failsWhenALoopDoesNotAnswer() {
        MetricsPage impatient = new MetricsPage(() -> streams, () -> List.of(gateway), () -> configured, () -> 0, Runnable::run, 20);
        streams = new CompletableFuture<>();
        CompletableFuture<String> unanswered = impatient.scrape(Map.of()).toCompletableFuture();
        await().until(unanswered::isCompletedExceptionally);

        streams = CompletableFuture.failedFuture(new RejectedExecutionException("ended"));
        assertThat(impatient.scrape(Map.of()).toCompletableFuture()).isCompletedExceptionally();

        streams(stream("live", PUBLISHER, LIVE));
        assertThat(impatient.scrape(Map.of()).toCompletableFuture()).as("asked anew").isCompleted();
    }

    @Test
    void failsWhenALoopTakesNoQuestion() {
        MetricsPage refused = new MetricsPage(() -> {
            throw new RejectedExecutionException("ended");
        }, List::of, List::of, () -> 0, Runnable::run);

        assertThat(refused.scrape(Map.of()).toCompletableFuture()).isCompletedExceptionally();
        assertThat(refused.scrape(Map.of()).toCompletableFuture()).isCompletedExceptionally();
    }

    private String scrape(Map<String, String> query) {
        return page.scrape(query).toCompletableFuture().join();
    }

    private void streams(StreamSnapshot... snapshots) {
        streams = CompletableFuture.completedFuture(List.of(snapshots));
    }

    private static List<String> samples(String text) {
        return text.lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            parameters.put(parameter.substring(0, parameter.indexOf('=')), parameter.substring(parameter.indexOf('=') + 1));
        }
        return parameters;
    }

    private static StreamSnapshot stream(String name, @Nullable PublicationSnapshot publication, @Nullable HoldSnapshot hold,
            SubscriptionSnapshot... readers) {
        return new StreamSnapshot(new StreamPath(name), publication, true, 1, List.of(), List.of(readers),
                publication == null ? 0 : publication.receivedBytes(), publication == null ? 0 : publication.damagedUnits(),
                Stream.of(readers).mapToLong(SubscriptionSnapshot::deliveredBytes).sum(), 0, 0, hold);
    }

    private static SubscriptionSnapshot reader(String type, long deliveredBytes) {
        return new SubscriptionSnapshot(new PeerDescription(type, "r", "", ""), 1, deliveredBytes, 1, 0, 0, 0);
    }

    private static SessionSnapshot session(String id, AccessAction action, double sent, double rtt) {
        return new SessionSnapshot(id, "srt", 1, "1.2.3.4:5678", action, new StreamPath("live"), "", "",
                List.of(new Figure(FakeGateway.SENT, sent), new Figure(FakeGateway.RTT, rtt)));
    }
}
