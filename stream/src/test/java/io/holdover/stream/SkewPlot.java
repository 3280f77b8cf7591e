package io.holdover.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What many losses and returns did to a stream, as a table and as a picture. */
final class SkewPlot {

    /**
     * One loss and return.
     *
     * @param skewTicks sound minus picture, of what was made at the same time
     * @param wallTicks how much the stream has moved against the wall clock since it began
     */
    record Cycle(int number, String loss, long skewTicks, long wallTicks) {
    }

    private static final int WIDTH = 1000;
    private static final int HEIGHT = 400;
    private static final Path FOLDER = Path.of("target");

    private SkewPlot() {
    }

    static void table(String name, List<Cycle> cycles) {
        StringBuilder csv = new StringBuilder("cycle,loss,skew_ticks,output_minus_wall_ticks\n");
        for (Cycle cycle : cycles) {
            csv.append(cycle.number()).append(',').append(cycle.loss()).append(',').append(cycle.skewTicks()).append(',')
                    .append(cycle.wallTicks()).append('\n');
        }
        write(name, csv);
    }

    /** The bound is half an audio frame; the plot is twice as high. */
    static void picture(String name, List<Cycle> cycles, long boundTicks) {
        StringBuilder svg = new StringBuilder(String.format(Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-60 -30 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH + 80, HEIGHT + 70));
        svg.append(String.format(Locale.ROOT, "<rect x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" fill=\"white\" stroke=\"#999\"/>%n", WIDTH,
                HEIGHT));
        for (long ticks : new long[]{-boundTicks, 0, boundTicks}) {
            double y = y(ticks, boundTicks);
            svg.append(String.format(Locale.ROOT, "<line x1=\"0\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n", WIDTH, y, y,
                    ticks == 0 ? "#999" : "#c33"));
            svg.append(String.format(Locale.ROOT, "<text x=\"-8\" y=\"%.1f\" text-anchor=\"end\">%d</text>%n", y + 4, ticks));
        }
        for (int i = 0; i < cycles.size(); i++) {
            double x = (i + 0.5) * WIDTH / cycles.size();
            svg.append(String.format(Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"1.6\" fill=\"#26c\"/>%n", x,
                    y(cycles.get(i).skewTicks(), boundTicks)));
        }
        svg.append(String.format(Locale.ROOT,
                "<text x=\"0\" y=\"-10\">sound minus picture in ticks of 90 kHz; red: half an audio frame</text>%n"));
        svg.append(String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d losses and returns</text>%n", WIDTH / 2,
                HEIGHT + 25, cycles.size()));
        write(name, svg.append("</svg>\n"));
    }

    private static double y(long ticks, long boundTicks) {
        return HEIGHT / 2.0 - HEIGHT / 4.0 * ticks / boundTicks;
    }

    private static void write(String name, CharSequence text) {
        try {
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
