package io.holdover.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DoorLogTest {
    private static final Logger LOGGER = Logger.getLogger("io.holdover.control.http");

    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getLevel() + " " + line.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };
    private final AtomicLong nowNs = new AtomicLong(5_000_000_000L);
    private final DoorLog log = new DoorLog("API", nowNs::get);

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void forget() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void writesOneLineASecondWhateverCallersDo() {
        for (int i = 0; i < 1_000; i++) {
            log.caused("192.0.2.1:5", "request is broken");
        }
        nowNs.addAndGet(1_000_000_000L);
        log.caused("192.0.2.2:5", "request is broken");
        assertThat(lines).containsExactly("WARNING [API] [conn 192.0.2.1:5] request is broken",
                "WARNING [API] [conn 192.0.2.2:5] request is broken (and 999 more)");
    }

    @Test
    void oneCallersFailuresKeepNoOtherOut() {
        Logger logger = Logger.getLogger("io.holdover.control.auth");
        logger.addHandler(handler);
        try {
            InetSocketAddress noisy = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5);
            for (int i = 0; i < 1_000; i++) {
                log.denied(noisy, "wrong");
            }
            log.denied(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.2"), 6), "wr\nong");
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(lines).containsExactly("WARNING [API] [conn 192.0.2.1:5] failed to authenticate: wrong",
                "WARNING [API] [conn 192.0.2.2:6] failed to authenticate: wr?ong");
    }

    @Test
    void writesOneFailureOfOursASecondBesides() {
        log.caused("192.0.2.1:5", "request is broken");
        for (int i = 0; i < 1_000; i++) {
            log.failure("a request failed", new IllegalStateException("the loop is full"));
        }
        nowNs.addAndGet(1_000_000_000L);
        log.failure("a request failed", new IllegalStateException("the loop is full"));
        assertThat(lines).containsExactly("WARNING [API] [conn 192.0.2.1:5] request is broken",
                "SEVERE [API] a request failed", "SEVERE [API] a request failed (and 999 more)");
    }

    @Test
    void staysOnOneLine() {
        log.caused("192.0.2.1:5", "user\r\n2026/11/28 INF all is well");
        assertThat(lines).containsExactly("WARNING [API] [conn 192.0.2.1:5] user??2026/11/28 INF all is well");
    }

    @Test
    void tellsAnOperatorOfOurFailuresAlone() {
        LOGGER.setLevel(Level.INFO);
        log.refused("192.0.2.1:5", Refusal.invalid("nonsense"));
        log.refused("192.0.2.1:5", Refusal.failed("terminated"));
        assertThat(lines).containsExactly("WARNING [API] [conn 192.0.2.1:5] 500: terminated");
    }
}
