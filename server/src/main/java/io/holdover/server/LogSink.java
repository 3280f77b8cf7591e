package io.holdover.server;

import ch.qos.logback.classic.spi.ILoggingEvent;

/** Where the lines of one destination end up. May take its time, and never fails: lines that cannot be written are lost and counted. */
interface LogSink {

    /** On one thread at a time. */
    void write(ILoggingEvent event);

    /** Nothing more comes. */
    void close();
}
