package io.holdover.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.0.2, false",
        "127.0.0.1, ::1, false",
        "::1, ::1, true",
        "::1, 127.0.0.1, false",
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.1.2.3/8, 10.9.9.9, true",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "::/0, 2001:db8::1, true",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::ffff:10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, ::ffff:10.0.0.1, true",
        "::ffff:10.0.0.0/104, 10.77.0.1, true",
        "::ffff:10.0.0.0/104, 11.0.0.1, false",
    })
    void containsWhatBeginsWithTheSameBits(String network, String address, boolean contained) {
        assertThat(IpNetwork.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1/32",
        "10.1.2.3/8, 10.0.0.0/8",
        "::1, ::1/128",
        "2001:DB8:0:0:0:0:0:1/32, 2001:db8::/32",
        "::ffff:1.2.3.4, 1.2.3.4/32",
    })
    void isShownWithItsPrefix(String text, String shown) {
        assertThat(IpNetwork.parse(text)).hasToString(shown).isEqualTo(IpNetwork.parse(shown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.0.0", "127.1", "010.0.0.1", "1.2.3.256", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/",
        "10.0.0.0/8/8",
        "::/129", "::ffff:10.0.0.0/64", "fe80::1%eth0", "1:2:3", "::1 ", "10.0.0.0/08"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> IpNetwork.parse(text))
                .withMessage("expected an IP address or network such as '10.0.0.0/8', found '" + text + "'");
    }
}
