// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Comparator;
import java.util.stream.Stream;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.server.TestCertificate;

/** A key to sign with for tests to which it does not matter which; made once for all of them. */
public final class TestSigningKey {

  private static final Path FILE = made();

  private TestSigningKey() {}

  /** The file, as an administrator would give it. */
  public static SigningKeyFile file() {
    return new SigningKeyFile(FILE, true);
  }

  private static Path made() {
    try {
      Path folder = Files.createTempDirectory("test-signing-key");
      Path file = TestCertificate.signingKey(folder);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("no key can be made", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while a key was made", e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new AssertionError("what a key was made in can't be deleted: " + folder, e);
    }
  }
}
