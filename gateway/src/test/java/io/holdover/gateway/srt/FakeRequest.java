package io.holdover.gateway.srt;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Arrays;

import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import io.holdover.srt.AcceptOptions;
import io.holdover.srt.ConnectionRequest;
import io.holdover.srt.RejectionReason;
import io.holdover.srt.SrtConnection;
import io.holdover.srt.SrtConnectionHandler;
import io.holdover.srt.SrtOptions;
import io.holdover.srt.crypto.KeyMaterialMessage;

/** A caller that notes its answer. An accepted one has hung up already, as after its lifetime. */
final class FakeRequest implements ConnectionRequest {
    private final String streamId;
    private final @Nullable KeyMaterialMessage keyMaterial;
    @Nullable
    RejectionReason rejection;
    @Nullable
    AcceptOptions accepted;

    boolean stands = true;

    private FakeRequest(String streamId, @Nullable KeyMaterialMessage keyMaterial) {
        this.streamId = streamId;
        this.keyMaterial = keyMaterial;
    }

    static FakeRequest clear(String streamId) {
        return new FakeRequest(streamId, null);
    }

    static FakeRequest encrypted(String streamId, String passphrase) {
        return new FakeRequest(streamId, KeyMaterialMessage.parse(keyMaterialFor(passphrase)));
    }

    // SRT draft 3.2.2 and 6.1.5: one even AES-128 key, wrapped (RFC 3394) under PBKDF2 of the passphrase and the last 8 bytes of the salt
    private static byte[] keyMaterialFor(String passphrase) {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        byte[] message = Arrays.copyOf(new byte[]{0x12, 0x20, 0x29, 1, 0, 0, 0, 0, 2, 0, 2, 0, 0, 0, 4, 4}, 16 + 16 + 24);
        System.arraycopy(salt, 0, message, 16, 16);
        try {
            byte[] kek = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                    .generateSecret(new PBEKeySpec(passphrase.toCharArray(), Arrays.copyOfRange(salt, 8, 16), 2048, 128)).getEncoded();
            Cipher wrap = Cipher.getInstance("AESWrap");
            wrap.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
            System.arraycopy(wrap.wrap(new SecretKeySpec(new byte[16], "AES")), 0, message, 32, 24);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        return message;
    }

    boolean isAnswered() {
        return rejection != null || accepted != null;
    }

    @Override
    public boolean stands(long nowNs) {
        return stands;
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
    }

    @Override
    public int peerSocketId() {
        return 77;
    }

    @Override
    public int peerVersion() {
        return 0x010501;
    }

    @Override
    public String streamId() {
        return streamId;
    }

    @Override
    public boolean encrypted() {
        return keyMaterial != null;
    }

    @Override
    public int keyLengthBytes() {
        return keyMaterial == null ? 0 : keyMaterial.keyLengthBytes();
    }

    @Override
    public int peerReceiveLatencyMs() {
        return 120;
    }

    @Override
    public int peerSendLatencyMs() {
        return 120;
    }

    @Override
    public int peerWindowPackets() {
        return 8_192;
    }

    @Override
    public int maxPayloadBytes(SrtOptions options) {
        return options.mssBytes() - 44;
    }

    @Override
    public @Nullable KeyMaterialMessage keyMaterial() {
        return keyMaterial;
    }

    @Override
    public @Nullable SrtConnection accept(AcceptOptions options, SrtConnectionHandler handler, long nowNs) {
        if (isAnswered()) {
            throw new IllegalStateException("answered twice");
        }
        accepted = options;
        return null;
    }

    @Override
    public void reject(RejectionReason reason, long nowNs) {
        if (isAnswered()) {
            throw new IllegalStateException("answered twice");
        }
        rejection = reason;
    }
}
