/**
 * The control API, version 3, as users of MediaMTX know it: the configuration, the paths and their sessions as JSON, and commands about
 * them. It knows names and shapes; it must never keep anything or decide for the parts that it asks.
 */
@NullMarked
package io.holdover.control.api;

import org.jspecify.annotations.NullMarked;
