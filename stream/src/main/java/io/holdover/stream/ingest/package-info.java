/**
 * The first station: an arriving container becomes access units of one publication. It knows the container's parser and the
 * publication's limits; it must never know output time, which belongs to the timeline, nor any reader.
 */
@NullMarked
package io.holdover.stream.ingest;

import org.jspecify.annotations.NullMarked;
