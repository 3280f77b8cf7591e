package io.holdover.control.hooks;

/**
 * One hook as the configuration says it.
 *
 * @param command program and arguments, quoted as a shell would have it; empty means that there is no such hook
 * @param restart whether it is run again when it ends by itself; of no effect on hooks that mark the end of something
 */
public record HookLine(String command, boolean restart) {

    /** No such hook. */
    public static final HookLine NONE = new HookLine("", false);

    /** A command that is run once. */
    public static HookLine once(String command) {
        return new HookLine(command, false);
    }

    /** Whether there is nothing to run. */
    public boolean isEmpty() {
        return command.isBlank();
    }
}
