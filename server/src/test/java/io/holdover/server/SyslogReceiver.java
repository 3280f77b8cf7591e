package io.holdover.server;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A system's log: a local datagram socket with a name. Linux only. */
@SuppressWarnings("restricted")
final class SyslogReceiver implements AutoCloseable {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SUN_PATH_BYTES = 108;
    private static final int LIMIT_BYTES = 65_536;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final MethodHandle SOCKET = bind("socket", FunctionDescriptor.of(INT, INT, INT, INT));
    private static final MethodHandle BIND = bind("bind", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS, INT));
    private static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(ValueLayout.JAVA_LONG, INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(INT, INT));

    private final int descriptor;

    private SyslogReceiver(int descriptor) {
        this.descriptor = descriptor;
    }

    static SyslogReceiver at(Path path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(Short.BYTES + SUN_PATH_BYTES, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            address.setString(Short.BYTES, path.toString());
            int descriptor = (int) SOCKET.invokeExact(AF_UNIX, SOCK_DGRAM, 0);
            int result = (int) BIND.invokeExact(descriptor, address, (int) address.byteSize());
            if (result != 0) {
                throw new AssertionError("cannot listen at " + path);
            }
            return new SyslogReceiver(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the next datagram. */
    String next() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LIMIT_BYTES);
            int length = (int) (long) READ.invokeExact(descriptor, buffer, (long) LIMIT_BYTES);
            return new String(buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle bind(String name, FunctionDescriptor type) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
    }
}
