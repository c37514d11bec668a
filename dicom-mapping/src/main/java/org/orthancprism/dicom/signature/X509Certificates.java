// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.signature;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;

/**
 * Reads certificates of signers.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280">RFC 5280</a>
 */
public final class X509Certificates {

  private X509Certificates() {}

  /**
   * Reads a certificate.
   *
   * @param encoded its DER encoding
   * @throws CertificateException if it is none
   */
  public static X509Certificate read(byte[] encoded) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }
}
