package io.holdover.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.holdover.testkit.ProxiedDatagram.Direction;

/**
 * A bad network on loopback between real programs: clients send to the proxy, each is seen by the server with a port of its own, and both
 * directions behave like a {@link LinkModel}. One thread does it all; the methods may be called from any thread.
 */
public final class UdpProxy implements AutoCloseable {

    /** The most clients; datagrams of further ones are dropped. */
    private static final Duration ORDER_LIMIT = Duration.ofSeconds(10);
    public static final int MAX_CLIENTS = 1_024;

    /** How many datagrams {@link #log} keeps, the newest ones. */
    public static final int LOG_LIMIT = 200_000;

    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int MAX_DATAGRAM_BYTES = 65_535;
    private static final int BATCH = 256;
    private static final long MAX_WAIT_NS = 100_000_000;
    private static final long NS_PER_MS = 1_000_000;

    // For life
    private final InetSocketAddress server;
    private final long seed;
    private final Selector selector;
    private final DatagramChannel front;
    private final InetSocketAddress address;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final ConcurrentLinkedQueue<Runnable> orders = new ConcurrentLinkedQueue<>();

    // Set by any thread
    private volatile LinkModel toServer;
    private volatile LinkModel toClient;
    private volatile ProxyHook hook = ProxiedDatagram::bytes;
    private volatile boolean swallowToServer;
    private volatile boolean swallowToClient;
    private volatile boolean logging;
    private volatile boolean closed;

    // Guarded by itself
    private final Deque<ProxiedDatagram> log = new ArrayDeque<>();

    // Proxy thread
    private final Map<InetSocketAddress, Client> clients = new LinkedHashMap<>();

    /** One client and its way to the server and back. */
    private static final class Client {
        private final InetSocketAddress address;
        private final LossyLink toServer;
        private final LossyLink toClient;
        private DatagramChannel back;

        Client(InetSocketAddress address, DatagramChannel back, LossyLink toServer, LossyLink toClient) {
            this.address = address;
            this.back = back;
            this.toServer = toServer;
            this.toClient = toClient;
        }
    }

    private UdpProxy(InetSocketAddress server, LinkModel toServer, LinkModel toClient, long seed) throws IOException {
        this.server = server;
        this.seed = seed;
        this.toServer = toServer;
        this.toClient = toClient;
        this.selector = Selector.open();
        this.front = open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.address = (InetSocketAddress) front.getLocalAddress();
        this.front.register(selector, SelectionKey.OP_READ);
        this.thread = Thread.ofPlatform().name("udp-proxy-" + address.getPort()).daemon().unstarted(this::run);
    }

    /** A perfect network to the server. */
    public static UdpProxy to(InetSocketAddress server) {
        return to(server, LinkModel.clean(), 0);
    }

    /** A network that behaves alike in both directions. */
    public static UdpProxy to(InetSocketAddress server, LinkModel bothWays, long seed) {
        return to(server, bothWays, bothWays, seed);
    }

