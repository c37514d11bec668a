// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate that signed itself, for {@code 127.0.0.1} and {@code localhost}, as Java's keytool
 * makes it.
 *
 * @param store the key and the certificate (PKCS #12)
 * @param certificate the certificate alone, in PEM
 * @param key the key alone, in PEM
 */
public record TestCertificate(Path store, Path certificate, Path key) {

  private static final String PASSWORD = "changeit";
  private static final String ALIAS = "test";

  /** A store that nobody guards needs no iterations, and takes half a second less. */
  private static final List<String> QUICKLY =
      List.of(
          "-J-XX:+UseSerialGC",
          "-J-Dkeystore.pkcs12.keyPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.certPbeIterationCount=1",
          "-J-Dkeystore.pkcs12.macIterationCount=1");

  /**
   * Makes one.
   *
   * @param start when it begins to be valid, as keytool takes it, for example {@code -10d}
   * @param days for how long it is valid
   */
  public static TestCertificate make(Path folder, String name, String start, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path store = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        ALIAS,
        "-keyalg",
        "RSA",
        "-keysize",
        "2048",
        "-dname",
        "CN=" + name,
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-startdate",
        start,
        "-validity",
        "" + days,
        "-storetype",
        "PKCS12",
        "-keystore",
        store.toString(),
        "-storepass",
        PASSWORD);
    KeyStore keys = load(store);
    return new TestCertificate(
        store,
        Files.writeString(
            folder.resolve(name + ".pem"),
            pem("CERTIFICATE", keys.getCertificate(ALIAS).getEncoded())),
        Files.writeString(
            folder.resolve(name + ".key"),
            pem("PRIVATE KEY", keys.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded())));
  }

  /**
   * The PEM file of a key of 2048 bits with its certificate, as an administrator may give it to
   * sign with; only its owner may read it. Signing with it takes a third of the time that the
   * installation's own key of 3072 bits takes, which counts in a JVM without its second compiler.
   *
   * @param folder made if missing; a key that is there already is taken
   */
  public static Path signingKey(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = Files.createDirectories(folder).resolve("test-signing-key.pem");
    if (!Files.exists(file)) {
      Path place = Files.createTempDirectory(folder, "made");
      TestCertificate made = make(place, "orthanc-prism tests", "-1d", 30);
      Path whole =
          Files.createFile(
              place.resolve("whole.pem"),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(whole, Files.readString(made.key) + Files.readString(made.certificate));
      link(file, whole);
    }
    return file;
  }

  /** Of several JVMs that make a key at the same time, the first one's is taken by all. */
  private static void link(Path file, Path made) throws IOException {
    try {
      Files.createLink(file, made);
    } catch (FileAlreadyExistsException e) {
      // Theirs is as good.
    }
  }

  private static String pem(String label, byte[] content) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
  }

  private static KeyStore load(Path store) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(QUICKLY);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("keytool: " + output);
    }
  }

  /** The key. */
  public PrivateKey privateKey() throws IOException, GeneralSecurityException {
    return (PrivateKey) load(store).getKey(ALIAS, PASSWORD.toCharArray());
  }

  /** The certificate, which signed itself. */
  public X509Certificate x509() throws IOException, GeneralSecurityException {
    return (X509Certificate) load(store).getCertificate(ALIAS);
  }

  /** What a server needs that proves itself with it. */
  public SSLContext serverContext() throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(load(store), PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }
}
