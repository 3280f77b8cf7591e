package io.holdover.stream;

/** What a peer asks to do with a path. */
public enum AccessAction {
    PUBLISH,
    READ
}
