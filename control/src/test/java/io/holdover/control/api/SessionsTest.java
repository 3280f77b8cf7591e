package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import io.holdover.control.http.Refusal;
import io.holdover.stream.AccessAction;

class SessionsTest {
    private static final String FIRST = "11111111-2222-3333-4444-555555555555";
    private static final String SECOND = "00000000-2222-3333-4444-555555555555";

    @Test
    void listsConnectionsFromTheOldestWithEveryFigure() throws Exception {
        try (ApiFixture api = new ApiFixture()) {
            api.gateway.add(SECOND, 7_002 * ApiFixture.SECOND_NS, AccessAction.READ, "live");
            api.gateway.add(FIRST, 7_001 * ApiFixture.SECOND_NS, AccessAction.PUBLISH, "live");
            JsonNode list = api.json("/v3/srtconns/list");
            assertThat(list.get("items").findValuesAsString("id")).containsExactly(FIRST, SECOND);
            JsonNode first = list.get("items").get(0);
            assertThat(first.get("created").asString()).isEqualTo("2026-11-28T10:00:01.250Z");
            assertThat(first.get("state").asString()).isEqualTo("publish");
            assertThat(first.get("remoteAddr").asString()).isEqualTo("192.0.2.1:5000");
            assertThat(first.get("query").asString()).isEqualTo("a=b");
            assertThat(first.get("user").asString()).isEqualTo("adam");
            assertThat(first.get("packetsReceived").toString()).as("digits, no exponent").isEqualTo("9007199254740000");
            assertThat(first.get("msRTT").isFloatingPointNumber()).isTrue();
            assertThat(list.get("items").get(1).get("state").asString()).isEqualTo("read");
        }
    }

    @Test
    void kicksTheOneThatIsMeant() throws Exception {
        try (ApiFixture api = new ApiFixture()) {
            api.gateway.add(FIRST, 1, AccessAction.PUBLISH, "live");
            api.gateway.add(SECOND, 2, AccessAction.READ, "live");
            assertThat(api.send("POST", "/v3/srtconns/kick/" + FIRST, "").body()).isEqualTo("{\"status\":\"ok\"}");
            assertThat(api.gateway.sessions).extracting(session -> session.id()).containsExactly(SECOND);
            assertThat(api.send("POST", "/v3/srtconns/kick/" + FIRST, "").body())
                    .isEqualTo("{\"status\":\"error\",\"error\":\"connection not found\"}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"11111111-2222-3333-4444-5555555555AB", "111111112222333344445555555555ab",
        "{11111111-2222-3333-4444-5555555555ab}", "urn:uuid:11111111-2222-3333-4444-5555555555ab"})
    void readsIdsInEveryForm(String text) throws Refusal {
        assertThat(SessionId.parse(text)).isEqualTo("11111111-2222-3333-4444-5555555555ab");
    }
}
