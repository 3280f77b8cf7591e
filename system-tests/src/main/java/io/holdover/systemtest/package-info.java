/**
 * The running server seen from outside, by real clients, and the rules that the code base keeps. It knows how to start the server and
 * what its peers must receive; it must never reach into a module to make a test pass.
 */
@NullMarked
package io.holdover.systemtest;

import org.jspecify.annotations.NullMarked;
