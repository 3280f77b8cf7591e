package io.holdover.control.config;

import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The configuration that holds at present, and the ways to change it while the server runs. Any thread; changes take place one after the
 * other, each as a whole or not at all. Changing never blocks on anything but another change.
 */
public final class LiveConfig {

    /** Told of each change after it holds, on the thread that changed it, one after the other. */
    @FunctionalInterface
    public interface ChangeListener {
        void onChange(HoldoverConfig before, HoldoverConfig after);
    }

    /** A change that was refused; the message is for whoever asked for it. */
    public static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }

    /** There is no section of that name. */
    public static final class NoSuchPathException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    public LiveConfig(HoldoverConfig config) {
    }

    public HoldoverConfig current() {
        throw new UnsupportedOperationException();
    }

    public void onChange(ChangeListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Every global option with its present value, as the API prints it, in the order of the table. */
    public ObjectNode global() {
        throw new UnsupportedOperationException();
    }

    /** Every path option with the value that holds where a path says nothing. */
    public ObjectNode pathDefaults() {
        throw new UnsupportedOperationException();
    }

    /** Every section of {@code paths} with all its options and its name under {@code name}, by name. */
    public List<ObjectNode> paths() {
        throw new UnsupportedOperationException();
    }

    public ObjectNode path(String name) throws NoSuchPathException {
        throw new UnsupportedOperationException();
    }

    public void patchGlobal(JsonNode change) throws RefusedException {
        throw new UnsupportedOperationException();
    }

    public void patchPathDefaults(JsonNode change) throws RefusedException {
        throw new UnsupportedOperationException();
    }

    public void addPath(String name, JsonNode values) throws RefusedException {
        throw new UnsupportedOperationException();
    }

    public void patchPath(String name, JsonNode change) throws RefusedException, NoSuchPathException {
        throw new UnsupportedOperationException();
    }

    /** Adds the path, or puts it in place of the one that has this name. */
    public void replacePath(String name, JsonNode values) throws RefusedException {
        throw new UnsupportedOperationException();
    }

    public void deletePath(String name) throws NoSuchPathException {
        throw new UnsupportedOperationException();
    }

    /** Another reading of the file: puts it in place of everything, also of what was changed by the API. */
    public void replace(HoldoverConfig config) {
        throw new UnsupportedOperationException();
    }
}
