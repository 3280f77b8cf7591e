package io.holdover.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With real processes. */
@EnabledOnOs(OS.LINUX)
class HookRunnerTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private final AtomicLong leapNs = new AtomicLong();
    private HookLog log;
    private HookRunner runner;

    @BeforeEach
    void open() {
        log = new HookLog();
        runner = HookRunner.open(() -> System.nanoTime() + leapNs.get());
    }

    @AfterEach
    void close() {
        runner.close();
        log.close();
    }

    @Test
    void logsWhatACommandWritesAndHowItEnds() throws IOException {
        lasting("echo out; echo err >&2; exit 3");

        await().atMost(SOON).until(() -> log.lines().contains("[path live] runOnTest command exited with code 3"));
        assertThat(log.lines()).contains("[path live] runOnTest command started");
        await().atMost(SOON).until(() -> log.lines().contains("[path live] [runOnTest] out"));
        await().atMost(SOON).until(() -> log.lines().contains("[path live] [runOnTest] err"));
    }

    @Test
    void goesOnAfterAnErrorInItsThread() throws IOException {
        AtomicBoolean fails = new AtomicBoolean();
        runner.close();
        runner = HookRunner.open(() -> {
            if (Thread.currentThread().getName().equals("hooks") && fails.getAndSet(false)) {
                throw new NoClassDefFoundError("a bug");
            }
            return System.nanoTime();
        });
        fails.set(true);
        lasting("echo alive");

        await().atMost(SOON).until(() -> log.lines().contains("[path live] [runOnTest] alive"));
        assertThat(log.lines()).contains("hooks could not be looked after for a moment");
    }

    @Test
    void interruptsACommandThatIsToEnd() throws IOException {
        RunningHook hook = lasting("trap 'echo interrupted; exit 0' INT; echo $$ > pid; while :; do sleep 0.05; done");
        long pid = pidIn("pid");

        runner.end(hook);

        awaitEnd(pid);
        awaitNone();
        assertThat(log.lines()).contains("[path live] [runOnTest] interrupted", "[path live] runOnTest command stopped");
    }

    @Test
    void killsACommandThatIgnoresInterruptsAfterAGrace() throws IOException {
        RunningHook hook = lasting("trap 'echo ignored' INT; echo $$ > pid; while :; do sleep 0.05; done");
        long pid = pidIn("pid");

        runner.end(hook);
        await().atMost(SOON).until(() -> log.lines().contains("[path live] [runOnTest] ignored"));
        assertThat(isAlive(pid)).isTrue();
        leapNs.addAndGet(RunningHook.GRACE_NS);

        awaitEnd(pid);
        awaitNone();
        assertThat(log.lines()).contains("[path live] runOnTest command did not end when it was asked to, and is killed");
    }

    @Test
    void endsTheChildrenOfACommandToo() throws IOException {
        RunningHook hook = lasting("sh -c 'echo $$ > child; exec sleep 1000' & echo $$ > pid; wait");
        long pid = pidIn("pid");
        long child = pidIn("child");

        runner.end(hook);
        awaitEnd(pid);
        // What a shell sends to the background ignores interrupts.
        awaitEndByForce(child);
        awaitNone();
    }

    @Test
    void endsChildrenThatOutliveTheirCommand() throws IOException {
        RunningHook hook = lasting("sh -c 'echo $$ > child; while :; do echo tick; sleep 0.05; done' & exit 0");
        long child = pidIn("child");
        await().atMost(SOON).until(() -> log.lines().contains("[path live] runOnTest command exited with code 0"));

        // It can still write.
        int before = log.lines().size();
        await().atMost(SOON).until(() -> log.lines().size() > before + 1);
        assertThat(isAlive(child)).isTrue();
        runner.end(hook);

        awaitEndByForce(child);
        awaitNone();
    }

    @Test
    void aCommandThatLeftNothingNeedsNoPlace() throws IOException {
        RunningHook hook = lasting("exit 0");
        awaitNone();
        assertThat(hook.isGone()).isTrue();
        runner.end(hook);
        awaitNone();
    }

    @Test
    void endsADaemon() throws IOException {
        RunningHook hook = lasting("setsid sh -c 'setsid sleep 1000 & echo $! > daemon' > /dev/null 2>&1 < /dev/null & exit 0");
        long daemon = pidIn("daemon");
        await().atMost(SOON).until(() -> log.lines().contains("[path live] runOnTest command exited with code 0"));
        assertThat(isAlive(daemon)).isTrue();

        runner.end(hook);

        awaitEndByForce(daemon);
        awaitNone();
    }

    @Test
    void takesFiftyMegabytesWithoutKeepingThem() throws IOException {
        lasting("yes 'a line of a process that has a lot to say' | head -c 50000000; echo; echo > done");

        await().atMost(SOON).until(() -> Files.exists(folder.resolve("done")));
        await().atMost(SOON).until(() -> log.lines().stream().anyMatch(line -> line.contains("exited with code 0")));
        assertThat(log.lines()).hasSizeLessThan(40 * HookOutput.LIMIT_LINES_PER_SECOND);
    }

    @Test
    void restartsACommandAfterAPause() throws IOException {
        runner.close();
        runner = HookRunner.open(leapNs::get); // whatever the system's clock does
        Path script = script("echo run >> runs");
        runner.start(HookLaunch.lasting("[path live]", "runOnTest", new HookLine("sh " + script, true), Map.of()));
        await().atMost(SOON).until(() -> exits() == 1);

        leapNs.addAndGet(RunningHook.RESTART_PAUSE_NS / 2);
        runner.start(HookLaunch.once("[path live]", "runOnOther", HookLine.once("true"), Map.of()));
        await().atMost(SOON).until(() -> log.lines().contains("[path live] runOnOther command exited with code 0"));
        assertThat(exits()).isEqualTo(1);

        leapNs.addAndGet(RunningHook.RESTART_PAUSE_NS / 2);
        await().atMost(SOON).until(() -> exits() == 2);
        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(2);
    }

    @Test
    void doesNotRestartWhatIsToEnd() throws IOException {
        Path script = script("echo run >> runs");
        RunningHook hook = runner.start(HookLaunch.lasting("[path live]", "runOnTest", new HookLine("sh " + script, true), Map.of()));
        await().atMost(SOON).until(() -> exits() == 1);

        runner.end(hook);
        awaitNone();
        leapNs.addAndGet(2 * RunningHook.RESTART_PAUSE_NS);

        assertThat(Files.readAllLines(folder.resolve("runs"))).hasSize(1);
    }

    @Test
    void saysThatThereIsNoSuchCommand() {
        runner.start(HookLaunch.once("[path live]", "runOnTest", HookLine.once("no-such-program -x"), Map.of()));
        runner.start(HookLaunch.once("[path live]", "runOnTest", HookLine.once("echo 'x"), Map.of()));

        awaitNone();
        assertThat(log.lines()).containsExactly(
                "[path live] runOnTest command cannot be started: 'no-such-program' is not a program that can be found and run",
                "[path live] runOnTest command cannot be started: a single quote is not closed");
    }

    @Test
    void givesTheCommandItsVariablesAndThoseOfTheServer() throws IOException {
        Path script = script("echo \"$1|$2|$MTX_PATH|$PATH\"");
        runner.start(HookLaunch.once("[path live]", "runOnTest", HookLine.once("sh " + script + " ${MTX_PATH}x '$HOME'"),
                Map.of("MTX_PATH", "a b")));

        awaitNone();
        assertThat(log.lines()).contains("[path live] [runOnTest] a bx|" + System.getenv("HOME") + "|a b|" + System.getenv("PATH"));
    }

    @Test
    void leavesNoZombie() throws IOException {
        List<RunningHook> hooks = new ArrayList<>();
        hooks.add(lasting("echo $$ > one; exit 1"));
        hooks.add(lasting("echo $$ > two; sleep 1000"));
        hooks.add(lasting("sh -c 'echo $$ > three; exec sleep 0.1' & exit 0"));
        List<Long> pids = List.of(pidIn("one"), pidIn("two"), pidIn("three"));

        hooks.forEach(runner::end);
        awaitNone();

        assertThat(pids).allSatisfy(pid -> assertThat(Path.of("/proc/" + pid)).doesNotExist());
    }

    @Test
    void leavesNoZombieWhereItIsTheParentOfOrphans() throws IOException {
        runner.close();
        Subreaper.begin();
        try (HookRunner first = HookRunner.open(System::nanoTime, 10, true)) {
            HookLaunch launch = HookLaunch.once("[path live]", "runOnTest", HookLine.once("sh "
                    + script("sh -c 'echo $$ > child; sleep 0.2' & setsid sh -c 'echo $$ > daemon; sleep 0.4' & exit 0")), Map.of());
            RunningHook other = first.start(HookLaunch.lasting("[path live]", "runOnTest", HookLine.once("sleep 1000"), Map.of()));
            first.start(launch);

            Path child = Path.of("/proc/" + pidIn("child"));
            Path daemon = Path.of("/proc/" + pidIn("daemon"));
            await().atMost(SOON).until(() -> Files.notExists(child) && Files.notExists(daemon));
            first.end(other);
            await().atMost(SOON).until(() -> first.running() == 0);
        } finally {
            Subreaper.end();
        }
    }

    @Test
    void endsEverythingWhenItIsClosed() throws IOException {
        lasting("trap '' INT; echo $$ > stubborn; while :; do sleep 0.05; done");
        lasting("setsid sleep 1000 & echo $! > daemon; exit 0");
        once("sleep 0.3; echo $$ > last");
        once("setsid sleep 1000 & echo $! > forgotten; exit 0");
        List<Long> pids = List.of(pidIn("stubborn"), pidIn("daemon"), pidIn("forgotten"));
        await().atMost(SOON).until(() -> log.lines().stream().filter(line -> line.endsWith("exited with code 0")).count() >= 2);

        runner.close();

        pids.forEach(this::awaitEnd);
        assertThat(folder.resolve("last")).exists();
        assertThat(runner.start(HookLaunch.once("", "late", HookLine.once("true"), Map.of()))).isNull();
    }

    @Test
    void endsAStormOfHooks() throws IOException {
        Path script = script("exec sleep 1000");
        List<RunningHook> hooks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            hooks.add(runner.start(HookLaunch.lasting("[path " + i + "]", "runOnTest", HookLine.once("sh " + script), Map.of())));
        }
        await().atMost(SOON).until(() -> log.lines().stream().filter(line -> line.endsWith("command started")).count() == 200);

        hooks.forEach(runner::end);

        awaitNone();
        assertThat(log.lines().stream().filter(line -> line.endsWith("command stopped"))).hasSize(200);
    }

    @Test
    void runsNoMoreHooksThanItMay() throws IOException {
        HookLaunch launch = HookLaunch.lasting("[path live]", "runOnTest", HookLine.once("sleep 1000"), Map.of());
        try (HookRunner small = HookRunner.open(System::nanoTime, 2, false)) {
            RunningHook first = small.start(launch);
            assertThat(small.start(launch)).isNotNull();

            assertThat(small.start(launch)).isNull();
            assertThat(small.start(launch)).isNull();
            assertThat(log.lines()).containsOnlyOnce("[path live] runOnTest command is not run: there are 2 hooks already");

            small.end(first);
            await().atMost(SOON).until(() -> small.running() == 1);
            assertThat(small.start(launch)).isNotNull();
        }
    }

    private RunningHook lasting(String text) throws IOException {
        return runner.start(HookLaunch.lasting("[path live]", "runOnTest", HookLine.once("sh " + script(text)), Map.of()));
    }

    private void once(String text) throws IOException {
        runner.start(HookLaunch.once("[path live]", "runOnTest", HookLine.once("sh " + script(text)), Map.of()));
    }

    private Path script(String text) throws IOException {
        Path file = Files.createTempFile(folder, "hook", ".sh");
        return Files.writeString(file, "cd " + folder + "\n" + text + "\n");
    }

    private long exits() {
        return log.lines().stream().filter(line -> line.startsWith("[path live] runOnTest command exited")).count();
    }

    private long pidIn(String name) {
        Path file = folder.resolve(name);
        await().atMost(SOON).until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        try {
            return Long.parseLong(Files.readString(file).strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitNone() {
        await().atMost(SOON).until(() -> runner.running() == 0);
    }

    private void awaitEnd(long pid) {
        await().atMost(SOON).until(() -> !isAlive(pid));
    }

    private void awaitEndByForce(long pid) {
        await().atMost(SOON).until(() -> {
            leapNs.addAndGet(RunningHook.GRACE_NS);
            return !isAlive(pid);
        });
    }

    /** A zombie of the system's first process is none of ours. */
    private static boolean isAlive(long pid) throws IOException {
        Path stat = Path.of("/proc/" + pid + "/stat");
        try {
            String text = Files.readString(stat);
            return text.charAt(text.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException _) {
            return false;
        }
    }
}
