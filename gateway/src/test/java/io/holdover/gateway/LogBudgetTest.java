package io.holdover.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;

class LogBudgetTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final LogBudget budget = new LogBudget();

    @Test
    void writesOneLineOfAnAddressASecondAndCountsTheOthers() {
        InetAddress noisy = address(1);

        assertThat(budget.admit(noisy, 5)).isZero();
        assertThat(budget.admit(noisy, 6)).isEqualTo(-1);
        assertThat(budget.admit(noisy, 5 + SECOND_NS - 1)).isEqualTo(-1);
        assertThat(budget.admit(noisy, 5 + SECOND_NS)).as("two were not written").isEqualTo(2);
        assertThat(budget.admit(noisy, 6 + SECOND_NS)).isEqualTo(-1);
        assertThat(budget.admit(noisy, 5 + 3 * SECOND_NS)).isEqualTo(1);
    }

    @Test
    void keepsAddressesApart() {
        assertThat(budget.admit(address(1), 0)).isZero();
        assertThat(budget.admit(address(2), 0)).isZero();
    }

    @Test
    void forgetsTheFirstAddressBeyondItsLimit() {
        for (int i = 0; i < LogBudget.LIMIT_ADDRESSES; i++) {
            budget.admit(address(i), 0);
        }
        assertThat(budget.admit(address(0), 1)).as("still known").isEqualTo(-1);

        budget.admit(address(LogBudget.LIMIT_ADDRESSES), 1);

        assertThat(budget.admit(address(0), 2)).as("forgotten").isZero();
    }

    @Test
    void takesAnIpv6NetworkForOnePeer() throws UnknownHostException {
        assertThat(budget.admit(InetAddress.getByName("2001:db8:0:1::1"), 0)).isZero();
        assertThat(budget.admit(InetAddress.getByName("2001:db8:0:1:ffff::2"), 1)).isEqualTo(-1);
        assertThat(budget.admit(InetAddress.getByName("2001:db8:0:2::1"), 2)).isZero();
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[]{10, 0, (byte) (number >> 8), (byte) number});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
