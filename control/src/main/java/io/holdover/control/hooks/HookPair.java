package io.holdover.control.hooks;

/**
 * What is run while something lasts, and what is run when it is over.
 *
 * @param begin started at the beginning, ended at the end
 * @param end run once at the end
 */
public record HookPair(HookLine begin, HookLine end) {

    /** Neither. */
    public static final HookPair NONE = new HookPair(HookLine.NONE, HookLine.NONE);
}
