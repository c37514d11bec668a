// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.protection;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.dicom.signature.SigningKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file with the key that results are signed with, and its certificate, in PEM. Only the worker
 * opens it.
 *
 * @param path where it is
 * @param given whether an administrator has put it there; otherwise the first worker makes it,
 *     readable by its own user alone
 */
public record SigningKeyFile(Path path, boolean given) {

  /** The keys that the section {@code Signing} allows. */
  public static final Set<String> KEYS = Set.of("KeyFile");

  /** Name of the section. */
  public static final String SECTION = "Signing";

  /** Name of a key file that the installation makes. */
  public static final String NAME = "signing-key.pem";

  private static final String GIVEN = "KeyFile";
  private static final String OWN = "OwnKeyFile";

  private static final Logger LOG = LoggerFactory.getLogger(SigningKeyFile.class);

  private static final Set<PosixFilePermission> NOT_ALLOWED =
      Set.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  public SigningKeyFile {
    Objects.requireNonNull(path, "path");
  }

  /**
   * Reads the section {@code Signing}.
   *
   * @param folder where the installation's own key is kept if none is named
   */
  public static SigningKeyFile read(Section signing, Path folder) throws ConfigurationException {
    signing.allow(KEYS);
    Optional<Path> named = signing.path(GIVEN);
    return new SigningKeyFile(named.orElse(folder.resolve(NAME)), named.isPresent());
  }

  /** Reads what {@link #json} wrote. */
  public static SigningKeyFile ofJson(Section signing) throws ConfigurationException {
    Optional<Path> named = signing.path(GIVEN);
    return named.isPresent()
        ? new SigningKeyFile(named.get(), true)
        : new SigningKeyFile(
            signing.path(OWN).orElseThrow(() -> signing.fault(OWN, "is missing")), false);
  }

  /** The form in the configuration of the worker. */
  public JsonObject json() {
    return Json.createObjectBuilder().add(given ? GIVEN : OWN, path.toString()).build();
  }

  /**
   * The key in it. Makes the file where the installation has none yet.
   *
   * @throws ConfigurationException when the file is missing, is no key with its certificate, or
   *     others can read it
   */
  public SigningKey open() throws ConfigurationException {
    try {
      if (!given && !Files.exists(path)) {
        make();
      }
      requireProtected();
      return SigningKeyPem.read(Files.readString(path));
    } catch (IOException e) {
      throw fault(path + " can't be read: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw fault(path + ": " + e.getMessage());
    }
  }

  private void requireProtected() throws IOException, ConfigurationException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
    if (permissions.stream().anyMatch(NOT_ALLOWED::contains)) {
      throw fault(path + " is open to others than its owner: chmod 600 " + path);
    }
    try {
      // Whoever can write there can put another key in its place.
      ForeignWriters.refuseWriters(folder());
    } catch (UnprotectedException e) {
      throw fault(String.valueOf(e.getMessage()));
    }
  }

  private Path folder() {
    return Objects.requireNonNull(path.toAbsolutePath().getParent(), "folder of " + path);
  }

  /** Of several workers that begin at the same time, one makes the key and all take it. */
  private void make() throws IOException {
    Path folder = folder();
    Files.createDirectories(folder);
    Path temporary =
        Files.createTempFile(
            folder,
            NAME,
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      SigningKey key = KeyTool.make(folder);
      Files.writeString(temporary, SigningKeyPem.write(key));
      // Unlike a move, a link never replaces what another has put there meanwhile.
      Files.createLink(path, temporary);
      LOG.warn("Made the key {} that results are signed with; keep a copy of it", path);
    } catch (FileAlreadyExistsException e) {
      LOG.info("Another worker has made the key {}", path);
    } finally {
      Files.delete(temporary);
    }
  }

  private static ConfigurationException fault(String message) {
    return new ConfigurationException("$.Prism." + SECTION + "." + GIVEN, message);
  }
}
