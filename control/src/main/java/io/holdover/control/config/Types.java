package io.holdover.control.config;

import java.time.Duration;
import java.util.List;

import io.holdover.control.IpNetwork;
import io.holdover.control.auth.AuthAction;
import io.holdover.control.auth.InternalUser;
import io.holdover.control.auth.Permission;
import io.holdover.control.config.StructType.Field;
import io.holdover.control.config.StructType.Parts;

/** The types that several options have. */
final class Types {
    static final OptionType<Boolean> BOOLEAN = new BooleanType();
    static final OptionType<Double> NUMBER = new NumberType();
    static final OptionType<Long> SIZE = new SizeType();
    static final OptionType<ListenAddress> ADDRESS = new AddressType();
    static final OptionType<String> PASSPHRASE = new PassphraseType();

    static final OptionType<String> TEXT = TextType.lines("text", "anything");
    static final OptionType<String> TOKEN = TextType.secret("secret", "correct-horse-battery");
    static final OptionType<String> COMMAND = TextType.lines("command", "/usr/local/bin/notify $MTX_PATH");
    static final OptionType<String> URL = new TextType("URL", "http://localhost:8080/auth");
    static final OptionType<String> FILE = new TextType("file", "server.key");
    static final OptionType<String> FINGERPRINT = new TextType("SHA-256 in hexadecimal digits", "0a1b2c3d");
    /** An address that may be empty. */
    static final OptionType<String> ADDRESS_OR_NONE = new TextType("address", ":8000");

    static final OptionType<Integer> COUNT = new CountType(0, Integer.MAX_VALUE, "100");
    static final OptionType<Duration> PERIOD = new DurationType(Duration.ZERO, Duration.ofDays(3650));
    static final OptionType<Duration> TIMEOUT = new DurationType(Duration.ofMillis(1), Duration.ofDays(1));

    static final OptionType<List<String>> WORDS = new ListType<>(TEXT);
    static final OptionType<List<String>> ORIGINS = new ListType<>(new TextType("origins", "https://*.example.org"));
    static final OptionType<List<IpNetwork>> NETWORKS = new ListType<>(new NetworkType());

    private static final Field<AuthAction> ACTION = new Field<>("action", new ChoiceType<>(AuthAction.class), AuthAction.PUBLISH);
    private static final Field<String> PERMITTED_PATH = new Field<>("path", TEXT, "");

    private static final OptionType<Permission> PERMISSION = new StructType<>("permissions", "{action: publish, path: live}",
            List.of(ACTION, PERMITTED_PATH), parts -> new Permission(parts.get(ACTION), parts.get(PERMITTED_PATH)),
            permission -> new Parts().with(ACTION, permission.action()).with(PERMITTED_PATH, permission.path()));

    static final OptionType<List<Permission>> PERMISSIONS = new ListType<>(PERMISSION);

    private static final Field<String> USER = new Field<>("user", TEXT, "");
    private static final Field<String> PASS = new Field<>("pass", new SecretType(), "");
    private static final Field<List<IpNetwork>> IPS = new Field<>("ips", NETWORKS, List.of());
    private static final Field<List<Permission>> PERMITTED = new Field<>("permissions", PERMISSIONS, List.of());

    static final OptionType<List<InternalUser>> USERS = new ListType<>(new StructType<>("users",
            "{user: alice, pass: correct-horse, ips: [], permissions: [{action: publish, path: live}]}",
            List.of(USER, PASS, IPS, PERMITTED),
            parts -> new InternalUser(parts.get(USER), parts.get(PASS), parts.get(IPS), parts.get(PERMITTED)),
            user -> new Parts().with(USER, user.user()).with(PASS, user.pass()).with(IPS, user.ips()).with(PERMITTED, user.permissions())));

    private Types() {
    }
}
