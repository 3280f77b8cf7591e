package io.holdover.control.http;

import java.nio.file.Path;

/** A certificate chain and its key, both PEM. They are read again whenever one of them changes. */
public record TlsFiles(Path certificate, Path key) {
}
