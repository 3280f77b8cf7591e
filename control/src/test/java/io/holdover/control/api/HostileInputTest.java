package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class HostileInputTest {
    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "}", "nonsense", "[]", "null", "1", "\"text\"", "{}{}", "{} x", "{\"maxReaders\":1,\"maxReaders\":2}",
                "{\"maxReaders\":1,}", "{maxReaders:1}", "{'maxReaders':1}", "{\"maxReaders\":NaN}", "{\"maxReaders\":1e400}",
                "{\"maxReaders\":-1}",
                "{\"maxReaders\":1.5}", "{\"maxReaders\":[1]}", "{\"maxReaders\":{}}", "{\"maxReaders\":\"many\"}",
                "{\"maxReaders\":99999999999999}",
                "{\"srtPersistOnDisconnect\":\"perhaps\"}", "{\"srtPublishPassphrase\":\"short\"}", "{\"unknownKey\":1}",
                "{\"srtPersistOnDisconnet\":true}", "maxReaders=1"})
    void refusesWhatIsNoChange(String body) throws Exception {
        HttpResponse<String> answer = api.send("POST", "/v3/config/paths/add/live", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        JsonNode error = ApiFixture.parse(answer.body());
        assertThat(error.get("status").asString()).isEqualTo("error");
        assertThat(error.get("error").asString()).isNotBlank();
        assertThat(api.get("/v3/config/paths/get/live").statusCode()).as("nothing was added").isEqualTo(404);
    }

    @Test
    void refusesWhatIsNestedTooDeeply() throws Exception {
        String deep = "{\"maxReaders\":".repeat(JsonBody.LIMIT_DEPTH + 1) + "1" + "}".repeat(JsonBody.LIMIT_DEPTH + 1);
        assertThat(api.send("PATCH", "/v3/config/global/patch", deep).statusCode()).isEqualTo(400);
        assertThat(api.send("PATCH", "/v3/config/global/patch", "[".repeat(500_000)).statusCode()).isEqualTo(400);
    }

    @Test
    void refusesBodiesThatAreNoText() throws Exception {
        byte[] bytes = new byte[4_096];
        new Random(1).nextBytes(bytes);
        String noise = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(api.send("PATCH", "/v3/config/global/patch", noise).statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", "../..", "a/../b", "%2e%2e%2fetc", "./a", "a/.", "/a", "a//b", "a/", "a%00", "a%0d%0aX: y", "%C3%A4", "a b",
                "a%20b", "~(", "~[", "a%5Cb"})
    void refusesNamesThatAreNone(String name) throws Exception {
        String escaped = name.replace(" ", "%20").replace("[", "%5B");
        assertThat(api.send("POST", "/v3/config/paths/add/" + escaped, "{}").statusCode()).as(name).isEqualTo(400);
        assertThat(api.send("POST", "/v3/config/paths/replace/" + escaped, "{}").statusCode()).as(name).isEqualTo(400);
    }

    @Test
    void takesJsonWhateverItIsCalled() throws Exception {
        for (String type : List.of("application/x-www-form-urlencoded", "text/plain", "application/json; charset=utf-8")) {
            assertThat(api.send("POST", "/v3/config/paths/replace/live", "{\"maxReaders\":3}", "Content-Type", type).statusCode())
                    .as(type).isEqualTo(200);
        }
        assertThat(api.json("/v3/config/paths/get/live").get("maxReaders").asInt()).isEqualTo(3);
    }

    @Test
    void takesTheNamesOfSections() throws Exception {
        for (String name : List.of("plain", "with/slashes/in/it", "~^cam_[0-9]+$", "all_others")) {
            String escaped =
                    name.replace("^", "%5E").replace("[", "%5B").replace("]", "%5D").replace("/", name.contains("in") ? "%2F" : "/");
            assertThat(api.send("POST", "/v3/config/paths/replace/" + escaped, "{}").statusCode()).as(name).isEqualTo(200);
            assertThat(api.json("/v3/config/paths/get/" + escaped).get("name").asString()).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "x", "11111111-2222-3333-4444-55555555555g", "11111111-2222-3333-4444-5555555555555555",
        "../11111111-2222-3333-4444-555555555555", "%00"})
    void refusesIdsThatAreNone(String id) throws Exception {
        assertThat(api.get("/v3/srtconns/get/" + id).statusCode()).isEqualTo(400);
        HttpResponse<String> kick = api.send("POST", "/v3/srtconns/kick/" + id, "");
        assertThat(kick.statusCode()).isEqualTo(400);
        assertThat(kick.body()).contains("invalid UUID");
    }
}
