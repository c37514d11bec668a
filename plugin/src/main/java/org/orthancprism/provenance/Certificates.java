// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.orthancprism.dicom.signature.Fingerprints;

/** Reads the certificates of PEM files, whatever else is in these. */
final class Certificates {

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

  private Certificates() {}

  /**
   * Fingerprints of the certificates in a file.
   *
   * @throws IOException when there are none, or they can't be read
   */
  static List<String> fingerprints(Path file) throws IOException {
    List<String> fingerprints = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(file));
    while (block.find()) {
      try {
        byte[] encoded = Base64.getMimeDecoder().decode(block.group(1));
        fingerprints.add(
            Fingerprints.of(
                (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(encoded))));
      } catch (CertificateException | IllegalArgumentException e) {
        throw new IOException(file + " has a certificate that can't be read", e);
      }
    }
    if (fingerprints.isEmpty()) {
      throw new IOException(file + " has no certificate in PEM");
    }
    return fingerprints;
  }
}
