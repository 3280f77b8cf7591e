package io.holdover.control.hooks;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Makes this process the parent of all its orphaned descendants, as the first process of a container is. */
@SuppressWarnings("restricted")
final class Subreaper {
    // prctl(2)
    private static final int PR_SET_CHILD_SUBREAPER = 36;
    private static final MethodHandle PRCTL =
            Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow("prctl"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
                    Linker.Option.firstVariadicArg(1));

    private Subreaper() {
    }

    static void begin() {
        set(1);
    }

    static void end() {
        set(0);
    }

    private static void set(long value) {
        try {
            if ((int) PRCTL.invokeExact(PR_SET_CHILD_SUBREAPER, value) != 0) {
                throw new AssertionError("not a Linux of our days");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
