// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.dicom.signature.SigningKey;

/**
 * A private key (PKCS #8, not encrypted) and its certificate in one PEM text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class SigningKeyPem {

  private static final String KEY = "PRIVATE KEY";
  private static final String CERTIFICATE = "CERTIFICATE";
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private SigningKeyPem() {}

  /**
   * Reads a text; of several certificates the first is the key's.
   *
   * @throws IllegalArgumentException if there is no key with its certificate in it
   */
  static SigningKey read(String pem) {
    byte[] certificate = block(pem, CERTIFICATE, "put the key's certificate into the same file");
    byte[] key =
        block(
            pem, KEY, "convert the key with openssl pkcs8 -topk8 -nocrypt, certificate behind it");
    try {
      PrivateKey read = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
      return new SigningKey(
          read,
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is no RSA key with its X.509 certificate", e);
    }
  }

  static String write(SigningKey key) {
    try {
      return text(KEY, key.key().getEncoded()) + text(CERTIFICATE, key.certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was made can be written", e);
    }
  }

  private static String text(String name, byte[] value) {
    return "-----BEGIN "
        + name
        + "-----\n"
        + LINES.encodeToString(value)
        + "\n-----END "
        + name
        + "-----\n";
  }

  private static byte[] block(String pem, String name, String advice) {
    Matcher found =
        Pattern.compile(
                "-----BEGIN " + name + "-----([A-Za-z0-9+/=\\s]+)-----END " + name + "-----")
            .matcher(pem);
    if (!found.find()) {
      throw new IllegalArgumentException("has no block " + name + ": " + advice);
    }
    return Base64.getMimeDecoder().decode(found.group(1));
  }
}
