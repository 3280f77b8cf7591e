package io.holdover.server;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import io.holdover.control.http.CannotListenException;
import io.holdover.control.http.HttpDoor;
import io.holdover.control.http.HttpDoorOptions;

/** A door for HTTP that the configuration opens, moves and closes. Any thread but the door's own; blocks while it opens or closes. */
final class ConfiguredDoor implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ConfiguredDoor.class.getName());

    /** How it is opened. */
    @FunctionalInterface
    interface Opener {
        HttpDoor open(HttpDoorOptions options) throws CannotListenException, InterruptedException;
    }

    private final Opener opener;
    private Optional<HttpDoorOptions> options = Optional.empty();
    /** What was asked for in vain. */
    private @Nullable HttpDoorOptions refused;
    private @Nullable HttpDoor door;
    private boolean closed;

    ConfiguredDoor(Opener opener) {
        this.opener = opener;
    }

    /** Opens it as the server starts. */
    synchronized void open(Optional<HttpDoorOptions> wanted) throws StartException {
        try {
            set(wanted);
        } catch (CannotListenException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", e);
        }
    }

    /**
     * Does what a change of the configuration asks for; what cannot be done is logged once, and the door stays what it was until something
     * else is asked for.
     */
    synchronized void apply(Optional<HttpDoorOptions> wanted) {
        HttpDoor present = door;
        if (closed || (refused != null && refused.equals(wanted.orElse(null)))) {
            return;
        }
        refused = null;
        if (wanted.equals(options)) {
            return;
        }
        if (present != null && wanted.isPresent() && options.isPresent() && wanted.get().listensLike(options.get())) {
            present.apply(wanted.get());
            options = wanted;
            return;
        }
        try {
            exchange(wanted);
        } catch (CannotListenException e) {
            LOG.log(Level.ERROR, e.getMessage());
            // With nothing open there is nothing to be lost by another attempt.
            refused = door == null ? null : wanted.orElse(null);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Whether it stands where another door is to be, and is to leave.
     *
     * @param own
     *            what is asked of this door
     */
    synchronized boolean isInTheWayOf(Optional<HttpDoorOptions> other, Optional<HttpDoorOptions> own) {
        boolean leaves = options.isPresent() && (own.isEmpty() || !own.get().address().equals(options.get().address()));
        return leaves && other.isPresent() && mayCollide(options.get(), other.get());
    }

    /** The new door is opened before the old one is closed, unless it is the old one that is in its way. */
    private void exchange(Optional<HttpDoorOptions> wanted) throws CannotListenException, InterruptedException {
        HttpDoor former = door;
        Optional<HttpDoorOptions> before = options;
        if (former == null || before.isEmpty() || wanted.isEmpty()) {
            set(wanted);
        } else if (!mayCollide(wanted.get(), before.get())) {
            door = opener.open(wanted.get());
            options = wanted;
            former.close();
        } else {
            closeDoor();
            try {
                set(wanted);
            } catch (CannotListenException e) {
                goBack(before);
                throw e;
            }
        }
    }

    private static boolean mayCollide(HttpDoorOptions one, HttpDoorOptions other) {
        return one.address().port() == other.address().port();
    }

    private void goBack(Optional<HttpDoorOptions> before) throws InterruptedException {
        try {
            set(before);
        } catch (CannotListenException again) {
            LOG.log(Level.ERROR, again.getMessage());
        }
    }

    private void set(Optional<HttpDoorOptions> wanted) throws CannotListenException, InterruptedException {
        closeDoor();
        if (wanted.isPresent()) {
            door = opener.open(wanted.get());
        }
        options = wanted;
    }

    private void closeDoor() {
        HttpDoor open = door;
        door = null;
        options = Optional.empty();
        if (open != null) {
            open.close();
        }
    }

    /** It stays closed. */
    @Override
    public synchronized void close() {
        closed = true;
        closeDoor();
    }
}
