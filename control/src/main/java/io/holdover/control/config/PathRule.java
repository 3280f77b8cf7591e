package io.holdover.control.config;

/** One section of {@code paths}: which paths, and their options (over {@code pathDefaults}). */
public record PathRule(PathPattern pattern, OptionValues values) {
}
