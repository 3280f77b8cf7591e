package io.holdover.control.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // echo -n user:pass:word | base64
        "Basic dXNlcjpwYXNzOndvcmQ=|user|pass:word|-",
        "basic dXNlcjpwYXNzOndvcmQ=|user|pass:word|-",
        "Basic dXNlcg==|-|-|-",
        "Basic ????|-|-|-",
        "Bearer abc.def.ghi|-|-|abc.def.ghi",
        "Bearer user:pass|user|pass|-",
        "Bearer a:b:c|-|-|a:b:c",
        "Digest username=x|-|-|-",
    })
    void readsAuthorizationHeaders(String header, String user, String password, String token) {
        assertThat(Credentials.ofHeaders(List.of(header))).isEqualTo(credentials(user, password, token));
    }

    @Test
    void aTokenGoesBeforeBasic() {
        assertThat(Credentials.ofHeaders(List.of("Basic dXNlcjpwYXNzOndvcmQ=", "Bearer t"))).isEqualTo(new Credentials("", "", "t"));
        assertThat(Credentials.ofHeaders(List.of())).isEqualTo(new Credentials("", "", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "user=anna&pass=apple|anna|apple",
        "pass=a%26b%3Dc&x=1&user=anna+b|anna b|a&b=c",
        "user=a&user=b&pass=c|-|c",
        "xuser=a&pass|-|-",
        "user=%zz&pass=c|-|c",
        "-|-|-",
    })
    void readsUserAndPasswordOfAQuery(String query, String user, String password) {
        assertThat(Credentials.ofQuery(query == null ? "" : query)).isEqualTo(credentials(user, password, null));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // action, protocol, bearer token, password, query, whether HTTP queries count, token
        "READ|srt|-|-|token=t|false|t",
        "READ|srt|-|-|jwt=t|false|t",
        "READ|srt|-|-|jwt=j&token=t|false|t",
        "READ|srt|-|p|token=t|false|p",
        "READ|srt|b|p|token=t|false|b",
        "READ|rtsp|-|-|token=t|false|t",
        "READ|rtmp|-|-|token=t|false|t",
        "READ|hls|-|-|token=t|false|-",
        "READ|hls|-|-|token=t|true|t",
        "READ|webrtc|-|-|token=t|false|-",
        "API|-|-|-|token=t|false|-",
        "API|-|-|-|token=t|true|t",
        "API|-|-|p|token=t|true|p",
    })
    void findsTheToken(AuthAction action, String protocol, String bearer, String password, String query, boolean inHttpQuery,
            String token) {
        AuthRequest request = new AuthRequest(action, "p", protocol == null ? "" : protocol, "", AuthRequests.LOOPBACK, "",
                password == null ? "" : password, bearer == null ? "" : bearer, query);
        assertThat(Credentials.withToken(request, inHttpQuery).token()).isEqualTo(token == null ? "" : token);
    }

    @Test
    void saysNothingSecret() {
        assertThat(new Credentials("anna", "apple", "token")).hasToString("Credentials[given=true]");
    }

    private static Credentials credentials(String user, String password, String token) {
        return new Credentials(user == null ? "" : user, password == null ? "" : password, token == null ? "" : token);
    }
}
