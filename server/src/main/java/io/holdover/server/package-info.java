/**
 * The program: the command line, the wiring that composes every part on one screen, logging and the orderly end. It knows all other
 * packages and is known by none; it must never contain a rule that belongs to one of them.
 */
@NullMarked
package io.holdover.server;

import org.jspecify.annotations.NullMarked;
