/**
 * Key material messages, key derivation and the packet cipher. It knows keys and sequence numbers, and must never know buffers, peers or
 * the
 * time.
 */
@NullMarked
package io.holdover.srt.crypto;

import org.jspecify.annotations.NullMarked;
