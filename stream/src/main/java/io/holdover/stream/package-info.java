/**
 * The continuity of a live stream: publications come and go, subscriptions read on, and the ports through which access is decided and
 * events are told. It knows media and paths; it must never know a protocol, a configuration file or a socket.
 */
@NullMarked
package io.holdover.stream;

import org.jspecify.annotations.NullMarked;
