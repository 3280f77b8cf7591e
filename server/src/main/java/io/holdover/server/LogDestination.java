package io.holdover.server;

/** Where log lines may go. */
enum LogDestination {
    STDOUT, FILE, SYSLOG
}
