package io.holdover.srt.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.RejectionReason;
import io.holdover.srt.SrtOptions;
import io.holdover.testkit.LibsrtPeer;

/** Items 26 to 30 of docs/srt-conformance.md: stream ids and refusals, against libsrt. */
class AccessConformanceTest {

    private RelayServer server = RelayServer.open();

    @AfterEach
    void close() {
        assertThat(server.failures()).as("exceptions on the loop").isZero();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 511, 512})
    @DisplayName("26: stream ids of any length arrive as they were sent")
    void readsStreamIdsOfAnyLength(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + i % 26));
        }
        try (LibsrtPeer _ = LibsrtPeer.to(server.address()).streamId(text.toString()).connect()) {
            assertThat(server.streamIds()).containsExactly(text.toString());
        }
    }

    @Test
    @DisplayName("27: without a stream id the application decides, and sees an empty one")
    void asksTheApplicationAboutCallersWithoutStreamId() {
        try (LibsrtPeer _ = LibsrtPeer.to(server.address()).connect()) {
            assertThat(server.requested()).containsExactly("");
        }
        server.refusals.put("", RejectionReason.BAD_REQUEST);
        assertThat(LibsrtPeer.to(server.address()).connectRefused()).isEqualTo(1400);
    }

    @Test
    @DisplayName("28: a stream id with vendor keys, spaces and percent signs is handed over verbatim")
    void handsOverVendorKeys() {
        String streamId = "#!::r=a,m=publish,bmd_uuid=x%20y,bmd_name=y z/ä";
        try (LibsrtPeer _ = LibsrtPeer.to(server.address()).streamId(streamId).connect()) {
            assertThat(server.streamIds()).containsExactly(streamId);
        }
    }

    @ParameterizedTest
    @CsvSource({"UNAUTHORIZED, 1401", "FORBIDDEN, 1403", "NOTFOUND, 1404", "BAD_MODE, 1405", "CONFLICT, 1409", "OVERLOAD, 1402", "PEER, 2"})
    @DisplayName("29: libsrt is told the application's reason")
    void tellsTheReason(RejectionReason reason, int seen) {
        server.refusals.put("one", reason);
        assertThat(LibsrtPeer.to(server.address()).streamId("publish:one").connectRefused()).isEqualTo(seen);
        assertThat(server.connectionIds()).isEmpty();
    }

    @Test
    @DisplayName("30: hundreds of refusals a second leave a running stream alone")
    void refusesManyWithoutHarm() {
        server.refusals.put("full", RejectionReason.OVERLOAD);
        List<RawCaller> callers = new ArrayList<>();
        try (LibsrtPeer publisher = LibsrtPeer.to(server.address()).streamId("publish:one").connect()) {
            Thread publishing = Payloads.publishing(publisher, 0, 1_000, 500);
            for (int round = 0; round < 10; round++) {
                for (int i = 0; i < 50; i++) {
                    RawCaller caller = new RawCaller(server.address(), 1 + i);
                    callers.add(caller);
                    assertThat(caller.refusal(caller.conclusion("publish:full"))).isEqualTo(2402);
                }
            }
            publishing.join();
            await().atMost(Duration.ofSeconds(5)).until(() -> server.receivedCount("one") == 1_000);
            Payloads.assertNumbered(server.received("one"), 0, 1_000);
            assertThat(server.connectionIds()).hasSize(1);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            callers.forEach(RawCaller::close);
        }
    }

    @Test
    @DisplayName("30b: the port's limit of connections holds, and a place that becomes free is given again")
    void limitsItsConnections() {
        server.close();
        server = RelayServer.open(SrtOptions.defaults().withConnectionLimit(2));
        try (LibsrtPeer _ = LibsrtPeer.to(server.address()).streamId("#!::r=one").connect()) {
            try (LibsrtPeer _ = LibsrtPeer.to(server.address()).streamId("#!::r=one").connect()) {
                assertThat(LibsrtPeer.to(server.address()).streamId("#!::r=one").connectRefused()).isIn(3, 5, 1402);
                assertThat(server.connectionIds()).hasSize(2);
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> server.connectionIds().size() == 1);
            try (LibsrtPeer _ = LibsrtPeer.to(server.address()).streamId("#!::r=one").connect()) {
                assertThat(server.connectionIds()).hasSize(2);
            }
        }
    }
}
