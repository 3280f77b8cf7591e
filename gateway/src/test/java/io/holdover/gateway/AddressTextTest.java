package io.holdover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({"1.2.3.4,1.2.3.4:5678", "::1,[::1]:5678", "::,[::]:5678", "2001:db8:0:0:0:0:0:1,[2001:db8::1]:5678",
        "2001:db8:0:1:1:1:1:1,[2001:db8:0:1:1:1:1:1]:5678", "2001:0:0:1:0:0:0:1,[2001:0:0:1::1]:5678",
        "2001:db8:0:0:1:0:0:1,[2001:db8::1:0:0:1]:5678",
        "1:2:3:4:5:6:0:0,[1:2:3:4:5:6::]:5678", "FE80:0:0:0:0:0:0:ABCD,[fe80::abcd]:5678"})
    void writesAddressesAsPeopleDo(String literal, String expected) throws UnknownHostException {
        assertThat(AddressText.of(new InetSocketAddress(InetAddress.getByName(literal), 5678))).isEqualTo(expected);
    }

    @Test
    void leavesANameThatWasNotResolvedAsItIs() {
        assertThat(AddressText.of(InetSocketAddress.createUnresolved("example.org", 1))).isEqualTo("example.org:1");
    }
}
