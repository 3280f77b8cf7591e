package io.holdover.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.holdover.systemtest.fixture.CuedClip;
import io.holdover.systemtest.fixture.CuedClip.Cue;
import io.holdover.systemtest.fixture.HoldoverProcess;
import io.holdover.systemtest.fixture.LadderClip;
import io.holdover.systemtest.fixture.PublisherKind;
import io.holdover.systemtest.fixture.Publishing;
import io.holdover.systemtest.fixture.ReaderKind;
import io.holdover.systemtest.fixture.Recording;
import io.holdover.systemtest.fixture.Workplace;
import io.holdover.testkit.RealTime;
import io.holdover.testkit.ToolProcess;
import io.holdover.testkit.TsPackets;

/** What travels beside pictures and compressed sound keeps its time over a loss and a return: PCM by the sample, cues by the picture. */
class HoldDataSystemTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration WATCHED = Duration.ofMillis(1_500);
    /** Cues announce pictures that are 2.4 s away. */
    private static final Duration CUES_WATCHED = Duration.ofMillis(4_500);
    /** On a busy machine a packet that comes late is no finding. */
    private static final int LATENCY_MS = 600;
    private static final int FEW = 12;
    private static final int RATE_HZ = 48_000;
    private static final int CHANNELS = 2;
    private static final int PRIVATE_PES = 0x06;
    /** SMPTE 302M 5: a header of four bytes, then pairs of 24-bit samples with four bits of status each. */
    private static final int PCM_HEADER_BYTES = 4;
    private static final int PCM_PAIR_BYTES = 7;
    /** 33 bits overflow some 3 s after its beginning. */
    private static final int NEAR_THE_WRAP_SECONDS = 95_439;

    private static final String[] PCM = {"s302m", "-ac", "2", "-sample_fmt", "s32", "-strict", "-2"};

    private static HoldoverProcess server;

    @BeforeAll
    static void start() {
        // The cued clips are sent at a constant rate: a key picture keeps the sound behind it back.
        server = HoldoverProcess
                .open("pathDefaults:\n  srtPersistOnDisconnect: yes\n  srtPersistStallTimeout: 900ms\npaths:\n  all_others:\n");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void pcmGoesOnByTheSampleAndIsExactlyZeroInBetween() throws Exception {
        LadderClip before = LadderClip.of("pcm", 1).withAudio(RATE_HZ, PCM);
        LadderClip after = LadderClip.of("other-pcm", 2).withAudio(RATE_HZ, PCM);
        Path file;
        try (Running tools = new Running()) {
            ToolProcess first = tools.add(Workplace.start(before.publisher(publish("pcm"))));
            server.awaitAvailable("pcm");
            file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read("pcm"), Workplace.folder("received/hold-pcm"));
            awaitGrowth(file);
            RealTime.pass(WATCHED);
            first.kill();
            server.awaitStory("pcm", "silence generator started", 1);
            RealTime.pass(WATCHED);
            ToolProcess second = tools.add(Workplace.start(after.publisher(publish("pcm"))));
            server.awaitStory("pcm", "silence generator stopped", 1);
            RealTime.pass(WATCHED);
            second.kill();
            server.awaitStory("pcm", "silence generator started", 2);
            RealTime.pass(WATCHED);
            tools.interruptReaders(LIMIT);
        }
        assertThat(Recording.of(file).continuityErrors()).isEmpty();
        assertThat(Recording.messages(file)).as("decoders' messages on %s", file).isEmpty();
        judgePcm(packetsOf(file, PRIVATE_PES), payloads(before), payloads(after), file);
    }

    private static Set<ByteBuffer> payloads(LadderClip clip) throws IOException {
        return packetsOf(clip.file(), PRIVATE_PES).stream().map(pes -> ByteBuffer.wrap(pes.payload())).collect(Collectors.toSet());
    }

    private static void judgePcm(List<TsPackets.Pes> frames, Set<ByteBuffer> before, Set<ByteBuffer> after, Path file) throws Exception {
        IntBuffer samples = decodedSound(file);
        StringBuilder kinds = new StringBuilder();
        long count = 0;
        for (TsPackets.Pes pes : frames) {
            long due = frames.getFirst().pts() + count * 90_000 / RATE_HZ;
            assertThat(pes.pts()).as("PTS of the frame at sample %d", count).isBetween(due - 1, due + 1);
            int frameSamples = (pes.payload().length - PCM_HEADER_BYTES) / PCM_PAIR_BYTES;
            int loudest = peak(samples, count, frameSamples);
            ByteBuffer payload = ByteBuffer.wrap(pes.payload());
            char kind = before.contains(payload) ? '1' : after.contains(payload) ? '2' : '-';
            assertThat(loudest == 0).as("frame %c at sample %d, whose loudest sample is %d, is silent", kind, count, loudest)
                    .isEqualTo(kind == '-');
            kinds.append(kinds.isEmpty() || kinds.charAt(kinds.length() - 1) != kind ? "" + kind : "");
            count += frameSamples;
        }
        assertThat(samples.limit() / CHANNELS).as("decoded samples").isEqualTo((int) count);
        assertThat(kinds.toString()).as("whose frames follow each other").isEqualTo("1-2-");
    }

    private static int peak(IntBuffer samples, long from, int count) {
        int peak = 0;
        for (int i = (int) from * CHANNELS; i < (from + count) * CHANNELS; i++) {
            peak = Math.max(peak, Math.abs(samples.get(i)));
        }
        return peak;
    }

    private static IntBuffer decodedSound(Path file) throws IOException {
        Path pcm = file.resolveSibling("sound.pcm");
        try (ToolProcess tool = Workplace.start(List.of("ffmpeg", "-v", "warning", "-err_detect", "explode", "-y", "-i", file.toString(),
                "-map", "0:a", "-f", "s32le", pcm.toString()))) {
            tool.awaitSuccess(LIMIT);
            assertThat(tool.errors()).as("decoder's messages about sound").isEmpty();
        }
        return ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    }

    @Test
    void cuesPointAtTheirPicturesWhateverTimeBaseTheyCameIn() throws Exception {
        CuedClip before = CuedClip.of(LadderClip.of("first", 1), 0);
        CuedClip after = CuedClip.of(LadderClip.of("other", 2), NEAR_THE_WRAP_SECONDS);
        Path file;
        try (Running tools = new Running()) {
            try (Publishing first = Publishing.start(PublisherKind.SRT_LIVE_TRANSMIT, before.clip(), server.url("publish:cued"))) {
                server.awaitAvailable("cued");
                file = tools.addReader(ReaderKind.SRT_LIVE_TRANSMIT, read("cued"), Workplace.folder("received/hold-cued"));
                awaitGrowth(file);
                RealTime.pass(CUES_WATCHED);
                first.tool().kill();
            }
            server.awaitStory("cued", "silence generator started", 1);
            RealTime.pass(WATCHED);
            try (Publishing second = Publishing.start(PublisherKind.SRT_LIVE_TRANSMIT, after.clip(), server.url("publish:cued"), 0)) {
                server.awaitPublishers("cued", 2); // what srt-live-transmit reads before it is connected is lost
                second.goOn();
                server.awaitStory("cued", "silence generator stopped", 1);
                RealTime.pass(CUES_WATCHED);
                second.tool().kill();
            }
            server.awaitStory("cued", "silence generator started", 2);
            RealTime.pass(WATCHED);
            tools.interruptReaders(LIMIT);
        }
        Recording got = Recording.of(file);
        assertThat(got.continuityErrors()).isEmpty();
        List<byte[]> sections = packets(file).sections(pidOf(file, CuedClip.SCTE_35));
        assertThat(sections).allMatch(section -> CuedClip.crc(section, section.length) == 0, "CRC_32 is right");
        int ofFirst = judgeCues(before, got, sections, 0);
        int ofSecond = judgeCues(after, got, sections, offset(after, got));
        assertThat(ofFirst + ofSecond).as("sections of both").isEqualTo(sections.size());
        assertThat(number(after, sections)).as("the second publisher's cues from the one behind its first picture").first().isEqualTo(0);
        assertThat(offset(before, got)).as("what the first publisher was moved by").isZero();
        assertThat(offset(after, got)).as("what the second publisher was moved by").isNotZero();
    }

    /** Returns how many sections are of that clip. */
    private static int judgeCues(CuedClip clip, Recording got, List<byte[]> sections, long offsetTicks) {
        Map<Integer, Long> shown = new HashMap<>();
        got.pictures().forEach(picture -> shown.put(picture.crc(), picture.ptsTicks()));
        List<Integer> numbers = number(clip, sections);
        int pointed = 0;
        int at = 0;
        for (byte[] section : sections) {
            int number = indexOf(clip, section);
            if (number < 0) {
                continue;
            }
            Cue cue = clip.cues().get(number);
            assertThat(CuedClip.adjustment(section)).as("pts_adjustment of cue %d", number)
                    .isEqualTo(CuedClip.adjustment(cue.section()) + offsetTicks & CuedClip.PTS_MASK);
            Long pts = shown.get(clip.pictures().get(cue.picture()).crc());
            if (pts != null) {
                assertThat(CuedClip.spliceTime(section) + CuedClip.adjustment(section) & CuedClip.PTS_MASK)
                        .as("where cue %d points to", number).isEqualTo(pts & CuedClip.PTS_MASK);
                pointed++;
            }
            assertThat(number).as("none is missing behind cue %d", numbers.getFirst()).isEqualTo(numbers.getFirst() + at++);
        }
        assertThat(pointed).as("cues whose pictures came").isGreaterThan(3);
        return numbers.size();
    }

    private static List<Integer> number(CuedClip clip, List<byte[]> sections) {
        return sections.stream().map(section -> indexOf(clip, section)).filter(number -> number >= 0).toList();
    }

    private static int indexOf(CuedClip clip, byte[] section) {
        for (int i = 0; i < clip.cues().size(); i++) {
            if (Arrays.equals(CuedClip.essence(clip.cues().get(i).section()), CuedClip.essence(section))) {
                return i;
            }
        }
        return -1;
    }

    /** By how much the newest picture of the clip was moved: the first ones may have been squeezed. */
    private static long offset(CuedClip clip, Recording got) {
        Map<Integer, Long> sent = new HashMap<>();
        clip.pictures().forEach(picture -> sent.put(picture.crc(), picture.ptsTicks()));
        List<Long> offsets = new ArrayList<>();
        for (Recording.Picture picture : got.pictures()) {
            Long pts = sent.get(picture.crc());
            if (pts != null) {
                offsets.add(picture.ptsTicks() - pts & CuedClip.PTS_MASK);
            }
        }
        assertThat(offsets).hasSizeGreaterThan(FEW);
        return offsets.getLast();
    }

    private static List<TsPackets.Pes> packetsOf(Path file, int streamType) throws IOException {
        return packets(file).pes(pidOf(file, streamType));
    }

    private static int pidOf(Path file, int streamType) {
        Set<Integer> pids = new TreeSet<>();
        Recording.of(file).tracks().forEach((pid, type) -> {
            if (type == streamType) {
                pids.add(pid);
            }
        });
        assertThat(pids).as("PIDs of stream_type %d in %s", streamType, file).hasSize(1);
        return pids.iterator().next();
    }

    private static TsPackets packets(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return TsPackets.of(Arrays.copyOf(bytes, bytes.length - bytes.length % TsPackets.PACKET_BYTES));
    }

    private static String publish(String path) {
        return server.url("publish:" + path, "latency=" + LATENCY_MS * 1_000);
    }

    private static String read(String path) {
        return server.url("read:" + path, ReaderKind.SRT_LIVE_TRANSMIT.latency(LATENCY_MS));
    }

    private static void awaitGrowth(Path file) {
        Awaitility.await().atMost(LIMIT).until(() -> Files.exists(file) && Files.size(file) > 40_000);
    }
}
