package io.holdover.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConfigListingTest {

    @Test
    void saysWhatAFileMeans() {
        String listing = listing("""
                logLevel: debug
                rtspAddress: :554
                authInternalUsers:
                  - {user: alice, pass: very-secret, permissions: [{action: publish, path: studio}]}
                webrtcICEServers2: [{url: 'turn:relay.example.org', password: very-secret}]
                pathDefaults: {srtReadPassphrase: very-secret}
                paths:
                  studio: {maxReaders: 3, whepBearerToken: very-secret}
                  all_others:
                """);

        assertThat(listing.lines()).contains("logLevel: debug", "readTimeout: 10s  # default", "rtspAddress: :554",
                "authInternalUsers: [{user: alice, pass: (hidden), ips: [], permissions: [{action: publish, path: studio}]}]",
                "pathDefaults:", "  srtReadPassphrase: (hidden)", "  maxReaders: 0  # default", "paths:", "  studio:", "    maxReaders: 3",
                "  all_others:");
        assertThat(listing).as("what is not served and was not given").doesNotContain("rtmpAddress", "rpiCamera", "publishUser")
                .doesNotContain("very-secret");
    }

    private static String listing(String text) {
        return switch (ConfigReader.read("test.yml", text)) {
            case ConfigOutcome.Accepted accepted -> ConfigListing.of(accepted.config());
            case ConfigOutcome.Refused refused -> throw new AssertionError(refused.problems());
        };
    }
}
