package io.holdover.control.auth;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

import org.jspecify.annotations.Nullable;

/**
 * Trusts the one certificate that has a fingerprint, whoever signed it and whatever name it is for. That nothing else is looked at is why
 * it extends the extended class: a plain trust manager's server would also need the right name. Any thread.
 */
final class PinnedCertificate extends X509ExtendedTrustManager {
    private static final Pattern SHA256_HEX = Pattern.compile("[0-9a-f]{64}");

    private final String sha256Hex;

    private PinnedCertificate(String sha256Hex) {
        this.sha256Hex = sha256Hex;
    }

    /**
     * Reads a SHA-256 in hexadecimal digits, with or without colons; null for "".
     *
     * @throws IllegalArgumentException
     *             if it is something else
     */
    static @Nullable PinnedCertificate parse(String fingerprint) {
        if (fingerprint.isEmpty()) {
            return null;
        }
        String hex = fingerprint.replace(":", "").toLowerCase(Locale.ROOT);
        if (!SHA256_HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "expected the SHA-256 of a certificate in 64 hexadecimal digits, found '" + fingerprint + "'");
        }
        return new PinnedCertificate(hex);
    }

    SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[]{this}, null);
            return context;
        } catch (NoSuchAlgorithmException | KeyManagementException e) {
            throw new IllegalStateException(e); // every Java has TLS
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        String found;
        try {
            found = HexFormat.of().formatHex(Secret.Sha256.digestOf(chain[0].getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new CertificateException("the certificate cannot be read", e);
        }
        if (!found.equals(sha256Hex)) {
            throw new CertificateException("the certificate's fingerprint is " + found + ", expected " + sha256Hex);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("no clients are expected");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        throw new CertificateException("no clients are expected");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        throw new CertificateException("no clients are expected");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
