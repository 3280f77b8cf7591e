/**
 * The configuration file: one descriptor per option, from which reading, checking and reference pages follow. It knows names, types,
 * defaults and places in a file; it must never know what an option brings about.
 */
@NullMarked
package io.holdover.control.config;

import org.jspecify.annotations.NullMarked;
