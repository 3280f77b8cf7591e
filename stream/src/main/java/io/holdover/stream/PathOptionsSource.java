package io.holdover.stream;

import java.util.Optional;

/** Port: the options of each path. Called on any loop thread; must answer at once and from memory. */
@FunctionalInterface
public interface PathOptionsSource {

    /** Empty when no such path is configured: nobody can publish to it or read from it. */
    Optional<PathOptions> optionsFor(StreamPath path);
}
