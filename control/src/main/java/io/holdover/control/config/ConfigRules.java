package io.holdover.control.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.holdover.control.auth.AuthOptions;
import io.holdover.control.auth.InternalUser;

/** What no option can say of itself alone: values that do not go together. */
final class ConfigRules {
    /** Beyond this the rest is no news. */
    static final int LIMIT_WARNINGS = 100;

    private final HoldoverConfig config;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Something that does not go together.
     *
     * @param section
     *            the path that it is about; none if it is about the top level
     */
    record Violation(Optional<PathRule> section, String message) {
    }

    private ConfigRules(HoldoverConfig config) {
        this.config = config;
    }

    /** All that does not go together. */
    static List<Violation> violations(HoldoverConfig config) {
        ConfigRules rules = new ConfigRules(config);
        rules.checkGlobal();
        config.paths().forEach(rules::check);
        rules.checkAuthentication();
        return rules.violations;
    }

    /** What does not go together at the top level and in one section. */
    static List<Violation> violations(HoldoverConfig config, PathRule section) {
        ConfigRules rules = new ConfigRules(config);
        rules.checkGlobal();
        rules.check(section);
        if (LegacyCredentials.in(config.pathDefaults(), List.of(section))) {
            rules.checkAuthentication();
        }
        return rules.violations;
    }

    /** What is sound in these sections, and still hardly meant. */
    static List<Violation> warnings(List<PathRule> sections) {
        List<Violation> warnings = new ArrayList<>();
        for (PathRule rule : sections) {
            PathSource source = rule.values().get(Options.SOURCE);
            if (source.isPublisher()) {
                continue;
            }
            warnings.add(new Violation(Optional.of(rule), "path '" + rule.pattern().key() + "': its source '"
                    + Options.SOURCE.type().display(source) + "' is not served yet, so the path has no stream, and it takes no publisher"));
            if (rule.values().gives(Options.SRT_PERSIST_ON_DISCONNECT) && rule.values().get(Options.SRT_PERSIST_ON_DISCONNECT)) {
                warnings.add(new Violation(Optional.of(rule), "path '" + rule.pattern().key()
                        + "': 'srtPersistOnDisconnect' has no effect, because its source is not 'publisher'"));
            }
        }
        return warnings.subList(0, Math.min(warnings.size(), LIMIT_WARNINGS));
    }

    private void checkGlobal() {
        OptionValues global = config.given();
        int queue = global.get(UnservedOptions.WRITE_QUEUE_SIZE);
        check(Integer.bitCount(queue) == 1, "'writeQueueSize' must be a power of two");
        if (LegacyCredentials.in(config.pathDefaults(), config.paths())) {
            check(global.get(Options.AUTH_INTERNAL_USERS).equals(Options.AUTH_INTERNAL_USERS.defaultValue()),
                    "authInternalUsers and legacy credentials (publishUser, publishPass, publishIPs, readUser, readPass, readIPs)"
                            + " cannot be used together");
        }
        switch (global.get(Options.AUTH_METHOD)) {
            case INTERNAL -> config.global().get(Options.AUTH_INTERNAL_USERS).forEach(this::check);
            case HTTP -> checkUrl(Options.AUTH_HTTP_ADDRESS);
            case JWT -> {
                checkUrl(Options.AUTH_JWT_JWKS);
                check(!global.get(Options.AUTH_JWT_CLAIM_KEY).isEmpty(), "'authJWTClaimKey' is empty");
            }
        }
    }

    /** What only those can tell who go by it: secrets that are no hashes, patterns that are none. */
    private void checkAuthentication() {
        if (LegacyCredentials.in(config.pathDefaults(), config.paths())) {
            config.paths().forEach(this::checkCredentials); // under the names that were given, not those of the users made of them
        }
        if (violations.isEmpty()) {
            AuthOptions.of(config.global()).problems().forEach(problem -> check(false, problem));
        }
    }

