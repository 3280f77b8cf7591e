/**
 * All that control may see of the protocols: gateways, their sessions and a snapshot of each. It knows that peers publish and read; it
 * must never name a protocol's own types, which stay in the packages below.
 */
@NullMarked
package io.holdover.gateway;

import org.jspecify.annotations.NullMarked;
