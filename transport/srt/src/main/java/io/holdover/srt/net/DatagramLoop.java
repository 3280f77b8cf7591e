package io.holdover.srt.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One platform thread with one UDP socket, a timer wheel and a bounded task queue. What lives on the loop needs no locks: datagrams,
 * tasks, timers and the end of each batch all come on its thread, with one reading of the time per batch. An exception in any of them or in
 * the socket is logged and counted and never ends the loop; only {@link #close} does, or a socket that was closed by somebody else.
 */
public final class DatagramLoop implements Executor, AutoCloseable {

    /** How long {@link #close} waits for the thread. */
    static final long CLOSE_LIMIT_MS = 2_000;

    /** The most actions that one batch may ask for at its end: one for each stream and reader of a very full loop. */
    static final int MAX_BATCH_END_ACTIONS = 65_536;

    /** Full batches taken in one turn: a turn that sends to many readers must not keep the kernel's buffer from being emptied. */
    private static final int MAX_BATCHES_PER_TURN = 8;

    /** The longest wait, so that a mistaken deadline heals itself. */
    private static final long MAX_WAIT_NS = 1_000_000_000;

    /** The pause of a turn whose socket failed as it did in the turn before. */
    private static final long FAILURE_PAUSE_NS = 10_000_000;

    private static final long LOG_INTERVAL_NS = 1_000_000_000;

    private static final Logger LOG = System.getLogger(DatagramLoop.class.getName());

    // For life
    private final LoopOptions options;
    private final Thread thread;
    private final TaskQueue tasks;
    private final TimerWheel wheel;
    private final DatagramBatch batch;

    // Set by the loop thread; others wake it up
    private volatile UdpPort port;

    // Set by any thread
    private volatile boolean waiting;
    private volatile boolean ending;
    private volatile @Nullable DatagramHandler handler;

    // Loop thread
    private final List<Runnable> batchEndActions = new ArrayList<>();
    private long nowNs;
    private long lastLogNs;
    private boolean portFailed;
    private boolean portFailedBefore;

    // Counters, loop thread
    private long turns;
    private long fullBatches;
    private long tasksRun;
    private long timersRun;
    private long failures;
    private long unhandledDatagrams;
    private UdpCounters formerSockets = UdpCounters.NONE;

    private DatagramLoop(String name, UdpPort port, LoopOptions options) {
        this.options = options;
        this.port = port;
        this.tasks = new TaskQueue(options.taskLimit());
        this.nowNs = System.nanoTime();
        this.lastLogNs = nowNs - LOG_INTERVAL_NS;
        this.wheel = new TimerWheel(nowNs);
        this.batch = new DatagramBatch(options.udp().batchDatagrams());
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    /**
     * Binds the socket and starts the thread.
     *
     * @param name of the thread
     * @param bind local address; port 0 takes a free one
     * @throws IOException when the address cannot be bound
     */
    public static DatagramLoop open(String name, InetSocketAddress bind, LoopOptions options) throws IOException {
        return start(name, UdpPort.open(bind, options.udp()), options);
    }

    static DatagramLoop start(String name, UdpPort port, LoopOptions options) {
        DatagramLoop loop = new DatagramLoop(name, port, options);
        loop.thread.start();
        return loop;
    }

    /** Which of the process's loops this is. Any thread. */
    public int index() {
        return options.index();
    }

    /** The socket's address with its real port. Any thread. */
    public InetSocketAddress localAddress() {
        return port.localAddress();
    }

    /**
     * Goes on with another socket; everything that lives on the loop stays. Whoever was attached keeps sending through the socket that it
     * began with, which is closed: detach it first. Any thread but the loop's; waits until the loop has changed over.
     *
     * @param bind local address; port 0 takes a free one
     * @throws IOException when the address cannot be bound, or the loop is closed or too busy: the socket is the one it was then
     */
    public void rebind(InetSocketAddress bind) throws IOException {
        CompletableFuture<Boolean> changed = new CompletableFuture<>();
        try {
            execute(() -> exchange(bind, changed));
            changed.get(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e);
        } catch (RejectedExecutionException e) {
            throw new IOException(e.getMessage(), e);
        } catch (TimeoutException e) {
            changed.cancel(false);
            throw new IOException(thread.getName() + " does not answer", e);
        } catch (InterruptedException e) {
            changed.cancel(false);
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void exchange(InetSocketAddress bind, CompletableFuture<Boolean> changed) {
        if (changed.isDone()) {
            return; // nobody waits for it any more
        }
        UdpPort former = port;
        InetSocketAddress formerAddress = former.localAddress();
        boolean inTheWay = bind.getPort() == formerAddress.getPort();
        if (inTheWay) {
            former.close();
        }
        try {
            goOnWith(UdpPort.open(bind, options.udp()));
            former.close();
            changed.complete(true);
        } catch (IOException e) {
            if (inTheWay) {
                goBack(formerAddress);
            }
            changed.completeExceptionally(e);
        }
    }

    private void goOnWith(UdpPort other) {
        formerSockets = formerSockets.plus(port.counters());
        port = other;
    }

    private void goBack(InetSocketAddress address) {
        try {
            goOnWith(UdpPort.open(address, options.udp()));
        } catch (IOException e) {
            LOG.log(Level.ERROR, thread.getName() + " has lost its socket on " + address, e);
        }
    }

    /** True on the loop's own thread. */
    public boolean inLoop() {
        return Thread.currentThread().equals(thread);
    }

    /** The time of this turn on {@link System#nanoTime}'s scale. Loop thread. */
    public long nowNs() {
        return nowNs;
    }

    /**
     * Runs the task in this loop's next turn. Tasks of one thread keep their order. Any thread.
     *
     * @throws RejectedExecutionException when the queue is full or the loop is closed
     */
    @Override
    public void execute(Runnable task) {
        if (ending) {
            throw new RejectedExecutionException(thread.getName() + " is closed");
        }
        if (!tasks.offer(task)) {
            throw new RejectedExecutionException(thread.getName() + " has its " + options.taskLimit() + " tasks waiting");
        }
        if (waiting) {
            waiting = false;
            port.wakeup();
        }
    }

    /** Datagrams that arrive from now on go to this handler; those that come without one are dropped and counted. Any thread. */
    public synchronized void attach(DatagramHandler newHandler) {
        handler = newHandler;
    }

    /**
     * Datagrams that arrive from now on are dropped and counted, until another handler is attached; nothing if another one is. Any thread.
     */
    public synchronized void detach(DatagramHandler former) {
        if (former.equals(handler)) {
            handler = null;
        }
    }

    /** A timer that runs the action on the loop; it is not armed yet. Any thread; arming belongs to the loop thread. */
    public LoopTimer newTimer(Runnable action) {
        return new LoopTimer(wheel, action);
    }

    /** Runs the action once at the deadline. Loop thread. */
    public LoopTimer schedule(long deadlineNs, Runnable action) {
        LoopTimer timer = newTimer(action);
        timer.arm(deadlineNs);
        return timer;
    }

    /**
     * Runs the action once at the end of this batch, before what it caused is sent: work that many datagrams ask for is done once. Loop
     * thread.
     */
    public void atBatchEnd(Runnable action) {
        if (batchEndActions.size() == MAX_BATCH_END_ACTIONS) {
            throw new IllegalStateException(MAX_BATCH_END_ACTIONS + " actions wait for the end of the batch");
        }
        batchEndActions.add(action);
    }

    /** Where datagrams leave. Loop thread. */
    UdpPort port() {
        return port;
    }

    /** Counters since the loop was opened. Loop thread. */
    public LoopCounters counters() {
        return new LoopCounters(turns, fullBatches, tasksRun, timersRun, failures, unhandledDatagrams,
                formerSockets.plus(port.counters()));
    }

    /**
     * Lets the handler say goodbye, ends the thread and closes the socket; waits for it at most {@value #CLOSE_LIMIT_MS} ms. Any thread.
     */
    @Override
    public void close() {
        ending = true;
        port.wakeup();
        if (inLoop()) {
            return;
        }
        try {
            if (!thread.join(Duration.ofMillis(CLOSE_LIMIT_MS))) {
                LOG.log(Level.WARNING, "{0} did not end within {1} ms", thread.getName(), CLOSE_LIMIT_MS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    // The duty cycle

    private void run() {
        while (!ending) {
            turns++;
            portFailed = false;
            int received = receive();
            nowNs = System.nanoTime(); // What is stamped after a slow turn must not bear its beginning.
            runTasks();
            nowNs = System.nanoTime();
            timersRun += wheel.advance(nowNs, this::fire);
            endBatch();
            rest(received);
            checkPort();
        }
        end();
    }

    private int receive() {
        try {
            return receiveBatches();
        } catch (Throwable e) {
            portFailed("receive call", e);
            return 0;
        }
    }

    /** Returns the size of the last batch: a full one means that there is more. */
    private int receiveBatches() {
        int received = receiveBatch();
        for (int i = 1; i < MAX_BATCHES_PER_TURN && received == options.udp().batchDatagrams(); i++) {
            fullBatches++;
            received = receiveBatch();
        }
        return received;
    }

    private int receiveBatch() {
        int received = port.receive(batch);
        nowNs = System.nanoTime(); // Read before, a pause in between would make datagrams look earlier than they were.
        DatagramHandler target = handler;
        if (target == null) {
            unhandledDatagrams += received;
            return received;
        }
        for (int i = 0; i < received; i++) {
            try {
                target.onDatagram(batch.datagram(i), batch.peer(i), nowNs);
            } catch (Throwable e) {
                failed("datagram", e);
            }
        }
        return received;
    }

    /** At most one queue length, so that tasks which add tasks cannot keep datagrams waiting. */
    private void runTasks() {
        for (int i = 0; i < options.taskLimit(); i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            tasksRun++;
            try {
                task.run();
            } catch (Throwable e) {
                failed("task", e);
            }
        }
    }

    private void fire(LoopTimer timer) {
        try {
            timer.run();
        } catch (Throwable e) {
            failed("timer", e);
        }
    }

    private void endBatch() {
        for (int i = 0; i < batchEndActions.size(); i++) {
            try {
                batchEndActions.get(i).run();
            } catch (Throwable e) {
                failed("batch end", e);
            }
        }
        batchEndActions.clear();
        DatagramHandler target = handler;
        if (target != null) {
            try {
                target.onBatchEnd(nowNs);
            } catch (Throwable e) {
                failed("batch end", e);
            }
        }
    }

    /**
     * Waits for a datagram, a task or the next deadline. While datagrams flow it sleeps a fixed short time instead and takes many at
     * once.
     */
    private void rest(int received) {
        if (received == options.udp().batchDatagrams()) {
            fullBatches++;
            return;
        }
        Thread.interrupted(); // means nothing here; kept, it would end every wait at once
        long clockNs = System.nanoTime();
        long waitNs = Math.min(wheel.nextDeadlineNs() - clockNs, MAX_WAIT_NS);
        if (received > 0 && options.restNs() > 0) {
            waitNs = Math.min(waitNs, options.restNs() - (clockNs - nowNs));
            if (waitNs > 0 && tasks.isEmpty()) {
                LockSupport.parkNanos(this, waitNs);
            }
            return;
        }
        waiting = true;
        if (tasks.isEmpty() && !ending) {
            try {
                port.await(waitNs);
            } catch (Throwable e) {
                portFailed("wait", e);
            }
        }
        waiting = false;
    }

    /** A broken socket may heal, but not by being asked all the time; a closed one stays closed. */
    private void checkPort() {
        if (!port.isOpen() && !ending) {
            ending = true;
            LOG.log(Level.ERROR, "{0} ends: its socket on {1} was closed", thread.getName(), port.localAddress());
        } else if (portFailed && portFailedBefore) {
            LockSupport.parkNanos(this, FAILURE_PAUSE_NS);
        }
        portFailedBefore = portFailed;
    }

    private void portFailed(String where, Throwable e) {
        portFailed = true;
        failed(where, e);
    }

    private void end() {
        DatagramHandler target = handler;
        if (target != null) {
            try {
                target.onLoopEnd(nowNs);
            } catch (Throwable e) {
                failed("end", e);
            }
        }
        runTasks();
        port.close();
    }

    private void failed(String where, Throwable e) {
        failures++;
        if (nowNs - lastLogNs >= LOG_INTERVAL_NS) {
            lastLogNs = nowNs;
            LOG.log(Level.ERROR, thread.getName() + ": failure " + failures + ", in a " + where, e);
        }
    }
}
