package io.holdover.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.holdover.control.http.CannotListenException;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpDoorOptions;

/** A door for HTTP that the configuration opens, moves and closes. One thread at a time, none of the door's own. */
final class ConfiguredDoor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ConfiguredDoor.class.getName());

    /** How it is opened. */
    @FunctionalInterface
    interface Opener {
        HttpDoor open(HttpDoorOptions options) throws CannotListenException, InterruptedException;
    }

    private final Opener opener;
    private Optional<HttpDoorOptions> options = Optional.empty();
    private @Nullable HttpDoor door;

    ConfiguredDoor(Opener opener) {
        this.opener = opener;
    }

    /** Opens it as the server starts. */
    void open(Optional<HttpDoorOptions> wanted) throws StartException {
        try {
            set(wanted);
        } catch (CannotListenException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Does what a change of the configuration asks for; what cannot be done is logged, and the door stays where it was. */
    void apply(Optional<HttpDoorOptions> wanted) {
        Optional<HttpDoorOptions> before = options;
        HttpDoor open = door;
        if (wanted.equals(before)) {
            return;
        }
        if (open != null && wanted.isPresent() && before.isPresent() && wanted.get().listensLike(before.get())) {
            open.apply(wanted.get());
            options = wanted;
            return;
        }
        try {
            set(wanted);
        } catch (CannotListenException e) {
            LOG.log(Level.ERROR, e.getMessage());
            try {
                set(before);
            } catch (CannotListenException again) {
                LOG.log(Level.ERROR, again.getMessage());
            }
        }
    }

    private void set(Optional<HttpDoorOptions> wanted) throws CannotListenException {
        close();
        if (wanted.isPresent()) {
            try {
                door = opener.open(wanted.get());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        options = wanted;
    }

    @Override
    public void close() {
        HttpDoor open = door;
        door = null;
        options = Optional.empty();
        if (open != null) {
            open.close();
        }
    }
}
