package io.holdover.gateway.srt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.holdover.srt.RejectionReason;
import io.holdover.stream.AccessAction;

class StreamIdTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // raw | action | path | user | password | query
        "publish:live|PUBLISH|live|||",
        "read:live|READ|live|||",
        "request:live|READ|live|||",
        "Publish:live|PUBLISH|live|||",
        "publish:a/b/c_1.2-3|PUBLISH|a/b/c_1.2-3|||",
        "read:live:token=1|READ|live|||token=1",
        "publish:live:me:secret|PUBLISH|live|me|secret|",
        "publish:live:me:secret:token=1|PUBLISH|live|me|secret|token=1",
        "publish:live:me:secret:a=b:c=d|PUBLISH|live|me|secret|a=b:c=d",
        "publish:live::|PUBLISH|live|||",
        "publish:live:100%25:x|PUBLISH|live|100%25|x|",
        "read:live?token=1|READ|live|||token=1",
        "read:live?url=srt://x:1|READ|live|||url=srt://x:1",
        "read:/live|READ|live|||",
        "read://live|READ|live|||",
        "publish:live#feedbackplay|PUBLISH|live|||",
        "publish:live:me:secret#feedbackplay|PUBLISH|live|me|secret|",
        "publish:my%2Fstream|PUBLISH|my/stream|||",
        "publish%3Alive%2Fone|PUBLISH|live/one|||",
        "publish%3Alive%3Ame%3As%2Bt|PUBLISH|live|me|s+t|",
        "read:srt://host:8890/app/stream|READ|app/stream|||",
        "#!::m=publish,r=live|PUBLISH|live|||",
        "#!::m=request,r=live|READ|live|||",
        "#!::r=live|READ|live|||",
        "#!::r=live,m=publish,u=me,s=secret|PUBLISH|live|me|secret|",
        "#!::u=me,s=a=b:c/d,r=live,m=publish|PUBLISH|live|me|a=b:c/d|",
        "#!::h=example.org,t=stream,r=app/stream,m=publish|PUBLISH|app/stream|||",
        "#!::r=/live/one?token=1,m=request|READ|live/one|||token=1",
        "#!::r=srt://example.org/app/stream,m=publish|PUBLISH|app/stream|||",
        "#!::r=srt%3A%2F%2Fexample.org%2Fapp%2Fstream,m=publish|PUBLISH|app/stream|||",
        "%23%21%3A%3Ar%3Dlive%2Cm%3Dpublish|PUBLISH|live|||",
        "#!::r=a,m=publish,bmd_uuid=x,bmd_name=y z|PUBLISH|a|||",
        "#!::bmd_uuid=0f-1,bmd_name=Mini%20Extreme, 2nd,r=studio,m=publish|PUBLISH|studio|||",
        "#!::bmd_name=100%,r=studio,m=publish|PUBLISH|studio|||",
        "#!::,,r=live,,m=publish,|PUBLISH|live|||",
        "#!::r=live, m=publish|PUBLISH|live|||",
        "#!::m=publish,r=live#feedbackplay|PUBLISH|live|||"})
    void understands(String raw, AccessAction action, String path, String user, String password, String query) {
        assertThat(StreamId.parse(raw)).isInstanceOfSatisfying(StreamId.class, id -> {
            assertThat(id.action()).isEqualTo(action);
            assertThat(id.path().name()).isEqualTo(path);
            assertThat(id.user()).isEqualTo(user == null ? "" : user);
            assertThat(id.password()).isEqualTo(password == null ? "" : password);
            assertThat(id.query()).isEqualTo(query == null ? "" : query);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "``|BAD_REQUEST|no stream id; it must be publish:<path> or read:<path>",
        "` `|BAD_REQUEST|no stream id; it must be publish:<path> or read:<path>",
        "#feedbackplay|BAD_REQUEST|no stream id; it must be publish:<path> or read:<path>",
        "live|BAD_REQUEST|the stream id begins with 'live', it must be publish:<path> or read:<path>",
        "publsh:live:me:secret|BAD_REQUEST|the stream id begins with 'publsh', it must be publish:<path> or read:<path>",
        "srt://host/live|BAD_REQUEST|the stream id begins with 'srt', it must be publish:<path> or read:<path>",
        "publish:|BAD_REQUEST|path name is empty",
        "publish:/|BAD_REQUEST|path name is empty",
        "read:?x=1|BAD_REQUEST|path name is empty",
        "read:srt://host|BAD_REQUEST|path name is empty",
        "publish:live/|BAD_REQUEST|path name 'live/' begins or ends with a slash or has two in a row",
        "publish:a/../b|BAD_REQUEST|path name 'a/../b' contains the segment '..'",
        "publish:a%2F..%2Fb|BAD_REQUEST|path name 'a/../b' contains the segment '..'",
        "publish:my stream|BAD_REQUEST|path name 'my stream' contains a character that is not a letter, a digit or one of _ - . /",
        "#!::m=publish|BAD_REQUEST|the stream id names no path (r=<path>)",
        "#!::|BAD_REQUEST|the stream id names no path (r=<path>)",
        "#!:{u:me}|BAD_REQUEST|the nested syntax of stream ids is not understood; it must be #!::m=publish,r=<path>",
        "#!::r=live,m=bidirectional|BAD_MODE|mode 'bidirectional' is not served: a caller either publishes or reads",
        "#!::r=live,m=dance|BAD_MODE|unknown mode 'dance', it must be publish or request",
        "#!::r=live,m=|BAD_MODE|unknown mode '', it must be publish or request"})
    void refuses(String raw, RejectionReason reason, String text) {
        assertThat(StreamId.parse(raw)).isEqualTo(new SrtRefusal(reason, text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil\n2026/01/01 00:00:00 INF forged:live", "#!::m=\u001b[31m,r=live", "publish:\u0000\u2028\r\n"})
    void neverLetsAPeerForgeALogLine(String raw) {
        assertThat(StreamId.parse(raw)).isInstanceOfSatisfying(SrtRefusal.class,
                refusal -> assertThat(refusal.text()).doesNotContainPattern("[\\p{Cc}\\u2028]"));
    }

    @Test
    void neverShowsAPassword() {
        assertThat(StreamId.parse("publish:live:me:secret").toString()).doesNotContain("secret");
        assertThat(StreamId.parse("publsh:live:me:secret").toString()).doesNotContain("secret");
        assertThat(StreamId.parse("publish:li ve:me:secret").toString()).doesNotContain("secret");
        assertThat(StreamId.parse("#!::m=x,r=live,s=secret").toString()).doesNotContain("secret");
    }

    @Test
    void answersWhateverComes() {
        Random random = new Random(20_261_122);
        String alphabet = "#!:{}=,/%?&.~ abmprsu012\u0000\u00e9\ud83d\ude00";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder raw = new StringBuilder(random.nextBoolean() ? "#!::" : random.nextBoolean() ? "read:" : "");
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(StreamId.parse(raw.toString())).as("round %d of seed 20261122: %s", round, raw).isNotNull();
        }
    }
}
