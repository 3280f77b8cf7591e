package io.holdover.control.auth;

/** What somebody asks to do; the names in lower case are those of the configuration and of tokens. */
public enum AuthAction {
    PUBLISH, READ, PLAYBACK, API, METRICS, PPROF
}
