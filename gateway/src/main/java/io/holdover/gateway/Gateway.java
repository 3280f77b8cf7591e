package io.holdover.gateway;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A protocol's front door. Any thread. */
public interface Gateway extends AutoCloseable {

    /** As the API and the logs name the protocol: {@code srt}. */
    String protocol();

    /** Every session at one instant. The gateway's own thread answers. */
    CompletionStage<List<SessionSnapshot>> sessions();

    /** What its sessions count, in the order of {@link SessionSnapshot#figures}. */
    List<Counter> counters();

    /** Ends one session; its peer is told. Completes with false if there is no such session. The gateway's own thread answers. */
    CompletionStage<Boolean> kick(String id);

    /** Ends every session; peers are told. */
    @Override
    void close();
}
