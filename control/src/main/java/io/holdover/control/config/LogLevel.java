package io.holdover.control.config;

/** How much is logged; each level includes those before it. */
public enum LogLevel {
    ERROR, WARN, INFO, DEBUG
}
