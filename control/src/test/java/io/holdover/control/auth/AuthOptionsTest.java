package io.holdover.control.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthOptionsTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Test
    void theDefaultsAreInOrder() {
        assertThat(AuthOptions.defaults().problems()).isEmpty();
    }

    @Test
    void namesWhatIsWrongWithUsers() {
        assertThat(internal(InternalAuthenticatorTest.user("", "x", List.of(), "read:"),
                InternalAuthenticatorTest.user("any", "x", List.of(), "read:~(", "publish:p"),
                InternalAuthenticatorTest.user("argon2:$argon2id$v=19$m=1048576,t=1,p=1$c29tZXNhbHQ$nf65EOgLrQMR", "sha256:AAAA",
                        List.of()))
                .problems()).containsExactly(
                        "authInternalUsers[0].user: must not be empty",
                        "authInternalUsers[1].pass: user 'any' has no password",
                        "authInternalUsers[1].permissions[0].path: invalid regular expression '(': Unclosed group at character 2",
                        "authInternalUsers[2].user: the Argon2 hash takes 1048576 KiB of memory (m), allowed are 8 to 131072",
                        "authInternalUsers[2].pass: what follows 'sha256:' must be the 32 bytes of a SHA-256 in base64, it has 3");
    }

    @Test
    void namesWhatIsWrongWithTheHttpService() {
        assertThat(http("", "").problems()).containsExactly("authHTTPAddress: must be an address such as 'http://host:8080/path'");
        assertThat(http("https://auth/", "3394").problems())
                .containsExactly("authHTTPFingerprint: expected the SHA-256 of a certificate in 64 hexadecimal digits, found '3394'");
    }

    @Test
    void namesWhatIsWrongWithTokens() {
        AuthOptions defaults = AuthOptions.defaults();
        JwtAuthOptions jwt =
                new JwtAuthOptions("ftp://id/", "x", "", List.of(new Permission(AuthAction.READ, "~*")), "", "", false, TIMEOUT);
        assertThat(new AuthOptions(AuthMethod.JWT, List.of(), defaults.http(), jwt).problems()).hasSize(4)
                .anyMatch(problem -> problem.startsWith("authJWTJWKS: must be an address"))
                .anyMatch(problem -> problem.startsWith("authJWTJWKSFingerprint: expected the SHA-256"))
                .anyMatch(problem -> problem.startsWith("authJWTExclude[0].path: invalid regular expression '*'"))
                .contains("authJWTClaimKey: must not be empty");
    }

    @Test
    void whatTheMethodDoesNotUseIsNotLookedAt() {
        AuthOptions defaults = AuthOptions.defaults();
        assertThat(new AuthOptions(AuthMethod.INTERNAL, defaults.users(), new HttpAuthOptions("x", "y", List.of(), TIMEOUT), defaults.jwt())
                .problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "http://auth, http://auth/",
        "HTTPS://auth:8443/a/b?c=d, https://auth:8443/a/b?c=d",
        "http://[::1]:80/, http://[::1]:80/",
        "http://user:secret@auth/x, http://auth/x",
    })
    void addressesCanBeCalled(String text, String called) throws Exception {
        assertThat(ServiceAddress.parse(text).uri()).isEqualTo(URI.create(called));
    }

    @Test
    void namesOfContainersAreAddresses() {
        assertThat(http("http://my_auth_server:8080/auth", "").problems()).isEmpty();
        assertThat(ServiceAddress.parse("http://my_auth_server:8080/auth").host()).isEqualTo("my_auth_server");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "auth", "auth:80", "ftp://auth/", "http://", "http:///x", "http://auth:x/", "http://a b/", "file:/etc/passwd"})
    void otherTextsAreNot(String text) {
        assertThat(http(text, "").problems()).containsExactly("authHTTPAddress: must be an address such as 'http://host:8080/path'");
    }

    @Test
    void saysNothingSecret() {
        assertThat(internal(InternalAuthenticatorTest.user("anna", "apple", List.of("10.0.0.0/8"), "read:")).toString())
                .doesNotContain("anna", "apple").contains("10.0.0.0/8");
        assertThat(http("http://user:secret@auth/x", "").toString()).doesNotContain("secret");
        assertThat(ServiceAddress.parse("http://user:secret@auth/x").toString()).doesNotContain("secret", "Basic");
    }

    private static AuthOptions internal(InternalUser... users) {
        AuthOptions defaults = AuthOptions.defaults();
        return new AuthOptions(AuthMethod.INTERNAL, List.of(users), defaults.http(), defaults.jwt());
    }

    private static AuthOptions http(String address, String fingerprint) {
        AuthOptions defaults = AuthOptions.defaults();
        return new AuthOptions(AuthMethod.HTTP, defaults.users(), new HttpAuthOptions(address, fingerprint, List.of(), TIMEOUT),
                defaults.jwt());
    }
}
