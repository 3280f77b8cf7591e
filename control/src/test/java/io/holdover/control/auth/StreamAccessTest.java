package io.holdover.control.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.holdover.control.auth.AuthOutcome.Allowed;
import io.holdover.control.auth.AuthOutcome.Denied;
import io.holdover.stream.AccessAction;
import io.holdover.stream.AccessDecision;
import io.holdover.stream.AccessRequest;
import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamPath;

class StreamAccessTest {
    private static final Logger LOGGER = Logger.getLogger("io.holdover.control.auth");

    private final AtomicLong nowNs = new AtomicLong(5);
    private final FailureLog log = new FailureLog(nowNs::get);
    private final List<AuthRequest> asked = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getMessage());
        }

        @Override
        public void flush() {
        }

        @Override
        public void close() {
        }
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
        LOGGER.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setUseParentHandlers(true);
    }

    @Test
    void asksForThePeer() {
        assertThat(decide(new Allowed("anna"), request(AccessAction.PUBLISH, "anna", "apple", "a=b"))).isEqualTo(AccessDecision.ALLOWED);
        assertThat(asked)
                .containsExactly(new AuthRequest(AuthAction.PUBLISH, "studio/one", "srt", "5b1f", InetAddress.ofLiteral("192.0.2.7"),
                        "anna", "apple", "", "a=b"));
        assertThat(lines).isEmpty();
    }

    @Test
    void takesUserAndPasswordFromTheQueryWhereThereAreNoOthers() {
        decide(new Allowed(""), request(AccessAction.READ, "", "", "user=anna&pass=apple"));
        decide(new Allowed(""), request(AccessAction.READ, "bert", "", "user=anna&pass=apple"));
        assertThat(asked).extracting(AuthRequest::action, AuthRequest::user, AuthRequest::password).containsExactly(
                tuple(AuthAction.READ, "anna", "apple"),
                tuple(AuthAction.READ, "bert", ""));
    }

    @Test
    void tellsWhoIsNotKnownFromWhoMayNot() {
        AccessRequest request = request(AccessAction.READ, "anna", "apple", "");
        assertThat(decide(new Denied("authentication failed", true, false), request)).isEqualTo(AccessDecision.UNAUTHORIZED);
        assertThat(decide(new Denied("authentication failed", false, false), request)).isEqualTo(AccessDecision.UNAUTHORIZED);
        assertThat(decide(new Denied("user has no permission for this", true, true), request)).isEqualTo(AccessDecision.FORBIDDEN);
    }

    @Test
    void writesOneLineASecondForEachAddress() {
        AccessRequest request = request(AccessAction.READ, "anna", "apple", "");
        for (int i = 0; i < 3; i++) {
            decide(new Denied("authentication failed", true, false), request);
        }
        nowNs.addAndGet(1_000_000_000L);
        decide(new Denied("authentication failed", true, false), request);
        assertThat(lines).containsExactly("[SRT] [conn 192.0.2.7:4001] failed to authenticate: authentication failed",
                "[SRT] [conn 192.0.2.7:4001] failed to authenticate: authentication failed (2 more from this address since)");
    }

    private AccessDecision decide(AuthOutcome outcome, AccessRequest request) {
        return new StreamAccess(question -> {
            asked.add(question);
            return CompletableFuture.completedFuture(outcome);
        }, log).decide(request).toCompletableFuture().join();
    }

    private static AccessRequest request(AccessAction action, String user, String password, String query) {
        return new AccessRequest(action, new StreamPath("studio/one"), new PeerDescription("srtConn", "5b1f", "192.0.2.7:4001", query),
                InetAddress.ofLiteral("192.0.2.7"), "srt", user, password);
    }
}
