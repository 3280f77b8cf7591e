package io.holdover.control.metrics;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;

/** What the page says about the process and its virtual machine, under the names of Prometheus' own client. */
final class JvmFigures {
    private static final String TYPE = "jvm";
    private static final double MS_PER_S = 1e3;
    private static final double NS_PER_S = 1e9;

    private static final Metric CPU = Metric.total("process_cpu_seconds_total", "s", "processor time of the process");
    private static final Metric START = Metric.gauge("process_start_time_seconds", "s", "when the process began, since 1970");
    private static final Metric USED = Metric.gauge("jvm_memory_used_bytes", "bytes", "memory in use");
    private static final Metric COMMITTED = Metric.gauge("jvm_memory_committed_bytes", "bytes", "memory taken from the system");
    private static final Metric MAX = Metric.gauge("jvm_memory_max_bytes", "bytes", "the most that it may become, -1 without a limit");
    private static final Metric BUFFERS = Metric.gauge("jvm_buffer_pool_used_bytes", "bytes", "memory of buffers outside the heap");
    private static final Metric GC_COUNT = Metric.total("jvm_gc_collection_seconds_count", "", "garbage collections");
    private static final Metric GC_SUM = Metric.total("jvm_gc_collection_seconds_sum", "s", "time spent in garbage collections");
    private static final Metric THREADS = Metric.gauge("jvm_threads_current", "threads", "platform threads");
    private static final Metric DAEMONS = Metric.gauge("jvm_threads_daemon", "threads", "platform threads that do not keep it alive");
    private static final Metric PEAK = Metric.gauge("jvm_threads_peak", "threads", "the most platform threads there were");
    private static final Metric CLASSES = Metric.gauge("jvm_classes_currently_loaded", "classes", "classes loaded");

    private JvmFigures() {
    }

    /** Every name, in the order of the page. */
    static List<Metric> metrics() {
        return List.of(CPU, START, USED, COMMITTED, MAX, BUFFERS, GC_COUNT, GC_SUM, THREADS, DAEMONS, PEAK, CLASSES);
    }

    /** Writes the section. Reads a few small files of the system. */
    static void write(Exposition page, MetricsFilter filter) {
        if (!filter.wants(TYPE, "")) {
            return;
        }
        ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos)
                .ifPresent(cpuNs -> one(page, CPU, cpuNs / NS_PER_S));
        one(page, START, ManagementFactory.getRuntimeMXBean().getStartTime() / MS_PER_S);
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        MemoryUsage heap = memory.getHeapMemoryUsage();
        MemoryUsage other = memory.getNonHeapMemoryUsage();
        areas(page, USED, heap.getUsed(), other.getUsed());
        areas(page, COMMITTED, heap.getCommitted(), other.getCommitted());
        areas(page, MAX, heap.getMax(), other.getMax());
        page.begin(BUFFERS);
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            page.sample(BUFFERS, Exposition.labels("pool", pool.getName()), pool.getMemoryUsed());
        }
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        page.begin(GC_COUNT);
        collectors.forEach(gc -> page.sample(GC_COUNT, Exposition.labels("gc", gc.getName()), gc.getCollectionCount()));
        page.begin(GC_SUM);
        collectors.forEach(gc -> page.sample(GC_SUM, Exposition.labels("gc", gc.getName()), gc.getCollectionTime() / MS_PER_S));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        one(page, THREADS, threads.getThreadCount());
        one(page, DAEMONS, threads.getDaemonThreadCount());
        one(page, PEAK, threads.getPeakThreadCount());
        one(page, CLASSES, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    private static void one(Exposition page, Metric metric, double value) {
        page.begin(metric);
        page.sample(metric, "", value);
    }

    private static void areas(Exposition page, Metric metric, long heap, long nonheap) {
        page.begin(metric);
        page.sample(metric, "{area=\"heap\"}", heap);
        page.sample(metric, "{area=\"nonheap\"}", nonheap);
    }
}
