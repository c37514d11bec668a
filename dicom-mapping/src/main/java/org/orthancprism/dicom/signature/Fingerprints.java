// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import org.apache.commons.codec.digest.DigestUtils;

/** Identifies certificates by the SHA-256 of their encoding, 64 hexadecimal digits. */
public final class Fingerprints {

  private Fingerprints() {}

  /** That of a certificate, as {@code openssl x509 -fingerprint -sha256} shows it with colons. */
  public static String of(X509Certificate certificate) {
    try {
      return DigestUtils.sha256Hex(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was read can be digested", e);
    }
  }

  static String of(SigningKey key) {
    return of(key.certificate());
  }
}
