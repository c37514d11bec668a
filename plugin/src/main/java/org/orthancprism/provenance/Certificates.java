// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.signature.Fingerprints;
import org.orthancprism.dicom.signature.X509Certificates;
import org.orthancprism.protection.Pem;

/** Reads the certificates of PEM files, whatever else is in these. */
final class Certificates {

  private Certificates() {}

  /**
   * Fingerprints of the certificates in a file.
   *
   * @throws IOException when there are none, or they can't be read
   */
  static List<String> fingerprints(Path file) throws IOException {
    List<String> fingerprints = new ArrayList<>();
    try {
      for (byte[] encoded : Pem.blocks(Files.readString(file), Pem.CERTIFICATE).toList()) {
        fingerprints.add(Fingerprints.of(X509Certificates.read(encoded)));
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new IOException(file + " has a certificate that can't be read", e);
    }
    if (fingerprints.isEmpty()) {
      throw new IOException(file + " has no certificate in PEM");
    }
    return fingerprints;
  }
}
