/**
 * Who may do what: users of the configuration, an HTTP service, tokens. It knows credentials and permissions; it must never block a loop
 * or know what a permission is used for.
 */
@NullMarked
package io.holdover.control.auth;

import org.jspecify.annotations.NullMarked;
