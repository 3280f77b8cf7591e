package io.holdover.control.metrics;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.holdover.stream.PublicationSnapshot;
import io.holdover.stream.StreamSnapshot;
import io.holdover.stream.hold.HoldSnapshot;
import io.holdover.stream.hold.HoldState;

/** What the page says about paths: MediaMTX's names first, then ours. */
final class PathFigures {
    private static final String TYPE = "paths";
    private static final String FILTER = "path";
    private static final double NS_PER_S = 1e9;
    private static final double NS_PER_MS = 1e6;

    private static final Metric MARK = Metric.gauge("paths", "", "1; the path is ready when it can be read, also while it is held");
    private static final Metric READERS = Metric.gauge("paths_readers", "", "readers by kind of session");
    private static final Metric HOLD_STATE = Metric.gauge("paths_hold_state", "",
            "1 for the state that the hold is in, 0 for the other ones; only of streams that persist, like the metrics below");

    /** With the labels name and state, also without a stream. */
    private static final List<Row> MEDIAMTX = List.of(
            new Row(Metric.total("paths_inbound_bytes", "bytes", "what the publishers of the stream sent; filler does not count"),
                    sample -> stream(sample, StreamSnapshot::inboundBytes)),
            new Row(Metric.total("paths_outbound_bytes", "bytes", "what all readers of the stream took"),
                    sample -> stream(sample, StreamSnapshot::outboundBytes)),
            new Row(Metric.total("paths_inbound_frames_in_error", "frames", "frames of its publishers that a loss has touched"),
                    sample -> stream(sample, StreamSnapshot::damagedUnits)),
            new Row(Metric.total("paths_bytes_received", "bytes", "the older name of `paths_inbound_bytes`"),
                    sample -> stream(sample, StreamSnapshot::inboundBytes)),
            new Row(Metric.total("paths_bytes_sent", "bytes", "the older name of `paths_outbound_bytes`"),
                    sample -> stream(sample, StreamSnapshot::outboundBytes)));

    /** With the label name. */
    private static final List<Row> OURS = List.of(
            new Row(Metric.gauge("paths_online", "", "1 while a publisher is admitted"), sample -> publication(sample, _ -> 1)),
            new Row(Metric.total("paths_inbound_frames_dropped", "frames",
                    "frames of the present publisher that were not forwarded because their time went back a little"),
                    sample -> publication(sample, PublicationSnapshot::droppedUnits)),
            new Row(Metric.total("paths_splices", "", "jumps of the present publisher's clock"),
                    sample -> publication(sample, PublicationSnapshot::splices)));

    /** With the label name, of streams that persist. */
    private static final List<Row> HOLD = List.of(
            new Row(Metric.total("paths_hold_cycles", "", "holds that began"), sample -> hold(sample, HoldSnapshot::cycles)),
            new Row(Metric.total("paths_hold_silence_frames", "frames", "audio frames made"),
                    sample -> hold(sample, HoldSnapshot::silenceFrames)),
            new Row(Metric.total("paths_hold_held_pictures", "frames", "pictures made, repeated key pictures included"),
                    sample -> hold(sample, HoldSnapshot::heldPictures)),
            new Row(Metric.gauge("paths_hold_last_gap_ms", "ms",
                    "how much later than due the first filler of the last hold went out"),
                    sample -> hold(sample, hold -> hold.lastGapNs() / NS_PER_MS)),
            new Row(Metric.total("paths_hold_seconds_total", "s", "time in holds, the present one included"),
                    sample -> hold(sample, hold -> heldNs(hold, sample.nowNs()) / NS_PER_S)));

    private PathFigures() {
    }

    /** @param stream null while the path has none */
    private record Sample(String name, @Nullable StreamSnapshot stream, long nowNs) {
        String state() {
            return stream != null && stream.available() ? "ready" : "notReady";
        }

        @Nullable
        HoldSnapshot hold() {
            return stream == null ? null : stream.hold();
        }
    }

    private record Row(Metric metric, ToDoubleFunction<Sample> value) {
    }

    /** Every name, in the order of the page. */
    static List<Metric> metrics() {
        Stream<Metric> mediamtx = MEDIAMTX.stream().map(Row::metric);
        Stream<Metric> ours = OURS.stream().map(Row::metric);
        Stream<Metric> hold = HOLD.stream().map(Row::metric);
        return Stream.of(Stream.of(MARK, READERS), mediamtx, ours, Stream.of(HOLD_STATE), hold).flatMap(metrics -> metrics).toList();
    }

