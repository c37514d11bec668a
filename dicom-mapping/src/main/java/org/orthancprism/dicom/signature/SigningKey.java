// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;

/**
 * What results are signed with.
 *
 * @param key an RSA key of at least {@value #LEAST_BITS} bits, as the profiles ask for RSA
 * @param certificate the certificate of its public key
 */
public record SigningKey(PrivateKey key, X509Certificate certificate) {

  /** NIST SP 800-57 allows no shorter one; dcmsign warns of shorter ones. */
  static final int LEAST_BITS = 2048;

  public SigningKey {
    if (!(key instanceof RSAKey own) || !(certificate.getPublicKey() instanceof RSAPublicKey all)) {
      throw new IllegalArgumentException("the signing key and its certificate must be RSA");
    }
    if (own.getModulus().bitLength() < LEAST_BITS) {
      throw new IllegalArgumentException(
          "the signing key has "
              + own.getModulus().bitLength()
              + " bits, fewer than "
              + LEAST_BITS);
    }
    if (!own.getModulus().equals(all.getModulus())) {
      throw new IllegalArgumentException("the certificate is of another key than the signing key");
    }
  }

  /** Never shows the key. */
  @Override
  public String toString() {
    return "SigningKey[" + certificate.getSubjectX500Principal() + "]";
  }
}
