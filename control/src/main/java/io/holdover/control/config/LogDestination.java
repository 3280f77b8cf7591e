package io.holdover.control.config;

/** Where the log goes. */
public enum LogDestination {
    STDOUT, FILE, SYSLOG
}
