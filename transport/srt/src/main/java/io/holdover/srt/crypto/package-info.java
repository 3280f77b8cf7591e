/**
 * SRT's encryption: key derivation, key wrapping, keying material messages and the AES counter mode of payloads. It knows keys and
 * bytes; it must never know which path a passphrase belongs to, nor when packets are sent.
 */
@NullMarked
package io.holdover.srt.crypto;

import org.jspecify.annotations.NullMarked;
