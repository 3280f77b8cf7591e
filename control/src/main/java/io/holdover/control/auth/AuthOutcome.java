package io.holdover.control.auth;

/** The answer to an {@link AuthRequest}. */
public sealed interface AuthOutcome {

    /**
     * Go on.
     *
     * @param user
     *            who it is, "" for anybody
     */
    record Allowed(String user) implements AuthOutcome {
    }

    /**
     * No.
     *
     * @param reason
     *            for the log; nothing secret, fit for one line
     * @param credentialsGiven
     *            whether any were: if not, a client may be asked for them
     * @param known
     *            whether the credentials were right and only the permission is missing
     */
    record Denied(String reason, boolean credentialsGiven, boolean known) implements AuthOutcome {
    }
}
