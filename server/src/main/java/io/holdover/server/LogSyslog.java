package io.holdover.server;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Lines for the system's own log, as datagrams to its local socket, which Java has no name for. Linux only. A line that the log does not
 * take at once is lost; that is said once, and how many they were as soon as it takes lines again.
 */
final class LogSyslog implements LogSink {
    /** Where systems have it. */
    static final List<Path> SOCKETS = List.of(Path.of("/dev/log"), Path.of("/var/run/syslog"), Path.of("/var/run/log"));

    // RFC 3164 4.1: a receiver takes 1024 bytes; those of our days take more.
    private static final int LIMIT_BYTES = 2_048;

    // RFC 3164 4.1.1: facility 3 is that of daemons
    private static final int DAEMON = 3 << 3;
    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFORMATIONAL = 6;
    private static final int DEBUG = 7;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);

    // For life
    private final String tag;
    private final ZoneId zone;
    private final Path path;
    private final Socket socket;
    private final Consumer<String> warnings;

    private long lost;

    private LogSyslog(String prefix, ZoneId zone, Path path, Socket socket, Consumer<String> warnings) {
        this.tag = prefix + "[" + ProcessHandle.current().pid() + "]: ";
        this.zone = zone;
        this.path = path;
        this.socket = socket;
        this.warnings = warnings;
    }

    /**
     * Finds the system's log.
     *
     * @param sockets the first one that exists is taken
     * @param warnings hears what the operator should know
     * @throws IOException when there is none; the message is for the operator
     */
    static LogSyslog open(String prefix, ZoneId zone, List<Path> sockets, Consumer<String> warnings) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException("syslog is served on Linux only");
        }
        for (Path path : sockets) {
            // Some systems have folders of these names.
            if (Files.exists(path) && !Files.isDirectory(path)) {
                return new LogSyslog(prefix, zone, path, new Socket(path), warnings);
            }
        }
        throw new IOException("there is no syslog on this system, at none of " + sockets);
    }

    @Override
    public void write(ILoggingEvent event) {
        String head = "<" + (DAEMON | severity(event.getLevel())) + ">" + TIME.format(event.getInstant().atZone(zone)) + " " + tag;
        if (lost > 0 && send(head + lost + " log lines were lost while syslog took none")) {
            warnings.accept("syslog at " + path + " takes lines again, " + lost + " were lost");
            lost = 0;
        }
        boolean sent = lost == 0 && send(head + LogLayout.oneLine(event.getFormattedMessage()));
        if (sent) {
            LogLayout.trace(event).lines().forEach(line -> send(head + line.replace('\t', ' ')));
            return;
        }
        if (lost == 0) {
            warnings.accept("syslog at " + path + " takes no lines, they are lost");
        }
        lost++;
    }

    private boolean send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return socket.send(bytes, Math.min(bytes.length, LIMIT_BYTES));
    }

    private static int severity(Level level) {
        return switch (level.toInt()) {
            case Level.ERROR_INT -> ERROR;
            case Level.WARN_INT -> WARNING;
            case Level.INFO_INT -> INFORMATIONAL;
            default -> DEBUG;
        };
    }

    @Override
    public void close() {
        socket.close();
    }

    /** A datagram socket of the local kind. One thread. */
    @SuppressWarnings("restricted")
    private static final class Socket {
        // Linux: socket(2), send(2), unix(7)
        private static final short AF_UNIX = 1;
        private static final int SOCK_DGRAM = 2;
        private static final int SOCK_CLOEXEC = 0x80000;
        private static final int MSG_DONTWAIT = 0x40;
        private static final int MSG_NOSIGNAL = 0x4000;
        private static final int SUN_PATH_BYTES = 108;

        private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
        private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;
        private static final Linker LINKER = Linker.nativeLinker();
        private static final MethodHandle SOCKET = bind("socket", FunctionDescriptor.of(INT, INT, INT, INT));
        private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(INT, INT));
        private static final MethodHandle SENDTO = bind("sendto",
                FunctionDescriptor.of(SIZE, INT, ValueLayout.ADDRESS, SIZE, INT, ValueLayout.ADDRESS, INT));

        private final Arena arena = Arena.ofShared();
        private final MemorySegment buffer = arena.allocate(LIMIT_BYTES);
        private final MemorySegment address = arena.allocate(Short.BYTES + SUN_PATH_BYTES, Short.BYTES);
        private final int descriptor;

        Socket(Path path) throws IOException {
            byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
            if (name.length >= SUN_PATH_BYTES) {
                throw new IOException("the name of the socket is too long: " + path);
            }
            address.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
            MemorySegment.copy(name, 0, address, ValueLayout.JAVA_BYTE, Short.BYTES, name.length);
            try {
                descriptor = (int) SOCKET.invokeExact((int) AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            if (descriptor < 0) {
                throw new IOException("there is no socket for syslog");
            }
        }

        boolean send(byte[] bytes, int length) {
            MemorySegment.copy(bytes, 0, buffer, ValueLayout.JAVA_BYTE, 0, length);
            try {
                return (long) SENDTO.invokeExact(descriptor, buffer, (long) length, MSG_DONTWAIT | MSG_NOSIGNAL, address,
                        (int) address.byteSize()) == length;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        void close() {
            try {
                int _ = (int) CLOSE.invokeExact(descriptor);
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
            arena.close();
        }

        private static MethodHandle bind(String name, FunctionDescriptor type) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
        }
    }
}
