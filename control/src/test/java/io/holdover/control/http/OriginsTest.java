package io.holdover.control.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cases of MediaMTX, and then some. */
class OriginsTest {

    @ParameterizedTest(name = "{0} by [{1}]: {2}")
    @CsvSource(delimiter = '|', value = {
        "https://example.com            | https://example.com                  | https://example.com",
        "https://example.com:443        | https://example.com                  | https://example.com:443",
        "https://example.com            | https://example.com:443              | https://example.com",
        "http://example.com             | https://example.com                  | -",
        "http://example.com             | http://example.com:80                | http://example.com",
        "https://other.com              | https://example.com                  | -",
        "https://sub.example.com        | https://*.example.com                | https://sub.example.com",
        "https://example.com            | https://*.example.com                | https://example.com",
        "https://badexample.com         | https://*.example.com                | -",
        "https://sub.examplexcom        | https://*.example.com                | -",
        "http://10.0.0.7:3000           | http://10.0.0.*:3000                 | http://10.0.0.7:3000",
        "https://example.com            | *                                    | *",
        "''                             | *                                    | *",
        "nonsense                       | *                                    | -",
        "null                           | *                                    | -",
        "''                             | https://example.com                  | -",
        "https://example.com            | ''                                   | -",
        "https://b.com                  | https://a.com,https://b.com          | https://b.com",
        "https://a.com                  | https://a.com,*                      | https://a.com",
        "http://[::1]:3000              | http://[::1]:3000                    | http://[::1]:3000",
    })
    void tells(String origin, String allowed, String expected) {
        List<String> list = allowed.isEmpty() ? List.of() : List.of(allowed.split(","));
        assertThat(new Origins(list).allow(origin).orElse("-")).isEqualTo(expected);
    }
}
