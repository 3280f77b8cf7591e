/**
 * Tools for tests: seeded lossy links, proxies, runners for other programs and foreign peers. It knows bytes, sockets and processes,
 * and must never know another module of Holdover, so that each of them can be tested with it.
 */
@NullMarked
package io.holdover.testkit;

import org.jspecify.annotations.NullMarked;
