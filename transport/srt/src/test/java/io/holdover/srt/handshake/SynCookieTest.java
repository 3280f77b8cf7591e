package io.holdover.srt.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import org.junit.jupiter.api.Test;

class SynCookieTest {
    private static final long NOW_NS = 5 * SynCookie.WINDOW_NS + 1;

    private final SynCookie cookies = new SynCookie(new byte[16]);

    private static InetSocketAddress at(String address, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    /** Appendix A of the paper: key 00..0f, message 00..0e. */
    @Test
    void hashesTheVectorOfThePaper() {
        byte[] key = new byte[16];
        byte[] message = new byte[15];
        for (int i = 0; i < 16; i++) {
            key[i] = (byte) i;
        }
        for (int i = 0; i < 15; i++) {
            message[i] = (byte) i;
        }
        assertThat(new SipHash(key).hash(message)).isEqualTo(0xa129ca6149be45e5L);
        assertThatThrownBy(() -> new SipHash(new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void dependsOnSecretAddressPortAndWindow() {
        int cookie = cookies.bake(at("10.0.0.1", 5000), NOW_NS);
        byte[] otherSecret = new byte[16];
        otherSecret[0] = 1;
        assertThat(cookie).isNotZero().isNotEqualTo(cookies.bake(at("10.0.0.2", 5000), NOW_NS))
                .isNotEqualTo(cookies.bake(at("10.0.0.1", 5001), NOW_NS))
                .isNotEqualTo(cookies.bake(at("10.0.0.1", 5000), NOW_NS + SynCookie.WINDOW_NS))
                .isNotEqualTo(new SynCookie(otherSecret).bake(at("10.0.0.1", 5000), NOW_NS));
    }

    @Test
    void holdsInItsWindowAndTheNext() {
        InetSocketAddress peer = at("2001:db8::1", 5000);
        int cookie = cookies.bake(peer, NOW_NS);
        assertThat(cookies.proves(cookie, peer, NOW_NS)).isTrue();
        assertThat(cookies.proves(cookie, peer, NOW_NS + SynCookie.WINDOW_NS)).isTrue();
        assertThat(cookies.proves(cookie, peer, NOW_NS + 2 * SynCookie.WINDOW_NS)).isFalse();
        assertThat(cookies.proves(cookie, peer, NOW_NS - SynCookie.WINDOW_NS)).isFalse();
        assertThat(cookies.proves(0, peer, NOW_NS)).isFalse();
        assertThat(cookies.proves(cookies.bake(peer, -1), peer, 1)).as("steady clocks may be negative").isTrue();
    }

    @Test
    void takesAMappedAddressForTheSamePeer() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = -1;
        mapped[11] = -1;
        mapped[12] = 10;
        mapped[15] = 1;
        InetSocketAddress viaV6 = new InetSocketAddress(java.net.Inet6Address.getByAddress(null, mapped, -1), 5000);
        assertThat(cookies.proves(cookies.bake(viaV6, NOW_NS), at("10.0.0.1", 5000), NOW_NS)).isTrue();
        assertThat(cookies.bake(at("::ff:ffff:a00:1", 5000), NOW_NS)).isNotEqualTo(cookies.bake(at("10.0.0.1", 5000), NOW_NS));
    }
}
