package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;

class SrtOptionsTest {
    private final SrtOptions options = SrtOptions.defaults();

    @Test
    void namesTheComponentThatIsOutOfRange() {
        assertThatThrownBy(() -> options.withReceiveLatencyMs(65_536)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("receiveLatencyMs is 65536, must be 0 to 65535");
        assertThatThrownBy(() -> options.withPeerLatencyMs(-1)).hasMessageStartingWith("peerLatencyMs");
        assertThatThrownBy(() -> options.withMssBytes(1_501)).hasMessageStartingWith("mssBytes");
        assertThatThrownBy(() -> options.withReceiveBufferPackets(31)).hasMessageStartingWith("receiveBufferPackets");
        assertThatThrownBy(() -> options.withSendBufferPackets(65_537)).hasMessageStartingWith("sendBufferPackets");
        assertThatThrownBy(() -> options.withPeerIdleTimeoutMs(999)).hasMessageStartingWith("peerIdleTimeoutMs");
        assertThatThrownBy(() -> options.withMinimumPeerVersion(-1)).hasMessageStartingWith("minimumPeerVersion");
        assertThatThrownBy(() -> options.withReorderTolerancePackets(1_025)).hasMessageStartingWith("reorderTolerancePackets");
        assertThatThrownBy(() -> options.withRetransmissionPercent(4)).hasMessageStartingWith("retransmissionPercent");
        assertThatThrownBy(() -> options.withKeyRefreshPackets(63)).hasMessageStartingWith("keyRefreshPackets");
        assertThatThrownBy(() -> options.withConnectionLimit(0)).hasMessageStartingWith("connectionLimit");
        assertThatThrownBy(() -> options.withReceiveMemoryBytes(1)).hasMessageStartingWith("receiveMemoryBytes");
    }

    @Test
    void announcesAKeyAtMostHalfItsLifeAhead() {
        SrtOptions small = options.withKeyPreannouncePackets(30).withKeyRefreshPackets(100);
        assertThat(small.withKeyPreannouncePackets(49).keyPreannouncePackets()).isEqualTo(49);
        assertThatThrownBy(() -> small.withKeyPreannouncePackets(50)).hasMessage("keyPreannouncePackets is 50, must be 1 to 49");
    }

    @Test
    void changesOneComponentAtATime() {
        SrtOptions changed = options.withReceiveLatencyMs(1).withPeerLatencyMs(2).withMssBytes(1_000).withReceiveBufferPackets(64)
                .withSendBufferPackets(65).withPeerIdleTimeoutMs(5_000).withMinimumPeerVersion(0x010400).withReorderTolerancePackets(7)
                .withRetransmissionPercent(25).withKeyPreannouncePackets(9).withKeyRefreshPackets(99).withConnectionLimit(3)
                .withReceiveMemoryBytes(1 << 21);
        assertThat(changed).isEqualTo(new SrtOptions(1, 2, 1_000, 64, 65, 5_000, 0x010400, 7, 25, 99, 9, 3, 1 << 21));
    }

    @Test
    void numbersRejectionsAsTheWireDoes() {
        assertThat(RejectionReason.PEER.wire()).isEqualTo(1002);
        assertThat(RejectionReason.CRYPTO.code()).isEqualTo(17);
        assertThat(RejectionReason.UNAUTHORIZED.wire()).isEqualTo(2401);
        assertThat(RejectionReason.NOROOM.code()).isEqualTo(1507);
        Set<Integer> codes = new HashSet<>();
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(codes.add(reason.code())).as("%s has a code of its own", reason).isTrue();
            assertThat(reason.text()).isNotBlank();
        }
        assertThat(codes).hasSize(39);
        for (CloseReason reason : CloseReason.values()) {
            assertThat(reason.text()).isNotBlank();
        }
    }
}
