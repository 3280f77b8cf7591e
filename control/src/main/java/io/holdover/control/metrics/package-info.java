/**
 * The metrics page for Prometheus: paths, sessions, holds and the virtual machine in figures. It knows the snapshots that streams and
 * gateways give; it must never know a protocol by name beyond what its gateway says, nor how the page reaches whoever asked for it.
 */
@NullMarked
package io.holdover.control.metrics;

import org.jspecify.annotations.NullMarked;
