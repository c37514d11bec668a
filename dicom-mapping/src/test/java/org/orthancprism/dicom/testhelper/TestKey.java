// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import org.orthancprism.dicom.signature.SigningKey;
import org.orthancprism.server.TestCertificate;

/** Keys to sign with, made by Java's keytool as an installation makes its own. */
public final class TestKey {
  private static final SigningKey SHARED = make("tests");

  private TestKey() {}

  /** A key for tests to which it does not matter which. */
  public static SigningKey shared() {
    return SHARED;
  }

  private static SigningKey make(String name) {
    try {
      return make(Files.createTempDirectory("test-key"), name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A new RSA key whose certificate signed itself. */
  public static SigningKey make(Path folder, String name) {
    try {
      TestCertificate made = TestCertificate.make(folder, name, "-3650d", 7300);
      return new SigningKey(made.privateKey(), made.x509());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Its certificate as a PEM file. */
  public static Path certificate(SigningKey key, Path folder) {
    try {
      String lines = Base64.getMimeEncoder().encodeToString(key.certificate().getEncoded());
      return Files.writeString(
          folder.resolve("certificate.pem"),
          "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n");
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
