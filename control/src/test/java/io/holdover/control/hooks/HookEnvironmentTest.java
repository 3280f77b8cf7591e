package io.holdover.control.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.holdover.stream.PeerDescription;
import io.holdover.stream.StreamPath;

class HookEnvironmentTest {
    private static final StreamPath PATH = new StreamPath("studio/cam1");
    private static final PeerDescription PEER = new PeerDescription("srtConn", "the-id", "10.0.0.1:5000", "a=1&b=x y");
    private static final Map<String, String> OF_PATH = HookEnvironment.ofPath(PATH, List.of("studio", ""), "8554");

    @Test
    void pathsHaveNamePortAndGroups() {
        assertThat(OF_PATH).containsOnly(Map.entry("MTX_PATH", "studio/cam1"), Map.entry("RTSP_PATH", "studio/cam1"),
                Map.entry("RTSP_PORT", "8554"), Map.entry("G1", "studio"), Map.entry("G2", ""));
    }

    @Test
    void publishersHaveTypeIdAndQuery() {
        assertThat(HookEnvironment.ofPublisher(OF_PATH, PEER)).containsAllEntriesOf(OF_PATH).hasSize(OF_PATH.size() + 3)
                .containsEntry("MTX_SOURCE_TYPE", "srtConn").containsEntry("MTX_SOURCE_ID", "the-id")
                .containsEntry("MTX_QUERY", "a%3D1%26b%3Dx+y");
    }

    @Test
    void readersHaveTypeIdAndQuery() {
        assertThat(HookEnvironment.ofReader(OF_PATH, PEER)).containsAllEntriesOf(OF_PATH).hasSize(OF_PATH.size() + 3)
                .containsEntry("MTX_READER_TYPE", "srtConn").containsEntry("MTX_READER_ID", "the-id")
                .containsEntry("MTX_QUERY", "a%3D1%26b%3Dx+y");
    }

    @Test
    void demandsHaveTheQuery() {
        assertThat(HookEnvironment.ofDemand(OF_PATH, "q")).containsAllEntriesOf(OF_PATH).hasSize(OF_PATH.size() + 1)
                .containsEntry("MTX_QUERY", "q");
    }

    @Test
    void connectionsHaveTypeIdAndPort() {
        assertThat(HookEnvironment.ofConnection(PEER, "8554")).containsOnly(Map.entry("MTX_CONN_TYPE", "srtConn"),
                Map.entry("MTX_CONN_ID", "the-id"), Map.entry("RTSP_PORT", "8554"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '|',
            value = {"a-b_c.d~,a-b_c.d~", "*,%2A", "| |,+", "+,%2B", "ü,%C3%BC", "|';$(rm) `|,%27%3B%24%28rm%29+%60"})
    void nothingOfAQueryMeansAnythingToAShell(String query, String escaped) {
        assertThat(HookEnvironment.escapedQuery(query)).isEqualTo(escaped);
    }
}
