package io.holdover.gateway.srt;

import java.util.Optional;

import io.holdover.stream.StreamPath;

/** Port: the SRT options of each path. Called on the loop thread; must answer at once and from memory. */
@FunctionalInterface
public interface SrtPathOptionsSource {

    /** Empty when no such path is configured. */
    Optional<SrtPathOptions> optionsFor(StreamPath path);
}
