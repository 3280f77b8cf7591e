package io.holdover.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.control.IpNetwork;

class CallersTest {
    private static final Callers CALLERS = new Callers(List.of(IpNetwork.parse("10.0.0.0/8"), IpNetwork.parse("fd00::/8")));

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "192.0.2.1 | 1.1.1.1            | ''      | 192.0.2.1",
        "10.1.1.1  | 1.1.1.1            | ''      | 1.1.1.1",
        "10.1.1.1  | 6.6.6.6, 1.1.1.1   | ''      | 1.1.1.1",
        "10.1.1.1  | 1.1.1.1, 10.2.2.2  | ''      | 1.1.1.1",
        "10.1.1.1  | 10.3.3.3, 10.2.2.2 | ''      | 10.3.3.3",
        "10.1.1.1  | evil, 10.2.2.2     | ''      | 10.1.1.1",
        "10.1.1.1  | ''                 | 2.2.2.2 | 2.2.2.2",
        "10.1.1.1  | ''                 | evil    | 10.1.1.1",
        "fd00::1   | 2001:db8::7        | ''      | 2001:db8::7",
    })
    void believesOnlyWhomItTrusts(String peer, String forwardedFor, String realIp, String expected) {
        InetSocketAddress caller =
                CALLERS.of(new InetSocketAddress(InetAddress.ofLiteral(peer), 999), List.of(forwardedFor), realIp);
        assertThat(caller).isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(expected), 999));
    }

    @Test
    void readsFieldsThatCameTwice() {
        assertThat(CALLERS.of(new InetSocketAddress(InetAddress.ofLiteral("10.1.1.1"), 1), List.of("6.6.6.6", "1.1.1.1"), "").getAddress())
                .isEqualTo(InetAddress.ofLiteral("1.1.1.1"));
    }
}
