package io.holdover.control.hooks;

import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Makes log lines of what a process writes: so many a second at the most, each of limited length, without control characters. Thread of the
 * {@link HookRunner}.
 */
final class HookOutput {
    /** Lines of one hook that are logged in a second; of the others only their number. */
    static final int LIMIT_LINES_PER_SECOND = 20;

    /** What is kept of a line. */
    static final int LIMIT_LINE_BYTES = 1_000;

    private static final long SECOND_NS = 1_000_000_000L;

    private final Consumer<String> log;
    private final byte[] line = new byte[LIMIT_LINE_BYTES];
    private int length;
    private boolean cut;

    private long secondBeganNs;
    private int logged;
    private long leftOut;

    HookOutput(Consumer<String> log, long nowNs) {
        this.log = log;
        this.secondBeganNs = nowNs;
    }

    /** Bytes that came. */
    void append(byte[] bytes, int count, long nowNs) {
        for (int i = 0; i < count; i++) {
            byte b = bytes[i];
            // A progress display returns to the beginning of its line.
            if (b == '\n' || b == '\r') {
                endLine(nowNs);
            } else if (length < LIMIT_LINE_BYTES) {
                line[length++] = b;
            } else {
                cut = true;
            }
        }
    }

    /** Nothing more comes for the moment. */
    void pause(long nowNs) {
        if (leftOut > 0 && nowNs - secondBeganNs >= SECOND_NS) {
            reportLeftOut();
        }
    }

    /** Nothing more comes. */
    void end(long nowNs) {
        endLine(nowNs);
        reportLeftOut();
    }

    private void endLine(long nowNs) {
        if (length == 0) {
            return;
        }
        if (nowNs - secondBeganNs >= SECOND_NS) {
            reportLeftOut();
            secondBeganNs = nowNs;
            logged = 0;
        }
        if (logged < LIMIT_LINES_PER_SECOND) {
            logged++;
            log.accept(text());
        } else {
            leftOut++;
        }
        length = 0;
        cut = false;
    }

    private void reportLeftOut() {
        if (leftOut > 0) {
            log.accept("(" + leftOut + (leftOut == 1 ? " more line)" : " more lines)"));
            leftOut = 0;
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder(new String(line, 0, length, StandardCharsets.UTF_8));
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                text.setCharAt(i, text.charAt(i) == '\t' ? ' ' : '?');
            }
        }
        return cut ? text.append("...").toString() : text.toString();
    }
}
