// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.orthancprism.dicom.signature.SigningKey;

/**
 * Java's own keytool, which makes a key with a certificate that signed itself: no library of the
 * JDK's public API makes certificates.
 */
final class KeyTool {

  private static final String ALIAS = "signing";
  private static final String BITS = "3072";

  /**
   * From yesterday on, for clocks and zones that differ, and for as long as archives keep films.
   */
  private static final String START = "-1d";

  private static final String DAYS = "10958";

  /**
   * A collector that starts soon, and no iterations that would slow down who guesses a password:
   * that of the store is random, and the store is gone in a moment.
   */
  private static final List<String> QUICKLY =
      List.of(
          "-J-XX:+UseSerialGC",
          "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.macIterationCount=1");

  private static final String PASSWORD = "PRISM_KEYTOOL_PASSWORD";

  private KeyTool() {}

  /**
   * Makes a key. Its certificate's name tells installations apart, and nothing of the machine,
   * since it travels in each result.
   *
   * @param folder where nobody else can read; holds the key for a moment
   */
  static SigningKey make(Path folder) throws IOException {
    // The folder itself is its owner's alone (Files.createTempDirectory).
    Path place = Files.createTempDirectory(folder, "signing-key");
    Path store = place.resolve("key.p12");
    try {
      String password = random(16);
      run(store, "CN=orthanc-prism " + random(4), password);
      return read(store, password.toCharArray());
    } finally {
      Files.deleteIfExists(store);
      Files.delete(place);
    }
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  private static void run(Path store, String name, String password) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(QUICKLY);
    command.addAll(
        List.of(
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "RSA",
            "-keysize",
            BITS,
            "-sigalg",
            "SHA256withRSA",
            "-dname",
            name,
            "-startdate",
            START,
            "-validity",
            DAYS,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass:env",
            PASSWORD));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(PASSWORD, password);
    Process process = builder.redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("keytool can't make a key: " + output.strip());
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool made a key", e);
    }
  }

  private static SigningKey read(Path store, char[] password) throws IOException {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password);
      return new SigningKey(
          (PrivateKey) keys.getKey(ALIAS, password), (X509Certificate) keys.getCertificate(ALIAS));
    } catch (GeneralSecurityException e) {
      throw new IOException("what keytool made can't be read", e);
    }
  }
}
