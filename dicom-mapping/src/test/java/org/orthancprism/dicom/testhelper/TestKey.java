// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.orthancprism.dicom.signature.SigningKey;

/** Keys to sign with, made by Java's keytool as an installation makes its own. */
public final class TestKey {
  private static final String PASSWORD = "changeit";

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
    Path store = folder.resolve(name + ".p12");
    Tool.Answer made =
        Tool.run(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "key",
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-dname",
            "CN=" + name,
            "-startdate",
            "-3650d",
            "-validity",
            "7300",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    if (made.status() != 0) {
      throw new AssertionError(made.text());
    }
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, PASSWORD.toCharArray());
      return new SigningKey(
          (PrivateKey) keys.getKey("key", PASSWORD.toCharArray()),
          (X509Certificate) keys.getCertificate("key"));
    } catch (IOException | GeneralSecurityException e) {
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
