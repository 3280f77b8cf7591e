package io.holdover.testkit;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The C functions of Debian's libsrt, one method each. Errors are kept by the library for each thread, so a call and the question for its
 * error belong to one platform thread.
 */
final class Libsrt {

    static final int INVALID = -1;

    /** The longest payload of live mode is 1456; file mode and mistakes may give more. */
    static final int MAX_PAYLOAD_BYTES = 65_536;

    private static final String LIBRARY = "libsrt.so.1.5";

    // SRT_MSGCTRL
    private static final StructLayout MESSAGE_CONTROL = MemoryLayout.structLayout(JAVA_INT.withName("flags"), JAVA_INT.withName("msgttl"),
            JAVA_INT.withName("inorder"), JAVA_INT.withName("boundary"), JAVA_LONG.withName("srctime"), JAVA_INT.withName("pktseq"),
            JAVA_INT.withName("msgno"), ADDRESS.withName("grpdata"), JAVA_LONG.withName("grpdata_size"));
    static final long MESSAGE_CONTROL_BYTES = MESSAGE_CONTROL.byteSize();
    static final long SOURCE_TIME_OFFSET = 16;
    static final long SEQUENCE_OFFSET = 24;
    static final long MESSAGE_NUMBER_OFFSET = 28;

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final ValueLayout.OfShort BIG_ENDIAN_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    /** syslog's LOG_CRIT: the library's complaints about our bad packets are no news. */
    private static final int LOG_CRITICAL = 2;

    private static final SymbolLookup SYMBOLS = load();

    private static final MethodHandle CREATE_SOCKET = function("srt_create_socket", FunctionDescriptor.of(JAVA_INT));
    private static final MethodHandle BIND = function("srt_bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT = function("srt_connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONNECT_DEBUG = function("srt_connect_debug",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
    private static final MethodHandle SET_FLAG = function("srt_setsockflag",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle GET_FLAG = function("srt_getsockflag",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle SEND =
            function("srt_sendmsg2", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle RECEIVE = function("srt_recvmsg2",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS));
    private static final MethodHandle CLOSE = function("srt_close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle STATE = function("srt_getsockstate", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle REJECT_REASON = function("srt_getrejectreason", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle LAST_ERROR = function("srt_getlasterror", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    private static final MethodHandle LAST_ERROR_TEXT = function("srt_getlasterror_str", FunctionDescriptor.of(ADDRESS));
    private static final MethodHandle STATISTICS = function("srt_bistats",
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));

    static {
        invoke(function("srt_startup", FunctionDescriptor.of(JAVA_INT)));
        invoke(function("srt_setloglevel", FunctionDescriptor.ofVoid(JAVA_INT)), LOG_CRITICAL);
    }

    private Libsrt() {
    }

    static int createSocket() {
        return (int) invoke(CREATE_SOCKET);
    }

    static int bind(int socket, InetSocketAddress address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = socketAddress(address, arena);
            return (int) invoke(BIND, socket, name, (int) name.byteSize());
        }
    }

    static int connect(int socket, InetSocketAddress peer) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = socketAddress(peer, arena);
            return (int) invoke(CONNECT, socket, name, (int) name.byteSize());
        }
    }

    static int connectWithSequence(int socket, InetSocketAddress peer, int initialSequence) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = socketAddress(peer, arena);
            return (int) invoke(CONNECT_DEBUG, socket, name, (int) name.byteSize(), initialSequence);
        }
    }

    static int set(int socket, SrtSocketOption option, Object value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = switch (option.kind) {
                case INT -> arena.allocateFrom(JAVA_INT, ((Number) value).intValue());
                case LONG -> arena.allocateFrom(JAVA_LONG, ((Number) value).longValue());
                case STRING -> {
                    byte[] bytes = ((String) value).getBytes(StandardCharsets.UTF_8);
                    yield arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
                }
                case LINGER -> arena.allocateFrom(JAVA_INT, ((Number) value).intValue() > 0 ? 1 : 0, ((Number) value).intValue());
            };
            return (int) invoke(SET_FLAG, socket, option.number, memory, (int) memory.byteSize());
        }
    }

    static long get(int socket, SrtSocketOption option) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(512, Long.BYTES);
            MemorySegment length = arena.allocateFrom(JAVA_INT, option.kind == SrtSocketOption.Kind.LONG ? Long.BYTES : Integer.BYTES);
            if ((int) invoke(GET_FLAG, socket, option.number, memory, length) < 0) {
                throw error("srt_getsockflag " + option, socket);
            }
            // Booleans come as one byte in zeroed memory.
            return option.kind == SrtSocketOption.Kind.LONG ? memory.get(JAVA_LONG, 0) : memory.get(JAVA_INT, 0);
        }
    }

    static int send(int socket, MemorySegment payload, int lengthBytes, MemorySegment control) {
        try {
            return (int) SEND.invokeExact(socket, payload, lengthBytes, control);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int receive(int socket, MemorySegment payload, MemorySegment control) {
        try {
            return (int) RECEIVE.invokeExact(socket, payload, (int) payload.byteSize(), control);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static void close(int socket) {
        invoke(CLOSE, socket);
    }

    static int state(int socket) {
        return (int) invoke(STATE, socket);
    }

    static int rejectReason(int socket) {
        return (int) invoke(REJECT_REASON, socket);
    }

    static int lastError() {
        return (int) invoke(LAST_ERROR, MemorySegment.NULL);
    }

    /** What the last call on this thread complained about. */
    @SuppressWarnings("restricted")
    static LibsrtException error(String call, int socket) {
        int error = lastError();
        String text = ((MemorySegment) invoke(LAST_ERROR_TEXT)).reinterpret(1_024).getString(0).strip();
        return new LibsrtException(call, error, rejectReason(socket), text);
    }

    static LibsrtStatistics statistics(int socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(StatisticsLayout.BYTES, Long.BYTES);
            if ((int) invoke(STATISTICS, socket, memory, 0, 1) < 0) {
                throw error("srt_bistats", socket);
            }
            Map<String, Number> values = new LinkedHashMap<>();
            StatisticsLayout.FIELDS.forEach((name, field) -> values.put(name, field.read(memory)));
            return new LibsrtStatistics(values);
        }
    }

    /** sockaddr_in or sockaddr_in6. */
    private static MemorySegment socketAddress(InetSocketAddress address, Arena arena) {
        byte[] ip = address.getAddress().getAddress();
        boolean isIpv4 = address.getAddress() instanceof Inet4Address;
        MemorySegment name = arena.allocate(isIpv4 ? 16 : 28, Integer.BYTES);
        name.set(JAVA_SHORT, 0, (short) (isIpv4 ? AF_INET : AF_INET6));
        name.set(BIG_ENDIAN_SHORT, 2, (short) address.getPort());
        MemorySegment.copy(ip, 0, name, ValueLayout.JAVA_BYTE, isIpv4 ? 4 : 8, ip.length);
        return name;
    }

    private static Object invoke(MethodHandle function, Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /** A foreign function throws nothing of its own. */
    private static RuntimeException unexpected(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new IllegalStateException(e);
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(SYMBOLS.findOrThrow(name), descriptor);
    }

    @SuppressWarnings("restricted")
    private static SymbolLookup load() {
        try {
            return SymbolLookup.libraryLookup(LIBRARY, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new AssertionError(LIBRARY + " is not installed; ./verify names the packages that the tests need", e);
        }
    }
}
