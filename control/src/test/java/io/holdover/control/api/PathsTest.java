package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.holdover.stream.Publication;

class PathsTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";
    private static final String READER = "99999999-2222-3333-4444-555555555555";

    private ApiFixture api;

    @BeforeEach
    void open() throws Exception {
        api = new ApiFixture();
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void listsNamedPathsAndLiveStreamsByName() throws Exception {
        api.config.addPath("studio/b", ApiFixture.parse("{}"));
        api.config.addPath("~^cam/.*$", ApiFixture.parse("{}"));
        api.publish("cam/7", ID, 1);
        api.publish("apart", READER, 1);
        JsonNode list = api.json("/v3/paths/list");
        assertThat(list.get("itemCount").asInt()).isEqualTo(3);
        assertThat(list.get("pageCount").asInt()).isEqualTo(1);
        assertThat(list.get("items").findValuesAsString("name")).containsExactly("apart", "cam/7", "studio/b");
        assertThat(list.get("items").findValuesAsString("confName")).containsExactly("all_others", "~^cam/.*$", "studio/b");
    }

    @Test
    void showsALiveStream() throws Exception {
        api.publish("live", ID, 2);
        api.read("live", READER);
        JsonNode path = api.json("/v3/paths/get/live");
        assertThat(path.get("ready").asBoolean()).isTrue();
        assertThat(path.get("available").asBoolean()).isTrue();
        assertThat(path.get("online").asBoolean()).isTrue();
        assertThat(path.get("readyTime").asString()).isEqualTo("2026-11-28T10:00:02.250Z");
        assertThat(path.get("availableTime")).isEqualTo(path.get("readyTime"));
        assertThat(path.get("onlineTime")).isEqualTo(path.get("readyTime"));
        assertThat(path.get("source")).isEqualTo(ApiFixture.parse("{\"type\":\"srtConn\",\"id\":\"" + ID + "\"}"));
        assertThat(path.get("readers")).isEqualTo(ApiFixture.parse("[{\"type\":\"srtConn\",\"id\":\"" + READER + "\"}]"));
        assertThat(path.get("tracks")).isEqualTo(ApiFixture.parse("[\"H264\",\"MPEG-4 Audio\"]"));
        assertThat(path.get("tracks2")).isEqualTo(ApiFixture.parse("""
                [{"codec":"H264","codecProps":{"width":1280,"height":720,"profile":"High","level":"3.1"}},
                 {"codec":"MPEG-4 Audio","codecProps":{"sampleRate":48000,"channelCount":2}}]"""));
        assertThat(path.get("inboundBytes").asLong()).isEqualTo(1_316);
        assertThat(path.get("bytesReceived").asLong()).isEqualTo(1_316);
        assertThat(path.get("inboundFramesInError").asLong()).isEqualTo(1);
        assertThat(path.get("hold").isNull()).isTrue();
    }

    @Test
    void showsAPathThatWaitsForItsPublisher() throws Exception {
        api.config.addPath("studio", ApiFixture.parse("{}"));
        JsonNode path = api.json("/v3/paths/get/studio");
        assertThat(path.get("ready").asBoolean()).isFalse();
        for (String absent : new String[]{"readyTime", "availableTime", "onlineTime", "source", "hold"}) {
            assertThat(path.get(absent).isNull()).as(absent).isTrue();
        }
        assertThat(path.get("tracks").size()).isZero();
        assertThat(path.get("readers").size()).isZero();
    }

    @Test
    void showsAHoldAndEndsIt() throws Exception {
        api.config.addPath("studio/a", ApiFixture.parse("{\"srtPersistOnDisconnect\":true}"));
        Publication publication = api.publish("studio/a", ID, 3);
        assertThat(api.json("/v3/paths/get/studio/a").get("hold").get("state").asString()).isEqualTo("live");
        api.end(publication);

        JsonNode path = api.json("/v3/paths/get/studio/a");
        assertThat(path.get("available").asBoolean()).isTrue();
        assertThat(path.get("online").asBoolean()).isFalse();
        assertThat(path.get("source").isNull()).isTrue();
        JsonNode hold = path.get("hold");
        assertThat(hold.get("state").asString()).isEqualTo("holding");
        assertThat(hold.get("reason").asString()).isEqualTo("shutdown");
        assertThat(hold.get("since").asString()).isEqualTo("2026-11-28T10:00:03.250Z");
        assertThat(hold.get("cycles").asLong()).isEqualTo(1);
        assertThat(hold.get("lastGapMs").isNumber()).isTrue();
    }

    @Test
    void findsPathsByEscapedNames() throws Exception {
        api.publish("a/b/c", ID, 1);
        assertThat(api.json("/v3/paths/get/a%2Fb%2Fc").get("name").asString()).isEqualTo("a/b/c");
    }

    @Test
    void doesNotFindWhatCannotBe() throws Exception {
        for (String name : new String[]{"none", "..", "a/../b", "%2e%2e/%2e%2e/etc/passwd", "a%00b", "a%0ab", "%C3%A4", "a//b", "a/"}) {
            HttpResponse<String> answer = api.get("/v3/paths/get/" + name);
            assertThat(answer.statusCode()).as(name).isEqualTo(404);
            assertThat(answer.body()).isEqualTo("{\"status\":\"error\",\"error\":\"path not found\"}");
        }
        assertThat(api.get("/v3/paths/get/").body()).contains("invalid name");
    }

    @Test
    void pages() throws Exception {
        for (int i = 0; i < 5; i++) {
            api.config.addPath("p" + i, ApiFixture.parse("{}"));
        }
        JsonNode page = api.json("/v3/paths/list?itemsPerPage=2&page=1");
        assertThat(page.get("itemCount").asInt()).isEqualTo(5);
        assertThat(page.get("pageCount").asInt()).isEqualTo(3);
        assertThat(page.get("items").findValuesAsString("name")).containsExactly("p2", "p3");
        assertThat(api.json("/v3/paths/list?itemsPerPage=2&page=2").get("items").findValuesAsString("name")).containsExactly("p4");
        assertThat(api.json("/v3/paths/list?itemsPerPage=2147483647&page=2147483647").get("items").size()).isZero();
    }

    @Test
    void refusesPagesInTheWordsThatScriptsKnow() throws Exception {
        assertError("/v3/paths/list?itemsPerPage=0", "invalid items per page");
        assertError("/v3/paths/list?itemsPerPage=abc", "strconv.ParseUint: parsing \"abc\": invalid syntax");
        assertError("/v3/paths/list?page=-1", "strconv.ParseUint: parsing \"-1\": invalid syntax");
        assertError("/v3/paths/list?page=2147483648", "strconv.ParseUint: parsing \"2147483648\": value out of range");
        assertError("/v3/paths/list?page=" + "9".repeat(99), "strconv.ParseUint: parsing \"" + "9".repeat(99) + "\": value out of range");
    }

    private void assertError(String path, String text) throws Exception {
        HttpResponse<String> answer = api.get(path);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(ApiFixture.parse(answer.body()).get("error").asString()).isEqualTo(text);
    }

    @Test
    void answersAsIfAProtocolThatIsNotServedWereOff() throws Exception {
        for (String root : new String[]{"rtspconns", "rtspsessions", "rtspsconns", "rtspssessions", "rtmpconns", "rtmpsconns",
            "webrtcsessions", "hlsmuxers", "hlssessions", "moqsessions"}) {
            assertThat(api.get("/v3/" + root + "/list").statusCode()).as(root).isEqualTo(404);
        }
        api.gateways.clear();
        assertThat(api.get("/v3/srtconns/list").statusCode()).isEqualTo(404);
    }
}
