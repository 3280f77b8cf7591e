package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LadderClip;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Recording;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;
import io.holdover.testkit.UdpProxy;

/**
 * The publisher lives on, but its link does not: a black hole, a NAT that forgot it; and a server that itself stood still or had too little
 * of its processor.
 */
class LostLinkSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration WATCHED = Duration.ofSeconds(1);
    private static final Duration STANDSTILL = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofMillis(300);
    private static final int RESTS = 15;
    private static final int LATENCY_MS = 600;
    private static final int FEW = 12;
    // Who is on air may be replaced only when it has fallen silent.
    private static final String SETTINGS =
            "pathDefaults:\n  srtPersistOnDisconnect: yes\n  overridePublisher: no\npaths:\n  all_others:\n";

    /** What happens to the link of a publisher that is on air. */
    private interface Fault {
        void befall(UdpProxy link);
    }

    @Test
    void publisherBehindABlackHoleComesBackByAnotherWay() throws Exception {
        comesBackWhileTheOldConnectionStands("black-hole", link -> link.blackHole(true));
    }

    @Test
    void publisherWhoseAddressChangedIsNeverRefused() throws Exception {
        comesBackWhileTheOldConnectionStands("nat", UdpProxy::changeSourcePorts);
    }

    private static void comesBackWhileTheOldConnectionStands(String path, Fault fault) throws Exception {
        LadderClip clip = LadderClip.of("first", 1);
        LadderClip other = LadderClip.of("other", 2);
        Path file;
        try (HoldoverProcess server = HoldoverProcess.open(SETTINGS);
                UdpProxy link = UdpProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                Running tools = new Running()) {
            tools.add(Workplace.start(clip.publisher(HoldoverProcess.url(link.address().getPort(), "publish:" + path,
                    "latency=" + LATENCY_MS * 1_000))));
            server.awaitAvailable(path);
            file = reader(server, tools, path, LATENCY_MS);
            RealTime.pass(WATCHED);
            fault.befall(link);
            server.awaitStory(path, "silence generator started", 1);
            // The rule's own second of silence, after which the place is free.
            RealTime.pass(WATCHED.multipliedBy(2));
            ToolProcess second =
                    tools.add(Workplace.start(other.publisher(server.url("publish:" + path, "latency=" + LATENCY_MS * 1_000))));
            server.awaitPublishers(path, 2);
            server.awaitStory(path, "silence generator stopped", 1);
            RealTime.pass(WATCHED.plusMillis(LATENCY_MS));
            assertThat(second.isAlive()).isTrue();
            second.kill();
            RealTime.pass(WATCHED.plusMillis(LATENCY_MS));
            tools.interruptReaders(LIMIT);
            assertThat(server.story(path)).noneMatch(line -> line.contains("not available anymore"));
        }
        Recording got = judge(file);
        assertThat(got.picturesOf(Recording.of(other.file()))).as("pictures of the second connection").isGreaterThan(FEW);
    }

    /** What happens to the server while a stream is on air. */
    private interface Ordeal {
        void befall(HoldoverProcess server) throws Exception;
    }

    @Test
    void serverThatStoodStillGoesOnWithTheSameReaders() throws Exception {
        Recording got = Recording.of(through(server -> rest(server, STANDSTILL), "still", LATENCY_MS));
        // It stood still for longer than the reader's latency: what was then too late to send is lost to it, order is not.
        judgeOrder(got);
        assertThat(got.pictures().getLast().dtsTicks() - got.pictures().getFirst().dtsTicks()).isGreaterThan(3 * 90_000);
        assertThat(got.continuityErrors()).as("one hole at most in each of the tracks and tables").hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void serverThatStoodStillForLessThanTheLatencyLosesNothing() throws Exception {
        assertNothingIsLost(through(server -> rest(server, STANDSTILL), "still-in-time", 2 * (int) STANDSTILL.toMillis()));
    }

    /** An overload: it runs for a sixth of the time, and the rests are as long as a stall may be. */
    @Test
    void serverThatHasTooLittleOfItsProcessorLosesNothing() throws Exception {
        assertNothingIsLost(through(server -> {
            for (int i = 0; i < RESTS; i++) {
                rest(server, REST);
                RealTime.pass(REST.dividedBy(5));
            }
        }, "starved", 2 * LATENCY_MS));
    }

    private static void rest(HoldoverProcess server, Duration length) throws Exception {
        server.pause();
        RealTime.pass(length);
        server.resume();
    }

    private static void assertNothingIsLost(Path file) {
        Recording got = judge(file);
        Recording sent = Recording.of(LadderClip.of("first", 1).file());
        List<Recording.Picture> expected = sent.pictures();
        List<Integer> live = got.pictures().stream().map(Recording.Picture::crc).filter(crcs(expected)::contains).toList();
        int from = crcs(expected).indexOf(live.getFirst());
        assertThat(live).as("pictures from the first to the last that came").isEqualTo(crcs(expected).subList(from, from + live.size()));
        assertThat(live.size()).as("pictures before, in and after the ordeal").isGreaterThan(25 * 3);
    }

    private static List<Integer> crcs(List<Recording.Picture> pictures) {
        return pictures.stream().map(Recording.Picture::crc).toList();
    }

    /** What a reader gets of a server to which that happens. */
    private static Path through(Ordeal ordeal, String path, int latencyMs) throws Exception {
        LadderClip clip = LadderClip.of("first", 1);
        try (HoldoverProcess server = HoldoverProcess.open(SETTINGS); Running tools = new Running()) {
            ToolProcess publisher =
                    tools.add(Workplace.start(clip.publisher(server.url("publish:" + path, "latency=" + latencyMs * 1_000))));
            server.awaitAvailable(path);
            Path file = reader(server, tools, path, latencyMs);
            RealTime.pass(WATCHED);
            ordeal.befall(server);
            long before = Files.size(file);
            Awaitility.await().atMost(LIMIT).until(() -> Files.size(file) > before + 200_000);
            publisher.kill();
            server.awaitStory(path, "SRT publisher disconnected", 1);
            RealTime.pass(WATCHED.plusMillis(latencyMs));
            tools.interruptReaders(LIMIT);
            assertThat(server.story(path)).noneMatch(line -> line.contains("not available anymore"));
            return file;
        }
    }

    private static void judgeOrder(Recording got) {
        for (int i = 1; i < got.pictures().size(); i++) {
            assertThat(got.pictures().get(i).dtsTicks()).as("DTS of picture %d", i).isGreaterThan(got.pictures().get(i - 1).dtsTicks());
        }
        for (int i = 1; i < got.sound().size(); i++) {
            assertThat(got.sound().get(i).ptsTicks()).as("PTS of AAC frame %d", i).isGreaterThan(got.sound().get(i - 1).ptsTicks());
        }
    }

    private static Path reader(HoldoverProcess server, Running tools, String path, int latencyMs) {
        Path file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT,
                server.url("read:" + path, ReaderKind.SRT_LIVE_TRANSMIT.latency(latencyMs)), Workplace.folder("received/lost-" + path));
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(file) && Files.size(file) > 40_000);
        return file;
    }

    private static Recording judge(Path file) {
        Recording got = Recording.of(file);
        assertThat(got.continuityErrors()).isEmpty();
        assertThat(got.soundGaps()).as("gaps in the sound").isEmpty();
        judgeOrder(got);
        assertThat(Recording.messages(file)).as("decoders' messages on %s", file).isEmpty();
        return got;
    }
}
