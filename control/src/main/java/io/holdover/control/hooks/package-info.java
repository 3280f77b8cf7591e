/**
 * Commands that an operator has run when something happens to a path, a reader or a connection. It knows events, commands and the processes
 * that come of them; it must never let a stream or a gateway wait for one of these.
 */
@NullMarked
package io.holdover.control.hooks;

import org.jspecify.annotations.NullMarked;
