package io.holdover.gateway.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.holdover.gateway.Counter;
import io.holdover.gateway.Figure;
import io.holdover.srt.SrtStatistics;

class SrtFiguresTest {
    /** {@code created} says it. */
    private static final Set<String> LEFT_OUT = Set.of("elapsedMs");

    private static final List<Class<? extends Record>> PARTS =
            List.of(SrtStatistics.Sent.class, SrtStatistics.Received.class, SrtStatistics.Link.class);

    @Test
    void beginWithTheNumbersOfMediaMtx() {
        assertThat(SrtFigures.COUNTERS.stream().limit(facts().size()).map(SrtFiguresTest::asFact)).containsExactlyElementsOf(facts());
    }

    @Test
    void nameEachNumberOnce() {
        assertThat(SrtFigures.COUNTERS).extracting(Counter::name).doesNotHaveDuplicates();
        assertThat(SrtFigures.COUNTERS).extracting(Counter::metricName).doesNotHaveDuplicates().allMatch(name -> name.matches("[a-z_]+"));
        assertThat(SrtFigures.COUNTERS)
                .allSatisfy(counter -> assertThat(counter.help()).isNotBlank().doesNotEndWith(".").doesNotContain("|"));
    }

    @Test
    void showEveryNumberThatAConnectionKeeps() {
        List<Double> before = values(statistics(PARTS.getFirst(), -1));
        for (Class<? extends Record> part : PARTS) {
            RecordComponent[] components = part.getRecordComponents();
            for (int i = 0; i < components.length; i++) {
                assertThat(values(statistics(part, i))).as("%s.%s changes a figure", part.getSimpleName(), components[i].getName())
                        .isNotEqualTo(before);
            }
        }
        assertThat(Arrays.stream(SrtStatistics.class.getRecordComponents()).filter(part -> !part.getType().isRecord())
                .map(RecordComponent::getName)).allMatch(LEFT_OUT::contains);
    }

    @Test
    void takeMissedChunksForDiscardedFrames() {
        List<Figure> figures = SrtFigures.of(statistics(PARTS.getFirst(), -1), 17);

        assertThat(figures).filteredOn(figure -> figure.counter().name().equals("outboundFramesDiscarded"))
                .extracting(Figure::value).containsExactly(17.0);
        assertThat(figures).extracting(Figure::counter).containsExactlyElementsOf(SrtFigures.COUNTERS);
    }

    @Test
    void giveRatesInPercent() {
        SrtStatistics nothingYet = new SrtStatistics(0, make(SrtStatistics.Sent.class, 0, -1), make(SrtStatistics.Received.class, 0, -1),
                make(SrtStatistics.Link.class, 0, -1));

        assertThat(SrtFigures.of(nothingYet, 0)).extracting(Figure::value).containsOnly(0.0);
        // Sent.bytes is the second component, Sent.retransmittedBytes the seventh
        assertThat(SrtFigures.of(statistics(PARTS.getFirst(), -1), 0))
                .filteredOn(figure -> figure.counter().name().equals("packetsSendLossRate"))
                .extracting(Figure::value).containsExactly(100.0 * 1_006 / 1_001);
    }

    private static String asFact(Counter counter) {
        return counter.name() + (counter.integral() ? " integer" : " number") + " srt_conns_" + counter.metricName();
    }

    private static List<String> facts() {
        try (InputStream facts = SrtFiguresTest.class.getResourceAsStream("mediamtx-srt-conns.txt")) {
            return new String(facts.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Double> values(SrtStatistics statistics) {
        return SrtFigures.of(statistics, 0).stream().map(Figure::value).toList();
    }

    /** Numbers that are all different; that of one component is another one. */
    private static SrtStatistics statistics(Class<? extends Record> changedPart, int changed) {
        return new SrtStatistics(0, make(SrtStatistics.Sent.class, 1_000, changedPart == SrtStatistics.Sent.class ? changed : -1),
                make(SrtStatistics.Received.class, 2_000, changedPart == SrtStatistics.Received.class ? changed : -1),
                make(SrtStatistics.Link.class, 3_000, changedPart == SrtStatistics.Link.class ? changed : -1));
    }

    private static <T extends Record> T make(Class<T> type, int first, int changed) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            int value = first == 0 ? 0 : first + i + (i == changed ? 500 : 0);
            Class<?> number = components[i].getType();
            values[i] = number == long.class ? (Object) (long) value : number == int.class ? (Object) value : (Object) (double) value;
        }
        try {
            return type.getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
