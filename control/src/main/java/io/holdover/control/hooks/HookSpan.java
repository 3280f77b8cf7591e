package io.holdover.control.hooks;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/** Something that lasts, with the hook that runs meanwhile and the one that is run when it is over. Not safe for use by several threads. */
final class HookSpan {

    /**
     * The names of a pair of hooks in the configuration.
     *
     * @param end "" where nothing is run at the end
     */
    record Names(String begin, String end) {
        static final Names INIT = new Names("runOnInit", "");
        static final Names DEMAND = new Names("runOnDemand", "runOnUnDemand");
        static final Names AVAILABLE = new Names("runOnAvailable", "runOnUnavailable");
        static final Names ONLINE = new Names("runOnOnline", "runOnOffline");
        static final Names READ = new Names("runOnRead", "runOnUnread");
        static final Names CONNECT = new Names("runOnConnect", "runOnDisconnect");
    }

    // For life
    private final HookRunner runner;
    private final Names names;
    private final String about;
    private final Map<String, String> environment;

    private HookPair hooks;
    private @Nullable RunningHook running;

    private HookSpan(HookRunner runner, Names names, String about, HookPair hooks, Map<String, String> environment) {
        this.runner = runner;
        this.names = names;
        this.about = about;
        this.hooks = hooks;
        this.environment = environment;
    }

    /** It begins. */
    static HookSpan begin(HookRunner runner, Names names, String about, HookPair hooks, Map<String, String> environment) {
        HookSpan span = new HookSpan(runner, names, about, hooks, environment);
        span.start();
        return span;
    }

    /** Other hooks, while it lasts: another command takes the place of the one that runs, the same command runs on. */
    void reconfigure(HookPair others) {
        boolean same = others.begin().equals(hooks.begin());
        hooks = others;
        if (!same) {
            stop();
            start();
        }
    }

    /** Its path is no longer configured: only what is run at the end is left. */
    void forget() {
        reconfigure(new HookPair(HookLine.NONE, hooks.end()));
    }

    /** It is over. */
    void end() {
        stop();
        runner.start(HookLaunch.once(about, names.end(), hooks.end(), environment));
    }

    private void start() {
        running = runner.start(HookLaunch.lasting(about, names.begin(), hooks.begin(), environment));
    }

    private void stop() {
        RunningHook former = running;
        if (former != null) {
            running = null;
            runner.end(former);
        }
    }
}
