package io.holdover.control.auth;

/** Who judges; the names in lower case are those of the configuration. */
public enum AuthMethod {
    INTERNAL, HTTP, JWT
}
