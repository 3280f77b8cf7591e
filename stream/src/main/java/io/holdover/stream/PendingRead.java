package io.holdover.stream;

/** The wish to read a stream that is yet to come. Stream thread only. */
public final class PendingRead {

    private final Demand demand;
    private final ReadRequest request;
    private final ReadWaiter waiter;

    PendingRead(Demand demand, ReadRequest request, ReadWaiter waiter) {
        this.demand = demand;
        this.request = request;
        this.waiter = waiter;
    }

    /** Whoever waited is gone. Harmless when the wait is over. */
    public void withdraw(long nowNs) {
        demand.withdraw(this, nowNs);
    }

    ReadRequest request() {
        return request;
    }

    ReadWaiter waiter() {
        return waiter;
    }
}
