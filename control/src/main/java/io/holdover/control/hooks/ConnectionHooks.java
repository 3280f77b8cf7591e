package io.holdover.control.hooks;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.holdover.gateway.SessionListener;
import io.holdover.stream.PeerDescription;

/** Runs {@code runOnConnect} while a peer is connected, and {@code runOnDisconnect} when it is gone. Any thread. */
public final class ConnectionHooks implements SessionListener {
    // For life
    private final HookRunner runner;
    private final Supplier<HookPair> options;
    private final Supplier<String> rtspPort;

    private final Map<String, HookSpan> spans = new ConcurrentHashMap<>();

    /**
     * @param options the two hooks at present; asked at each event
     * @param rtspPort as hooks are told it
     */
    public ConnectionHooks(HookRunner runner, Supplier<HookPair> options, Supplier<String> rtspPort) {
        this.runner = runner;
        this.options = options;
        this.rtspPort = rtspPort;
    }

    @Override
    public void onConnected(PeerDescription peer) {
        spans.computeIfAbsent(peer.id(), _ -> HookSpan.begin(runner, HookSpan.Names.CONNECT, PeerPrefix.of(peer), options.get(),
                HookEnvironment.ofConnection(peer, rtspPort.get())));
    }

    @Override
    public void onDisconnected(PeerDescription peer) {
        spans.computeIfPresent(peer.id(), (_, span) -> {
            span.end();
            return null;
        });
    }

    /** Options have changed: where {@code runOnConnect} has, the old command of each peer ends and the new one is run. */
    public void reconfigure() {
        HookPair present = options.get();
        spans.keySet().forEach(id -> spans.computeIfPresent(id, (_, span) -> {
            span.reconfigure(present);
            return span;
        }));
    }
}
