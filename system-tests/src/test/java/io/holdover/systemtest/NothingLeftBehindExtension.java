package io.holdover.systemtest;

import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Registered for every class: at the end of the suite no process and no thread of a test may be left. */
public final class NothingLeftBehindExtension implements BeforeAllCallback {

    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(NothingLeftBehindExtension.class);
    private static final long PATIENCE_MS = 5_000;
    private static final Set<String> OWN_THREADS = Set.of("main", "process reaper", "Common-Cleaner", "DestroyJavaVM");

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getRoot().getStore(NAMESPACE).computeIfAbsent(EndOfSuite.class);
    }

    /** Closed by JUnit after the last test. */
    static final class EndOfSuite implements AutoCloseable {

        @Override
        public void close() {
            long deadlineNs = System.nanoTime() + PATIENCE_MS * 1_000_000;
            List<String> left = left();
            while (!left.isEmpty() && System.nanoTime() < deadlineNs) {
                LockSupport.parkNanos(50_000_000);
                left = left();
            }
            if (!left.isEmpty()) {
                throw new AssertionError("left behind by the tests: " + left);
            }
        }

        private static List<String> left() {
            List<String> processes = ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)
                    .map(process -> process.info().commandLine().orElse("process " + process.pid())).collect(Collectors.toList());
            Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.isDaemon() && !thread.equals(Thread.currentThread()))
                    .map(Thread::getName)
                    .filter(name -> !OWN_THREADS.contains(name) && !name.startsWith("surefire") && !name.startsWith("ForkJoinPool")
                            && !name.startsWith("junit"))
                    .forEach(name -> processes.add("thread " + name));
            return processes;
        }
    }
}
