package io.holdover.control.config;

/**
 * Where a listener binds.
 *
 * @param host
 *            a name or a literal address without brackets; empty means every address of the machine
 * @param port
 *            0 to 65535; 0 lets the system choose
 */
public record ListenAddress(String host, int port) {

    /** As it is written in the file: {@code :8890}, {@code [::1]:8890}. */
    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
