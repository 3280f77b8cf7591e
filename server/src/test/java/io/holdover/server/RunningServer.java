package io.holdover.server;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import io.holdover.control.config.ConfigOutcome;
import io.holdover.control.config.ConfigReader;
import io.holdover.control.config.LiveConfig;
import io.holdover.testkit.LibsrtPeer;

/** The whole server within the test, on a free port, with what it logs. */
final class RunningServer implements AutoCloseable {
    private final LiveConfig config;
    private final Wiring wiring;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private RunningServer(LiveConfig config) throws StartException {
        this.config = config;
        this.wiring = Wiring.open(config);
    }

    static RunningServer with(String yaml) {
        ConfigOutcome outcome = ConfigReader.read("test.yml", "srtAddress: 127.0.0.1:0\n" + yaml);
        if (!(outcome instanceof ConfigOutcome.Accepted accepted)) {
            throw new AssertionError(outcome);
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        try {
            RunningServer server = new RunningServer(new LiveConfig(accepted.config()));
            AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    server.lines.add(event.getLevel() + " " + event.getFormattedMessage());
                }
            };
            appender.setContext(context);
            appender.start();
            Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
            root.setLevel(Level.INFO);
            root.addAppender(appender);
            return server;
        } catch (StartException e) {
            throw new AssertionError(e);
        }
    }

    InetSocketAddress address() {
        return wiring.srtAddress();
    }

    /** Changes the configuration; what the server logs from then on goes to standard output. */
    void patch(String json) throws LiveConfig.RefusedException {
        config.patchGlobal(new JsonMapper().readTree(json));
    }

    LibsrtPeer.Call caller(String streamId) {
        return LibsrtPeer.to(address()).streamId(streamId);
    }

    String url(String streamId) {
        return "srt://127.0.0.1:" + address().getPort() + "?streamid=" + streamId;
    }

    /** Lines logged so far, the peers' ports taken out. */
    List<String> lines() {
        return lines.stream().map(line -> line.replaceAll("127\\.0\\.0\\.1:[0-9]+", "peer")).toList();
    }

    @Override
    public void close() {
        wiring.close();
    }
}