    /**
     * Writes the section.
     *
     * @param configured
     *            names of paths that there are also without a stream
     */
    static void write(Exposition page, MetricsFilter filter, Collection<StreamSnapshot> streams, Collection<String> configured,
            long nowNs) {
        if (!filter.wants(TYPE, FILTER)) {
            return;
        }
        Map<String, Sample> byName = new TreeMap<>();
        configured.forEach(name -> byName.put(name, new Sample(name, null, nowNs)));
        streams.forEach(stream -> byName.put(stream.path().toString(), new Sample(stream.path().toString(), stream, nowNs)));
        List<Sample> samples = byName.values().stream().filter(sample -> filter.selects(FILTER, sample.name())).toList();
        if (!samples.isEmpty()) {
            writeAll(page, samples);
        } else if (!filter.narrows(FILTER)) {
            writeNone(page);
        }
    }

    private static void writeAll(Exposition page, List<Sample> samples) {
        List<String> labels = samples.stream().map(sample -> Exposition.labels("name", sample.name(), "state", sample.state())).toList();
        page.begin(MARK);
        labels.forEach(label -> page.sample(MARK, label, 1));
        writeReaders(page, samples);
        writeRows(page, MEDIAMTX, samples, labels);
        writeRows(page, OURS, samples, samples.stream().map(sample -> Exposition.labels("name", sample.name())).toList());
        List<Sample> persistent = samples.stream().filter(sample -> sample.hold() != null).toList();
        if (!persistent.isEmpty()) {
            writeHoldStates(page, persistent);
            writeRows(page, HOLD, persistent, persistent.stream().map(sample -> Exposition.labels("name", sample.name())).toList());
        }
    }

    private static void writeRows(Exposition page, List<Row> rows, List<Sample> samples, List<String> labels) {
        for (Row row : rows) {
            page.begin(row.metric());
            for (int i = 0; i < samples.size(); i++) {
                page.sample(row.metric(), labels.get(i), row.value().applyAsDouble(samples.get(i)));
            }
        }
    }

    private static void writeReaders(Exposition page, List<Sample> samples) {
        page.begin(READERS);
        for (Sample sample : samples) {
            readersByType(sample).forEach((type, count) -> page.sample(READERS,
                    Exposition.labels("name", sample.name(), "readerType", type, "state", sample.state()), count));
        }
    }

    private static Map<String, Long> readersByType(Sample sample) {
        StreamSnapshot stream = sample.stream();
        if (stream == null || stream.readers().isEmpty()) {
            return Map.of("", 0L);
        }
        return stream.readers().stream()
                .collect(Collectors.groupingBy(reader -> reader.who().type(), TreeMap::new, Collectors.counting()));
    }

    private static void writeHoldStates(Exposition page, List<Sample> samples) {
        page.begin(HOLD_STATE);
        for (Sample sample : samples) {
            for (HoldState state : HoldState.values()) {
                page.sample(HOLD_STATE, Exposition.labels("name", sample.name(), "state", state.name().toLowerCase(Locale.ROOT)),
                        hold(sample, hold -> hold.state() == state ? 1 : 0));
            }
        }
    }

    /** There is no path at all: zeros, as MediaMTX says it. */
    private static void writeNone(Exposition page) {
        for (Metric metric : Stream.concat(Stream.of(MARK, READERS), MEDIAMTX.stream().map(Row::metric)).toList()) {
            page.begin(metric);
            page.sample(metric, "", 0);
        }
    }

    private static double stream(Sample sample, ToDoubleFunction<StreamSnapshot> value) {
        StreamSnapshot stream = sample.stream();
        return stream == null ? 0 : value.applyAsDouble(stream);
    }

    private static double publication(Sample sample, ToDoubleFunction<PublicationSnapshot> value) {
        PublicationSnapshot publication = sample.stream() == null ? null : sample.stream().publication();
        return publication == null ? 0 : value.applyAsDouble(publication);
    }

    private static double hold(Sample sample, ToDoubleFunction<HoldSnapshot> value) {
        HoldSnapshot hold = sample.hold();
        return hold == null ? 0 : value.applyAsDouble(hold);
    }

    private static long heldNs(HoldSnapshot hold, long nowNs) {
        return hold.totalHeldNs() + (hold.heldSinceNs() == 0 ? 0 : Math.max(0, nowNs - hold.heldSinceNs()));
    }
}
