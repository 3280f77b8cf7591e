package io.holdover.stream;

import java.util.ArrayList;
import java.util.List;

/**
 * The subscriptions of a stream: an array of their own for each change, so that readers may leave while they are called. A bug behind one
 * reader stops no other. Stream thread only.
 */
final class Readers {

    private final StreamPath path;
    private final StreamListener listener;
    private Subscription[] subscriptions = {};
    private long formerReadersBytes;

    Readers(StreamPath path, StreamListener listener) {
        this.path = path;
        this.listener = listener;
    }

    int count() {
        return subscriptions.length;
    }

    boolean isEmpty() {
        return subscriptions.length == 0;
    }

    void add(Subscription subscription) {
        Subscription[] more = new Subscription[subscriptions.length + 1];
        System.arraycopy(subscriptions, 0, more, 0, subscriptions.length);
        more[subscriptions.length] = subscription;
        subscriptions = more;
        listener.onReaderJoined(path, subscription.who());
    }

    /** It has closed itself. */
    void remove(Subscription subscription) {
        List<Subscription> rest = new ArrayList<>(List.of(subscriptions));
        rest.remove(subscription);
        subscriptions = rest.toArray(Subscription[]::new);
        formerReadersBytes += subscription.cursor().takenBytes();
        listener.onReaderLeft(path, subscription.who());
    }

    List<SubscriptionSnapshot> snapshots() {
        List<SubscriptionSnapshot> snapshots = new ArrayList<>(subscriptions.length);
        for (Subscription subscription : subscriptions) {
            snapshots.add(subscription.snapshot());
        }
        return snapshots;
    }

    /** What all readers have taken, those that left included. */
    long deliveredBytes() {
        long bytes = formerReadersBytes;
        for (Subscription subscription : subscriptions) {
            bytes += subscription.cursor().takenBytes();
        }
        return bytes;
    }

    /** Whether anybody has not begun yet. */
    boolean anybodyWaits() {
        for (Subscription subscription : subscriptions) {
            if (subscription.cursor().isWaiting()) {
                return true;
            }
        }
        return false;
    }

    boolean anybodyCatchesUp() {
        for (Subscription subscription : subscriptions) {
            if (subscription.cursor().isCatchingUp()) {
                return true;
            }
        }
        return false;
    }

    /** For how long chunks are to be kept. */
    long retentionNs(long nowNs) {
        long retentionNs = 0;
        for (Subscription subscription : subscriptions) {
            retentionNs = Math.max(retentionNs, subscription.cursor().retentionNs(nowNs));
        }
        return retentionNs;
    }

    /** There may be chunks to take. Each is told; the last failure is the caller's to throw. */
    List<RuntimeException> wake(long nowNs) {
        List<RuntimeException> failures = List.of();
        for (Subscription subscription : subscriptions) {
            try {
                giveChunks(subscription, nowNs);
            } catch (RuntimeException e) {
                failures = List.of(e);
            }
        }
        return failures;
    }

    /** The stream has ended: each takes what is left and is told. */
    List<RuntimeException> dismiss(EndReason reason, long nowNs) {
        Subscription[] last = subscriptions;
        subscriptions = new Subscription[0];
        List<RuntimeException> failures = List.of();
        for (Subscription subscription : last) {
            try {
                giveChunks(subscription, nowNs);
            } catch (RuntimeException e) {
                failures = List.of(e);
            }
            formerReadersBytes += subscription.cursor().takenBytes();
            if (subscription.isOpen()) {
                try {
                    subscription.revoke(reason, nowNs);
                } catch (RuntimeException e) {
                    failures = List.of(e);
                }
                listener.onReaderLeft(path, subscription.who());
            }
        }
        return failures;
    }

    private static void giveChunks(Subscription subscription, long nowNs) {
        if (subscription.isOpen()) {
            subscription.port().onChunks(nowNs);
        }
    }
}
