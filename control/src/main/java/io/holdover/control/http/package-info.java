/**
 * One door for HTTP: a listener with its certificate, its limits and its callers' rights, behind which text is asked for and given. It
 * knows requests and answers; it must never know what they are about.
 */
@NullMarked
package io.holdover.control.http;

import org.jspecify.annotations.NullMarked;
