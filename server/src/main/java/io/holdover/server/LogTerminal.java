package io.holdover.server;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Whether somebody looks at standard output. */
final class LogTerminal {
    private static final int STDOUT_FILENO = 1;

    private LogTerminal() {
    }

    /** Whether standard output is a terminal that may show colours. */
    static boolean isColourful() {
        return System.getenv("NO_COLOR") == null && isStdoutTerminal();
    }

    // Java's console asks for a terminal on standard input as well, which no service has.
    @SuppressWarnings("restricted")
    private static boolean isStdoutTerminal() {
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle isatty = linker.downcallHandle(linker.defaultLookup().findOrThrow("isatty"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            return (int) isatty.invokeExact(STDOUT_FILENO) == 1;
        } catch (Throwable _) {
            return false; // another kind of system: no colours
        }
    }
}
