package io.holdover.server;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;

import io.holdover.control.config.ListenAddress;
import io.holdover.control.config.OptionValues;
import io.holdover.control.config.Options;
import io.holdover.gateway.srt.SrtGateway;
import io.holdover.gateway.srt.SrtGatewayOptions;
import io.holdover.srt.net.DatagramLoop;
import io.holdover.srt.net.LoopOptions;
import io.holdover.srt.net.SrtPort;

/**
 * SRT's listener, opened, moved and closed as the configuration says; loop and streams stay what they are. One thread at a time, never the
 * loop's.
 */
final class SrtFront implements AutoCloseable {
    private static final Logger LOG = System.getLogger("io.holdover.gateway.srt");

    // A loop without a listener still carries its streams, on a socket that nobody knows.
    private static final InetSocketAddress UNLISTED = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final DatagramLoop loop;
    private final SrtGateway gateway;
    private @Nullable SrtPort port;
    /** What the listener is as these say, be it that later ones could not be followed. */
    private OptionValues applied;
    /** What was asked for in vain; the same as {@link #applied} if nothing was. */
    private OptionValues refused;

    SrtFront(DatagramLoop loop, SrtGateway gateway, OptionValues global) {
        this.loop = loop;
        this.gateway = gateway;
        this.applied = global;
        this.refused = global;
        if (global.get(Options.SRT)) {
            listen(global);
        }
    }

    /** The loop of streams and SRT, bound to where SRT is awaited. */
    static DatagramLoop openLoop(OptionValues global) throws StartException {
        try {
            return DatagramLoop.open("loop-0", global.get(Options.SRT) ? resolve(global) : UNLISTED, LoopOptions.defaults());
        } catch (IOException e) {
            throw new StartException(cannotListen(global, e), e);
        }
    }

    static SrtGatewayOptions options(OptionValues global) {
        return SrtGatewayOptions.withTimeouts(global.get(Options.READ_TIMEOUT).toNanos(), global.get(Options.WRITE_TIMEOUT).toNanos());
    }

    /** Does what a change of the configuration asks for; what cannot be done is logged, and SRT stays where it was. */
    void apply(OptionValues after) {
        OptionValues before = applied;
        gateway.setOptions(options(after));
        if (!differs(after, before)) {
            refused = after; // whoever asks again later means it
        } else if (differs(after, refused)) {
            move(before, after);
        }
    }

    private static boolean differs(OptionValues one, OptionValues other) {
        boolean listens = one.get(Options.SRT);
        return listens != other.get(Options.SRT) || (listens && !one.get(Options.SRT_ADDRESS).equals(other.get(Options.SRT_ADDRESS)));
    }

    private void move(OptionValues before, OptionValues after) {
        try {
            InetSocketAddress bind = after.get(Options.SRT) ? resolve(after) : UNLISTED;
            checkFree(bind);
            closePort();
            loop.rebind(bind);
            applied = after;
            refused = after;
            if (after.get(Options.SRT)) {
                listen(after);
            } else {
                LOG.log(Level.INFO, "[SRT] listener closed");
            }
        } catch (StartException e) {
            stay(before, after, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            stay(before, after, cannotListen(after, e));
        }
    }

    /** Nobody is to be sent away in vain. What our own socket is in the way of can only be tried as far as the host goes. */
    private void checkFree(InetSocketAddress bind) throws IOException {
        InetSocketAddress present = loop.localAddress();
        boolean isInTheWay = bind.getPort() == present.getPort() && (bind.getAddress().isAnyLocalAddress()
                || present.getAddress().isAnyLocalAddress() || bind.getAddress().equals(present.getAddress()));
        try (DatagramSocket _ = new DatagramSocket(isInTheWay ? new InetSocketAddress(bind.getAddress(), 0) : bind)) {
            // It is free.
        }
    }

    /** The socket is still the one it was, and not tried again until something else is asked for. */
    private void stay(OptionValues before, OptionValues after, String why) {
        LOG.log(Level.ERROR, why);
        refused = after;
        if (before.get(Options.SRT) && port == null) {
            listen(before);
        }
    }

    private void listen(OptionValues global) {
        port = SrtPort.open(loop, options(global).srt(), gateway);
        LOG.log(Level.INFO, "[SRT] listener opened on " + global.get(Options.SRT_ADDRESS) + " (UDP)");
    }

    private static InetSocketAddress resolve(OptionValues global) throws StartException {
        ListenAddress address = global.get(Options.SRT_ADDRESS);
        InetSocketAddress bind = address.host().isEmpty() ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
        if (bind.isUnresolved()) {
            throw new StartException("srtAddress: the host of '" + address + "' is not known", null);
        }
        return bind;
    }

    private static String cannotListen(OptionValues global, IOException cause) {
        return "srtAddress: cannot listen on " + global.get(Options.SRT_ADDRESS) + " (UDP): " + cause.getMessage();
    }

    private void closePort() {
        SrtPort open = port;
        if (open != null) {
            port = null;
            gateway.endSessions();
            open.close();
        }
    }

    /** Every peer is told. */
    @Override
    public void close() {
        gateway.close();
        SrtPort open = port;
        if (open != null) {
            open.close();
        }
    }
}
