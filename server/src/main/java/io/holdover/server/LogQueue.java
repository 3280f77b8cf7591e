package io.holdover.server;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;

/**
 * What one destination has yet to write, and the thread that writes it: a destination that stands still holds up neither the server nor the
 * other destinations. Lines that find no room are left out and counted.
 */
final class LogQueue {
    /** Lines that wait. */
    static final int LIMIT_LINES = 8_192;

    /** A destination that takes no line for so long stands still. */
    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    /** Who closes waits for a slow one, but not for ever. */
    private static final int CLOSE_LIMIT_S = 10;

    private static final ILoggingEvent END = new LoggingEvent();

    // For life
    private final LogSink sink;
    private final LongFunction<ILoggingEvent> leftOutEvent;
    private final BlockingQueue<ILoggingEvent> lines = new ArrayBlockingQueue<>(LIMIT_LINES);
    private final AtomicLong leftOut = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;

    /** @param leftOutEvent what is to be written when so many lines were left out */
    LogQueue(String name, LogSink sink, LongFunction<ILoggingEvent> leftOutEvent) {
        this.sink = sink;
        this.leftOutEvent = leftOutEvent;
        this.thread = Thread.ofPlatform().daemon().name("log-" + name).unstarted(this::run);
    }

    /** From now on lines are written; those that came before were waiting. */
    void start() {
        thread.start();
    }

    /** Any thread; returns at once. */
    void add(ILoggingEvent event) {
        if (!lines.offer(event)) {
            leftOut.incrementAndGet();
        }
    }

    /** Writes what waits while the destination takes a line each second, for {@value #CLOSE_LIMIT_S} s at the most. Nothing follows. */
    void close() {
        closing = true;
        lines.offer(END); // where there is no room for it, nobody waits for a line
        try {
            long before = taken.get();
            for (int seconds = 1; !thread.join(STANDSTILL); seconds++) {
                if (taken.get() == before || seconds == CLOSE_LIMIT_S) {
                    thread.interrupt();
                    return;
                }
                before = taken.get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing || !lines.isEmpty()) {
                ILoggingEvent event = lines.take();
                if (!event.equals(END)) {
                    write(event);
                }
                taken.incrementAndGet();
                if (lines.isEmpty()) {
                    reportLeftOut();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the time for the rest is over
        } finally {
            sink.close();
        }
    }

    private void write(ILoggingEvent event) {
        try {
            sink.write(event);
        } catch (RuntimeException _) {
            leftOut.incrementAndGet(); // an event that cannot be made a text must not be the last one
        }
    }

    private void reportLeftOut() {
        long count = leftOut.getAndSet(0);
        if (count > 0) {
            sink.write(leftOutEvent.apply(count));
        }
    }
}
