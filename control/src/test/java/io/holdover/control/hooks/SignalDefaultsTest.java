package io.holdover.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

class SignalDefaultsTest {

    @Test
    void readsWhatTheKernelSaysOfIgnoredSignals() {
        assertThat(SignalDefaults.ignores(List.of("Name:\tjava", "SigIgn:\t0000000000000006"))).isTrue();
        assertThat(SignalDefaults.ignores(List.of("Name:\tjava", "SigIgn:\t0000000000000001", "SigCgt:\t0000000000000006"))).isFalse();
        assertThat(SignalDefaults.ignores(List.of())).isFalse();
    }
}