    private void checkCredentials(PathRule rule) {
        for (Option<String> secret : DeprecatedOptions.SECRETS) {
            AuthOptions.problemsOfSecret(secret.name(), rule.values().get(secret)).forEach(problem -> check(rule, false, problem));
        }
    }

    private void check(InternalUser user) {
        check(!user.user().isEmpty(), "empty usernames are not supported");
        check(!user.user().equals(InternalUser.ANY) || user.pass().isEmpty(), "using a password with 'any' user is not supported");
    }

    private void checkUrl(Option<String> option) {
        String url = config.global().get(option);
        check(!url.isEmpty(), "'" + option.name() + "' is empty");
        check(url.isEmpty() || url.startsWith("http://") || url.startsWith("https://"), "'" + option.name() + "' must be a HTTP URL");
    }

    private void check(PathRule rule) {
        OptionValues values = rule.values();
        PathSource source = values.get(Options.SOURCE);
        boolean redirects = source.text().equals("redirect");
        boolean isOnePath = rule.pattern() instanceof PathPattern.Exact;

        check(rule, source.isPublisher() || values.get(Options.SRT_PUBLISH_PASSPHRASE).isEmpty(),
                "'srtPublishPassphrase' can only be used when source is 'publisher'");
        check(rule, redirects || values.get(UnservedPathOptions.SOURCE_REDIRECT).isEmpty(),
                "'sourceRedirect' is useless when source is not 'redirect'");
        check(rule, !redirects || !values.get(UnservedPathOptions.SOURCE_REDIRECT).isEmpty(), "source redirect must be filled");
        check(rule, !source.isPublisher() || !values.get(UnservedPathOptions.SOURCE_ON_DEMAND),
                "'sourceOnDemand' is useless when source is 'publisher'");
        check(rule, isOnePath || source.isPublisher() || redirects || values.get(UnservedPathOptions.SOURCE_ON_DEMAND),
                "a path with a regular expression (or path 'all_others') and a static source must have 'sourceOnDemand' set to true");
        check(rule, isOnePath || values.get(Options.RUN_ON_INIT).isEmpty(),
                "a path with a regular expression (or path 'all_others') does not support option 'runOnInit'; use another path");
        check(rule, isOnePath || !values.get(UnservedPathOptions.ALWAYS_AVAILABLE),
                "'alwaysAvailable' cannot be used in a path with a regular expression (or path 'all_others')");
        boolean onDemand = !values.get(Options.RUN_ON_DEMAND).isEmpty() || !values.get(Options.RUN_ON_UN_DEMAND).isEmpty();
        check(rule, source.isPublisher() || !onDemand, "'runOnDemand' and 'runOnUnDemand' can be used only when source is 'publisher'");
        checkRecording(rule, values);
    }

    private void checkRecording(PathRule rule, OptionValues values) {
        String path = values.get(UnservedPathOptions.RECORD_PATH);
        check(rule, path.contains("%path"), "'recordPath' must contain %path");
        boolean hasDate = List.of("%Y", "%m", "%d", "%H", "%M", "%S").stream().allMatch(path::contains);
        check(rule, path.contains("%s") || hasDate, "'recordPath' must contain either %s or %Y %m %d %H %M %S");
        Duration deleteAfter = values.get(UnservedPathOptions.RECORD_DELETE_AFTER);
        check(rule, deleteAfter.isZero() || deleteAfter.compareTo(values.get(UnservedPathOptions.RECORD_SEGMENT_DURATION)) >= 0,
                "'recordDeleteAfter' cannot be lower than 'recordSegmentDuration'");
    }

    private void check(boolean sound, String message) {
        if (!sound) {
            violations.add(new Violation(Optional.empty(), message));
        }
    }

    private void check(PathRule rule, boolean sound, String message) {
        if (!sound) {
            violations.add(new Violation(Optional.of(rule), message));
        }
    }
}
