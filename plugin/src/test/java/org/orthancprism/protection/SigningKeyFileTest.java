// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.dicom.signature.SigningKey;
import org.orthancprism.server.TestCertificate;

/** The key that results are signed with: made at the first start, or an administrator's. */
class SigningKeyFileTest {

  @TempDir Path folder;

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private String refusal(SigningKeyFile file) {
    return assertThrows(ConfigurationException.class, file::open).getMessage();
  }

  private SigningKeyFile given(String text) throws Exception {
    Path file = Files.writeString(folder.resolve("given.pem"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return new SigningKeyFile(file, true);
  }

  @Test
  void anInstallationMakesItsKeyOnceForItsOwnEyes() throws Exception {
    SigningKeyFile own = new SigningKeyFile(folder.resolve("prism/signing-key.pem"), false);

    SigningKey key = own.open();

    assertEquals("rw-------", permissions(own.path()));
    assertEquals(key, own.open());
    String name = key.certificate().getSubjectX500Principal().getName();
    assertTrue(name.matches("CN=orthanc-prism [0-9a-f]{8}"), name);
    try (Stream<Path> files = Files.list(own.path().getParent())) {
      assertEquals(List.of(own.path()), files.toList(), "nothing is left of making it");
    }
  }

  @Test
  void workersThatBeginAtTheSameTimeTakeTheSameKey() {
    SigningKeyFile own = new SigningKeyFile(folder.resolve("signing-key.pem"), false);

    List<SigningKey> keys =
        IntStream.range(0, 3).parallel().mapToObj(each -> opened(own)).distinct().toList();

    assertEquals(1, keys.size());
  }

  private static SigningKey opened(SigningKeyFile file) {
    try {
      return file.open();
    } catch (ConfigurationException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anAdministratorsKeyIsTakenWithItsCertificate() throws Exception {
    TestCertificate hospital = TestCertificate.make(folder, "hospital", "-10d", 20);
    SigningKeyFile file =
        given(Files.readString(hospital.key()) + Files.readString(hospital.certificate()));

    SigningKey key = file.open();

    assertEquals("CN=hospital", key.certificate().getSubjectX500Principal().getName());
  }

  @Test
  void aKeyThatIsNamedIsNeverMade() {
    Path missing = folder.resolve("missing.pem");

    String message = refusal(new SigningKeyFile(missing, true));

    assertTrue(message.startsWith("$.Prism.Signing.KeyFile: "), message);
    assertFalse(Files.exists(missing));
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() throws Exception {
    SigningKeyFile own = new SigningKeyFile(folder.resolve("signing-key.pem"), false);
    own.open();
    Files.setPosixFilePermissions(own.path(), PosixFilePermissions.fromString("rw-r--r--"));

    assertTrue(refusal(own).contains("chmod 600"), refusal(own));
  }

  @Test
  void aKeyWithoutItsCertificateIsRefusedWithWhatToDo() throws Exception {
    TestCertificate one = TestCertificate.make(folder, "one", "-10d", 20);
    TestCertificate other = TestCertificate.make(folder, "other", "-10d", 20);
    String key = Files.readString(one.key());

    assertTrue(refusal(given(key)).contains("put the key's certificate into the same file"));
    String mixed = refusal(given(key + Files.readString(other.certificate())));
    assertTrue(mixed.contains("of another key"), mixed);
  }
}
