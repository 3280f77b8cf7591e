package io.holdover.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import io.holdover.control.config.LogDestination;
import io.holdover.control.config.LogLevel;

/** Where log lines go, each destination through a queue of its own, so that none that stands still holds up anything. Any thread. */
final class LogOutput {
    private static final String OURS = "io.holdover";

    // Written under the lock of the class
    private static volatile @Nullable FanOut present;

    private LogOutput() {
    }

    /** Lines on standard output. */
    static void install(LogLevel level) {
        install(LogOptions.stdout(level));
    }

    /**
     * Logs as told from now on, in place of whatever logging there was. To be called again when the options have changed: destinations that
     * are as before go on, and no line gets lost or before another. A destination that cannot be had is reported and left out.
     */
    static synchronized void install(LogOptions options) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        FanOut fanOut = present;
        if (fanOut == null || !root.isAttached(fanOut)) {
            context.reset();
            context.start(); // one that was stopped would not stop its appenders again
            fanOut = new FanOut();
            fanOut.setContext(context);
            fanOut.setName("destinations");
            fanOut.start();
            root.addAppender(fanOut);
            root.setLevel(Level.WARN);
            present = fanOut;
        }
        fanOut.change(options);
        context.getLogger(OURS).setLevel(switch (options.level()) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
        });
    }

    /** Writes what waits and logs nothing more. */
    static synchronized void close() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
        present = null;
    }

    /** What makes a destination another one. */
    private record Key(LogDestination destination, boolean structured, Path file, long limitFileBytes, int oldFiles, String sysLogPrefix) {
        static Key of(LogDestination destination, LogOptions options) {
            Path nowhere = Path.of("");
            return switch (destination) {
                case STDOUT -> new Key(destination, options.structured(), nowhere, 0, 0, "");
                case FILE -> new Key(destination, options.structured(), options.file(), options.limitFileBytes(), options.oldFiles(), "");
                case SYSLOG -> new Key(destination, false, nowhere, 0, 0, options.sysLogPrefix());
            };
        }

        LogSink open() throws IOException {
            ZoneId zone = ZoneId.systemDefault();
            return switch (destination) {
                case STDOUT -> new LogStdout(new FileOutputStream(FileDescriptor.out),
                        structured ? LogLayout.structured(zone)
                                : LogTerminal.isColourful() ? LogLayout.coloured(zone) : LogLayout.plain(zone));
                case FILE -> new LogFile(file, limitFileBytes, oldFiles, structured ? LogLayout.structured(zone) : LogLayout.plain(zone),
                        System::nanoTime, LogOutput::warn);
                case SYSLOG -> LogSyslog.open(sysLogPrefix, zone, LogSyslog.SOCKETS, LogOutput::warn);
            };
        }
    }

    /** Gives every line to every destination. */
    private static final class FanOut extends UnsynchronizedAppenderBase<ILoggingEvent> {
        // Guarded by this
        private final Map<Key, LogQueue> queues = new LinkedHashMap<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            synchronized (this) {
                queues.values().forEach(queue -> queue.add(event));
            }
        }

        void change(LogOptions options) {
            List<Key> wanted = new ArrayList<>();
            for (LogDestination destination : LogDestination.values()) {
                if (options.destinations().contains(destination)) {
                    wanted.add(Key.of(destination, options));
                }
            }
            Map<Key, LogQueue> added = new LinkedHashMap<>();
            List<String> missing = new ArrayList<>();
            List<LogQueue> removed = new ArrayList<>();
            Set<Key> present;
            synchronized (this) {
                present = Set.copyOf(queues.keySet());
            }
            // Outside: a file that takes its time to open must not hold up whoever has something to log.
            for (Key key : wanted) {
                if (!present.contains(key)) {
                    open(key, added, missing);
                }
            }
            synchronized (this) {
                queues.entrySet().removeIf(entry -> !wanted.contains(entry.getKey()) && removed.add(entry.getValue()));
                queues.putAll(added);
            }
            // A file may be the same: the former lines first.
            removed.forEach(LogQueue::close);
            added.values().forEach(LogQueue::start);
            missing.forEach(LogOutput::warn);
        }

        private void open(Key key, Map<Key, LogQueue> added, List<String> missing) {
            String name = key.destination().name().toLowerCase(Locale.ROOT);
            try {
                added.put(key, new LogQueue(name, key.open(), LogOutput::leftOut));
            } catch (IOException e) {
                missing.add("nothing is logged to " + name + ": " + e.getMessage());
            }
        }

        /** False if lines do not go to standard output. */
        synchronized boolean addToStdout(ILoggingEvent event) {
            for (Map.Entry<Key, LogQueue> entry : queues.entrySet()) {
                if (entry.getKey().destination() == LogDestination.STDOUT) {
                    entry.getValue().add(event);
                    return true;
                }
            }
            return false;
        }

        @Override
        public void stop() {
            if (isStarted()) {
                super.stop();
                List<LogQueue> last;
                synchronized (this) {
                    last = List.copyOf(queues.values());
                    queues.clear();
                }
                last.forEach(LogQueue::close);
            }
        }
    }

    /** What cannot be said through a destination that is broken: on standard output, whether lines go there or not. */
    private static void warn(String text) {
        ILoggingEvent event = event(text);
        FanOut fanOut = present;
        if (fanOut == null || !fanOut.addToStdout(event)) {
            byte[] line = LogLayout.plain(ZoneId.systemDefault()).textOf(event).getBytes(StandardCharsets.UTF_8);
            System.out.write(line, 0, line.length);
            System.out.flush();
        }
    }

    private static ILoggingEvent leftOut(long count) {
        return event(count + " log lines were left out, they came faster than they could be written");
    }

    private static ILoggingEvent event(String text) {
        Logger logger = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(LogOutput.class);
        return new LoggingEvent(LogOutput.class.getName(), logger, Level.WARN, text, null, null);
    }
}