    /** A network with a model for each direction. */
    public static UdpProxy to(InetSocketAddress server, LinkModel toServer, LinkModel toClient, long seed) {
        try {
            UdpProxy proxy = new UdpProxy(server, toServer, toClient, seed);
            proxy.thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where clients send to. */
    public InetSocketAddress address() {
        return address;
    }

    /** Replaces both models; in force for all that is sent after the return. Not from a hook. */
    public void become(LinkModel newToServer, LinkModel newToClient) {
        orderAndWait(() -> {
            toServer = newToServer;
            toClient = newToClient;
            clients.values().forEach(client -> {
                client.toServer.become(newToServer);
                client.toClient.become(newToClient);
            });
        });
    }

    /** Sees and decides about each datagram before the model does; replaces the hook before. */
    public UdpProxy hook(ProxyHook newHook) {
        hook = newHook;
        return this;
    }

    /** While true nothing passes, as if a cable were cut. */
    public void blackHole(boolean on) {
        blackHole(on, on);
    }

    /** While true nothing passes in that direction. */
    public void blackHole(boolean onWayToServer, boolean onWayToClient) {
        swallowToServer = onWayToServer;
        swallowToClient = onWayToClient;
    }

    /**
     * Each client gets a new port towards the server, as behind a NAT that forgot it; what the server sends to the old one is lost. In
     * force for all that is sent after the return. Not from a hook.
     */
    public void changeSourcePorts() {
        orderAndWait(() -> {
            for (Client client : clients.values()) {
                DatagramChannel old = client.back;
                client.back = openBack();
                old.close();
            }
        });
    }

    /** Sends bytes as if a client, or the server, had sent them, past hook and model. */
    public void inject(Direction direction, InetSocketAddress client, byte[] bytes) {
        order(() -> {
            Client target = clients.get(client);
            if (target != null) {
                forward(target, direction, bytes);
            }
        });
    }

    /** Keeps the newest {@value #LOG_LIMIT} datagrams from now on, as they came. */
    public UdpProxy startLog() {
        logging = true;
        return this;
    }

    /** What was kept, oldest first. */
    public List<ProxiedDatagram> log() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    /** Ends the thread and closes the sockets. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Something to be done on the proxy's thread that may fail like a socket. */
    private interface Order {
        void carryOut() throws IOException;
    }

    private void order(Order order) {
        orders.add(() -> {
            try {
                order.carryOut();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        selector.wakeup();
    }

    private void orderAndWait(Order order) {
        CountDownLatch carriedOut = new CountDownLatch(1);
        order(() -> {
            order.carryOut();
            carriedOut.countDown();
        });
        try {
            if (!carriedOut.await(ORDER_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the proxy did not carry out its order within " + ORDER_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void run() {
        try {
            while (!closed) {
                for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
                    order.run();
                }
                receiveFromClients();
                for (Client client : List.copyOf(clients.values())) {
                    receiveFromServer(client);
                }
                long waitNs = deliver(System.nanoTime());
                if (waitNs < NS_PER_MS / 2) {
                    selector.selectNow(_ -> {
                    });
                } else {
                    selector.select(_ -> {
                    }, Math.max(1, waitNs / NS_PER_MS));
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            throw new IllegalStateException("the proxy at " + address + " failed", e);
        } finally {
            closeAll();
        }
    }

    private void receiveFromClients() throws IOException {
        for (int i = 0; i < BATCH; i++) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) front.receive(buffer);
            if (from == null) {
                return;
            }
            Client client = clients.get(from);
            if (client == null) {
                if (clients.size() == MAX_CLIENTS) {
                    continue;
                }
                client = welcome(from);
            }
            arrived(client, Direction.TO_SERVER);
        }
    }

    private void receiveFromServer(Client client) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            buffer.clear();
            if (client.back.receive(buffer) == null) {
                return;
            }
            arrived(client, Direction.TO_CLIENT);
        }
    }

    private void arrived(Client client, Direction direction) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        long nowNs = System.nanoTime();
        ProxiedDatagram datagram = new ProxiedDatagram(direction, client.address, bytes, nowNs);
        if (logging) {
            keep(datagram);
        }
        byte @Nullable [] passed = hook.pass(datagram);
        if (passed == null) {
            return;
        }
        if (direction == Direction.TO_SERVER && !swallowToServer) {
            client.toServer.send(passed, nowNs);
        } else if (direction == Direction.TO_CLIENT && !swallowToClient) {
            client.toClient.send(passed, nowNs);
        }
    }

    private void keep(ProxiedDatagram datagram) {
        synchronized (log) {
            if (log.size() == LOG_LIMIT) {
                log.removeFirst();
            }
            log.addLast(datagram);
        }
    }

    /** Sends what has arrived at the links' ends; returns how long nothing more will. */
    private long deliver(long nowNs) throws IOException {
        long nextNs = nowNs + MAX_WAIT_NS;
        for (Client client : clients.values()) {
            for (byte[] bytes = client.toServer.poll(nowNs); bytes != null; bytes = client.toServer.poll(nowNs)) {
                forward(client, Direction.TO_SERVER, bytes);
            }
            for (byte[] bytes = client.toClient.poll(nowNs); bytes != null; bytes = client.toClient.poll(nowNs)) {
                forward(client, Direction.TO_CLIENT, bytes);
            }
            nextNs = Math.min(nextNs, Math.min(client.toServer.nextArrivalNs(), client.toClient.nextArrivalNs()));
        }
        return nextNs - nowNs;
    }

    private void forward(Client client, Direction direction, byte[] bytes) {
        try {
            switch (direction) {
                case TO_SERVER -> client.back.send(ByteBuffer.wrap(bytes), server);
                case TO_CLIENT -> front.send(ByteBuffer.wrap(bytes), client.address);
            }
        } catch (IOException _) {
            // A network loses what it cannot deliver.
        }
    }

    private Client welcome(InetSocketAddress from) throws IOException {
        long own = seed * 31 + clients.size();
        Client client = new Client(from, openBack(), new LossyLink(toServer, 2 * own), new LossyLink(toClient, 2 * own + 1));
        clients.put(from, client);
        return client;
    }

    private DatagramChannel openBack() throws IOException {
        DatagramChannel back = open(new InetSocketAddress(server.getAddress(), 0));
        back.register(selector, SelectionKey.OP_READ);
        return back;
    }

    private static DatagramChannel open(InetSocketAddress bind) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        channel.configureBlocking(false);
        channel.bind(bind);
        return channel;
    }

    private void closeAll() {
        List<AutoCloseable> all = new ArrayList<>(List.of(front, selector));
        clients.values().forEach(client -> all.add(client.back));
        for (AutoCloseable one : all) {
            try {
                one.close();
            } catch (Exception _) {
                // The proxy is over either way.
            }
        }
    }
}
