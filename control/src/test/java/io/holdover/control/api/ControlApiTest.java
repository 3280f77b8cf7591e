package io.holdover.control.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import io.holdover.control.IpNetwork;
import io.holdover.control.config.HoldoverConfig;
import io.holdover.control.config.ListenAddress;
import io.holdover.control.config.LiveConfig;
import io.holdover.control.http.HttpDoorOptions;
import io.holdover.control.http.TlsFiles;

class ControlApiTest {

    @Test
    void isOffUnlessItIsSwitchedOn() {
        assertThat(ControlApi.optionsOf(HoldoverConfig.withoutFile().global())).isEmpty();
    }

    @Test
    void opensAsTheConfigurationSays() throws Exception {
        LiveConfig config = new LiveConfig(HoldoverConfig.withoutFile());
        config.patchGlobal(ApiFixture.parse("""
                {"api":true,"apiAddress":"127.0.0.1:7","apiAllowOrigins":["https://a.example"],"apiTrustedProxies":["10.0.0.0/8"],
                 "apiEncryption":true,"apiServerKey":"k.pem","apiServerCert":"c.pem","readTimeout":"3s","writeTimeout":"4s"}"""));
        HttpDoorOptions options = ControlApi.optionsOf(config.current().global()).orElseThrow();
        assertThat(options.address()).isEqualTo(new ListenAddress("127.0.0.1", 7));
        assertThat(options.addressKey()).isEqualTo("apiAddress");
        assertThat(options.tls()).isEqualTo(Optional.of(new TlsFiles(Path.of("c.pem"), Path.of("k.pem"))));
        assertThat(options.allowOrigins()).containsExactly("https://a.example");
        assertThat(options.trustedProxies()).containsExactly(IpNetwork.parse("10.0.0.0/8"));
        assertThat(options.limits().read()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.limits().write()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void asksForNoOtherListenerWhenSomethingElseChanges() throws Exception {
        LiveConfig config = new LiveConfig(HoldoverConfig.withoutFile());
        config.patchGlobal(ApiFixture.parse("{\"api\":true}"));
        Optional<HttpDoorOptions> before = ControlApi.optionsOf(config.current().global());
        config.patchGlobal(ApiFixture.parse("{\"logLevel\":\"debug\"}"));
        assertThat(ControlApi.optionsOf(config.current().global())).isEqualTo(before);
    }

    @Test
    void saysWhichServerItIs() throws Exception {
        try (ApiFixture api = new ApiFixture()) {
            HttpResponse<String> answer = api.get("/v3/info");
            JsonNode info = ApiFixture.parse(answer.body());
            assertThat(info.get("version").asString()).isEqualTo("v1.2.3");
            assertThat(info.get("started").asString()).isEqualTo("2026-11-28T10:00:00.250Z");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json; charset=utf-8");
        }
    }
}
