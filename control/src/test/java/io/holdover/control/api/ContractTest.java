package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.holdover.control.auth.AuthOutcome;
import io.holdover.stream.AccessAction;

/**
 * What the API answers is what its description says, and what its description says is what MediaMTX's says. With
 * {@code -Dholdover.original=mediamtx}, the folder of its sources, each answer is held against the original's description as well.
 */
class ContractTest {
    private static final String ID = "11111111-2222-3333-4444-555555555555";
    private static final String OTHER_ID = "99999999-2222-3333-4444-555555555555";

    private final Set<String> driven = new TreeSet<>();
    private final Set<String> drivenOfOriginal = new TreeSet<>();
    private final @Nullable OpenApi original = original();

    private static @Nullable OpenApi original() {
        String sources = System.getProperty("holdover.original");
        try {
            return sources == null ? null : new OpenApi(Files.readString(Path.of(sources, "api", "openapi.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyAnswerOfEveryEndpointIsAsDescribed() throws Exception {
        try (ApiFixture api = new ApiFixture()) {
            OpenApi description = new OpenApi(api.get("/v3/openapi.yaml").body());
            driven.add("get /v3/openapi.yaml");
            driveEverything(api, description);
            assertThat(driven).isEqualTo(description.operations());
            assertThat(original == null || drivenOfOriginal.size() > 20).as("%s", drivenOfOriginal).isTrue();
        }
    }

    private void driveEverything(ApiFixture api, OpenApi description) throws Exception {
        Driver driver = new Driver(api, description);
        driver.drive("get", "/v3/info", "/v3/info", "", 200);
        driver.drive("post", "/v3/auth/jwks/refresh", "/v3/auth/jwks/refresh", "", 200);
        assertThat(api.jwksRefreshes).hasValue(1);
        configuration(driver);
        paths(driver);
        connections(driver);
        recordings(driver);
    }

    private static void configuration(Driver driver) throws Exception {
        driver.drive("get", "/v3/config/global/get", "/v3/config/global/get", "", 200);
        driver.drive("patch", "/v3/config/global/patch", "/v3/config/global/patch", "{\"logLevel\":\"debug\"}", 200);
        driver.drive("patch", "/v3/config/global/patch", "/v3/config/global/patch", "{\"logLevl\":\"debug\"}", 400);
        driver.drive("get", "/v3/config/pathdefaults/get", "/v3/config/pathdefaults/get", "", 200);
        driver.drive("patch", "/v3/config/pathdefaults/patch", "/v3/config/pathdefaults/patch", "{\"maxReaders\":5}", 200);
        driver.drive("patch", "/v3/config/pathdefaults/patch", "/v3/config/pathdefaults/patch", "[]", 400);

        driver.drive("post", "/v3/config/paths/add/{name}", "/v3/config/paths/add/a/b/c",
                "{\"srtPersistOnDisconnect\":true,\"srtPublishPassphrase\":\"correct horse\"}", 200);
        driver.drive("post", "/v3/config/paths/add/{name}", "/v3/config/paths/add/a/b/c", "{}", 400);
        driver.drive("get", "/v3/config/paths/list", "/v3/config/paths/list", "", 200);
        driver.drive("get", "/v3/config/paths/list", "/v3/config/paths/list?page=x", "", 400);
        driver.drive("get", "/v3/config/paths/get/{name}", "/v3/config/paths/get/a/b/c", "", 200);
        driver.drive("get", "/v3/config/paths/get/{name}", "/v3/config/paths/get/none", "", 404);
        driver.drive("get", "/v3/config/paths/get/{name}", "/v3/config/paths/get/", "", 400);
        driver.drive("patch", "/v3/config/paths/patch/{name}", "/v3/config/paths/patch/a/b/c", "{\"maxReaders\":2}", 200);
        driver.drive("patch", "/v3/config/paths/patch/{name}", "/v3/config/paths/patch/none", "{}", 404);
        driver.drive("patch", "/v3/config/paths/patch/{name}", "/v3/config/paths/patch/a/b/c", "{\"maxReaders\":\"many\"}", 400);
        driver.drive("post", "/v3/config/paths/replace/{name}", "/v3/config/paths/replace/other", "{}", 200);
        driver.drive("post", "/v3/config/paths/replace/{name}", "/v3/config/paths/replace/other", "{", 400);
        driver.drive("delete", "/v3/config/paths/delete/{name}", "/v3/config/paths/delete/other", "", 200);
        driver.drive("delete", "/v3/config/paths/delete/{name}", "/v3/config/paths/delete/other", "", 404);
    }

    private static void paths(Driver driver) throws Exception {
        driver.api.publish("a/b/c", ID, 1);
        driver.api.read("a/b/c", OTHER_ID);
        driver.api.publish("wild", OTHER_ID, 2);
        driver.drive("get", "/v3/paths/list", "/v3/paths/list", "", 200);
        driver.drive("get", "/v3/paths/list", "/v3/paths/list?itemsPerPage=0", "", 400);
        driver.drive("get", "/v3/paths/get/{name}", "/v3/paths/get/a/b/c", "", 200);
        driver.drive("get", "/v3/paths/get/{name}", "/v3/paths/get/wild", "", 200);
        driver.drive("get", "/v3/paths/get/{name}", "/v3/paths/get/none", "", 404);
        driver.drive("get", "/v3/paths/forward/list", "/v3/paths/forward/list?path=wild", "", 200);
        driver.drive("get", "/v3/paths/forward/list", "/v3/paths/forward/list?path=none", "", 404);
        driver.drive("get", "/v3/paths/forward/list", "/v3/paths/forward/list", "", 400);
        driver.drive("get", "/v3/paths/forward/get", "/v3/paths/forward/get?path=wild&id=" + ID, "", 404);
        driver.drive("get", "/v3/paths/forward/get", "/v3/paths/forward/get?path=wild&id=1", "", 400);
        for (String command : List.of("hold", "release", "close")) {
            driver.driveOurs("post", "/v3/paths/" + command + "/{name}", "/v3/paths/" + command + "/none", 404);
            driver.driveOurs("post", "/v3/paths/" + command + "/{name}", "/v3/paths/" + command + "/a/../b", 400);
        }
    }

    private static void connections(Driver driver) throws Exception {
        driver.api.gateway.add(ID, 1, AccessAction.PUBLISH, "a/b/c");
        driver.api.gateway.add(OTHER_ID, 2, AccessAction.READ, "a/b/c");
        driver.drive("get", "/v3/srtconns/list", "/v3/srtconns/list", "", 200);
        driver.drive("get", "/v3/srtconns/list", "/v3/srtconns/list?page=-1", "", 400);
        driver.drive("get", "/v3/srtconns/get/{id}", "/v3/srtconns/get/" + ID, "", 200);
        driver.drive("get", "/v3/srtconns/get/{id}", "/v3/srtconns/get/1", "", 400);
        driver.drive("post", "/v3/srtconns/kick/{id}", "/v3/srtconns/kick/" + ID, "", 200);
        driver.drive("post", "/v3/srtconns/kick/{id}", "/v3/srtconns/kick/" + ID, "", 404);
        driver.drive("get", "/v3/srtconns/get/{id}", "/v3/srtconns/get/" + ID, "", 404);
    }

    private static void recordings(Driver driver) throws Exception {
        driver.drive("get", "/v3/recordings/list", "/v3/recordings/list", "", 200);
        driver.drive("get", "/v3/recordings/get/{name}", "/v3/recordings/get/a/b/c", "", 200);
        driver.drive("get", "/v3/recordings/get/{name}", "/v3/recordings/get/", "", 400);
        driver.drive("delete", "/v3/recordings/deletesegment", "/v3/recordings/deletesegment?path=a&start=2026-11-28T10:00:00Z", "", 400);
        driver.drive("delete", "/v3/recordings/deletesegment", "/v3/recordings/deletesegment?path=a&start=today", "", 400);
    }

    @Test
    void strangersAreToldAsDescribed() throws Exception {
        try (ApiFixture api = new ApiFixture(_ -> CompletableFuture.completedFuture(
                new AuthOutcome.Denied("no", false, false)))) {
            OpenApi description = new OpenApi(ControlApi.description());
            for (String operation : description.operations()) {
                String method = operation.substring(0, operation.indexOf(' '));
                String template = operation.substring(operation.indexOf(' ') + 1);
                new Driver(api, description).drive(method, template, template.replaceAll("\\{.*}", "x"), "", 401);
            }
        }
    }

    @Test
    void theDescriptionHasEveryFieldOfTheOriginal() {
        OpenApi description = new OpenApi(ControlApi.description());
        assertThat(OriginalFields.read()).hasSizeGreaterThan(400).allSatisfy(field -> {
            Map<String, String> ours = description.fields(field.schema());
            assertThat(ours).as(field.schema()).containsKey(field.name());
            assertThat(ours.get(field.name())).as(field.schema() + "." + field.name())
                    .isEqualTo(field.type() + (field.nullable() ? "?" : ""));
        });
    }

    @Test
    void theDescriptionHasExactlyTheOptionsThatThereAre() throws Exception {
        try (ApiFixture api = new ApiFixture()) {
            OpenApi description = new OpenApi(ControlApi.description());
            assertThat(api.json("/v3/config/global/get").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(description.presentFields("GlobalConf"));
            assertThat(api.json("/v3/config/pathdefaults/get").propertyNames())
                    .containsExactlyInAnyOrderElementsOf(description.presentFields("PathConf"));
        }
    }

    @Test
    void namesEveryOperationOnce() {
        OpenApi description = new OpenApi(ControlApi.description());
        assertThat(description.operationIds()).hasSameSizeAs(description.operations());
    }

    @Test
    void theValidatorFindsWhatIsWrong() {
        OpenApi description = new OpenApi(ControlApi.description());
        assertThat(description.violations("Info", ApiFixture.parse("{\"version\":\"1\",\"started\":\"now\"}"))).isEmpty();
        assertThat(description.violations("Info", ApiFixture.parse("{\"version\":1,\"started\":\"now\"}"))).hasSize(1);
        assertThat(description.violations("Info", ApiFixture.parse("{\"version\":\"1\"}"))).hasSize(1);
        assertThat(description.violations("Info", ApiFixture.parse("{\"version\":\"1\",\"started\":null}"))).hasSize(1);
        assertThat(description.violations("Info", ApiFixture.parse("{\"version\":\"1\",\"started\":\"now\",\"x\":1}"))).hasSize(1);
        assertThat(description.violations("PathSource", ApiFixture.parse("{\"type\":\"pigeon\",\"id\":\"1\"}"))).hasSize(1);
        assertThat(description.violations("RecordingList", ApiFixture.parse("{\"itemCount\":0,\"pageCount\":0,\"items\":[1]}"))).hasSize(1);
        assertThat(description.violations("PathTrack", ApiFixture.parse("{\"codec\":\"H264\",\"codecProps\":{\"colour\":\"red\"}}")))
                .hasSize(1);
    }

    /** Asks, and holds the answer against the description. */
    private final class Driver {
        private final ApiFixture api;
        private final OpenApi description;

        Driver(ApiFixture api, OpenApi description) {
            this.api = api;
            this.description = description;
        }

        void driveOurs(String method, String template, String path, int status) throws Exception {
            if (description.operations().contains(method + " " + template)) {
                drive(method, template, path, "", status);
            }
        }

        void drive(String method, String template, String path, String body, int status) throws Exception {
            HttpResponse<String> answer = api.send(method.toUpperCase(Locale.ROOT), path, body);
            assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isEqualTo(status);
            String type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
            JsonNode json = ApiFixture.parse(answer.body());
            // The original does not describe refusals of strangers, nor that a protocol may be off.
            assertThat(description.violations(method, template, status, type, json)).as("%s %s: %s", method, path, answer.body()).isEmpty();
            driven.add(method + " " + template);
            if (original != null && original.describes(method, template, status)) {
                assertThat(original.violations(method, template, status, type, json)).as("the original's %s %s: %s", method, path,
                        answer.body()).isEmpty();
                drivenOfOriginal.add(method + " " + template);
            }
        }
    }
}
