// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import org.orthancprism.dicom.signature.SigningKey;
import org.orthancprism.dicom.signature.X509Certificates;

/**
 * A private key (PKCS #8, not encrypted) and its certificate in one PEM text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7468">RFC 7468</a>
 */
final class SigningKeyPem {

  private static final String KEY = "PRIVATE KEY";

  private SigningKeyPem() {}

  /**
   * Reads a text; of several certificates the first is the key's.
   *
   * @throws IllegalArgumentException if there is no key with its certificate in it
   */
  static SigningKey read(String pem) {
    byte[] certificate =
        block(pem, Pem.CERTIFICATE, "put the key's certificate into the same file");
    byte[] key =
        block(
            pem, KEY, "convert the key with openssl pkcs8 -topk8 -nocrypt, certificate behind it");
    try {
      PrivateKey read = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
      return new SigningKey(read, X509Certificates.read(certificate));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("is no RSA key with its X.509 certificate", e);
    }
  }

  static String write(SigningKey key) {
    try {
      return Pem.text(KEY, key.key().getEncoded())
          + Pem.text(Pem.CERTIFICATE, key.certificate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was made can be written", e);
    }
  }

  private static byte[] block(String pem, String label, String advice) {
    return Pem.blocks(pem, label)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("has no block " + label + ": " + advice));
  }
}
