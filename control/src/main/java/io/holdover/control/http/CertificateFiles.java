package io.holdover.control.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;

/** Notices that a certificate or its key was replaced. One thread at a time; reads files. */
final class CertificateFiles {
    /** No certificate chain is longer. */
    static final int LIMIT_BYTES = 1 << 20;

    private final TlsFiles files;
    private State loaded;
    private State seen;

    /** @throws IOException when one of them cannot be read */
    CertificateFiles(TlsFiles files) throws IOException {
        this.files = files;
        loaded = state();
        seen = loaded;
    }

    /** Both, as they are now. */
    PemKeyCertOptions load() throws IOException {
        loaded = state();
        return new PemKeyCertOptions().addCertValue(read(files.certificate())).addKeyValue(read(files.key()));
    }

    /** Whether there is something new, and nobody is still writing it: nothing changed between this call and the one before. */
    boolean haveChanged() throws IOException {
        State before = seen;
        seen = state();
        return !seen.equals(loaded) && seen.equals(before);
    }

    private State state() throws IOException {
        return new State(Files.getLastModifiedTime(files.certificate()), Files.size(files.certificate()),
                Files.getLastModifiedTime(files.key()), Files.size(files.key()));
    }

    private static Buffer read(Path file) throws IOException {
        if (Files.size(file) > LIMIT_BYTES) {
            throw new IOException(file + " is larger than " + LIMIT_BYTES + " bytes");
        }
        return Buffer.buffer(Files.readAllBytes(file));
    }

    private record State(FileTime certificate, long certificateBytes, FileTime key, long keyBytes) {
    }
}
