package io.holdover.control.hooks;

import java.util.Map;

/**
 * A hook whose hour has come.
 *
 * @param about begins its log lines: {@code [path live]}
 * @param name as the configuration names it: {@code runOnAvailable}
 * @param line what is run
 * @param lasts whether it is ended when something is over; false if it runs to its own end
 * @param environment its variables, on top of the server's
 */
record HookLaunch(String about, String name, HookLine line, boolean lasts, Map<String, String> environment) {

    HookLaunch {
        environment = Map.copyOf(environment);
    }

    /** Runs while something lasts. */
    static HookLaunch lasting(String about, String name, HookLine line, Map<String, String> environment) {
        return new HookLaunch(about, name, line, true, environment);
    }

    /** Runs once, to its end. */
    static HookLaunch once(String about, String name, HookLine line, Map<String, String> environment) {
        return new HookLaunch(about, name, HookLine.once(line.command()), false, environment);
    }
}
