package io.holdover.srt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both sides agree on. */
class NegotiationTest {
    private final ListenerFixture fixture = new ListenerFixture();
    private final TestCaller caller = new TestCaller();

    @ParameterizedTest
    @CsvSource({"80,300,120,0", "80,300,200,10", "500,0,120,0", "0,0,120,0", "0,0,0,0", "20,8000,200,0", "65535,65535,120,0"})
    void takesTheLargerWishForEachDirection(int callerReceive, int callerPeer, int ownReceive, int ownPeer) {
        ListenerFixture listening = new ListenerFixture(
                SrtOptions.defaults().withReceiveLatencyMs(ownReceive).withPeerLatencyMs(ownPeer));
        caller.receiveLatencyMs = callerReceive;
        caller.peerLatencyMs = callerPeer;
        int receive = Math.max(ownReceive, callerPeer);
        int send = Math.max(ownPeer, callerReceive);
        assertThat(listening.conclude(caller).word(2, 2)).isEqualTo(receive << 16 | send);
        assertThat(listening.onlyConnection().receiveLatencyMs()).isEqualTo(receive);
        assertThat(listening.onlyConnection().sendLatencyMs()).isEqualTo(send);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000, 956", "1360, 1360, 1316", "1500, 1500, 1456", "9000, 1500, 1456"})
    void agreesOnTheSmallerPacketSize(int mssBytes, int agreed, int payloadBytes) {
        caller.mssBytes = mssBytes;
        assertThat(fixture.conclude(caller).mssBytes()).isEqualTo(agreed);
        assertThat(fixture.onlyConnection().maxPayloadBytes()).isEqualTo(payloadBytes);
    }

    @ParameterizedTest
    @CsvSource({"0x7FFFFFFF, 1500, 8192, 1004", "-1, 1500, 8192, 1004", "0, 1500, 8192, -1", "5, 31, 8192, 1004", "5, 1500, 1, 1004",
        "0x7FFFFFFE, 1500, 2, -1"})
    void refusesImpossibleNumbers(int initialSequence, int mssBytes, int flowWindow, int type) {
        caller.initialSequence = initialSequence;
        caller.mssBytes = mssBytes;
        caller.flowWindowPackets = flowWindow;
        assertThat(fixture.conclude(caller).type()).isEqualTo(type);
    }
}
