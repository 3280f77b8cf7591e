/**
 * The front door for SRT: stream ids become requests, admitted peers become publishing and reading sessions. It introduces connections
 * to streams and knows both; it must never parse media itself, read configuration or decide who may enter.
 */
@NullMarked
package io.holdover.gateway.srt;

import org.jspecify.annotations.NullMarked;
