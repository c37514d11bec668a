// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.codec.digest.DigestUtils;

/** The files of a model. */
final class AuditedFiles {

  private AuditedFiles() {}

  /** The JSON beside a model's file, which has the same name but for its ending. */
  static Path describing(Path model) {
    String name = String.valueOf(model.getFileName());
    return model.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + ".json");
  }

  /** SHA-256 of a file in lower-case hexadecimal. */
  static String digest(Path file) throws ModelException {
    try (InputStream in = Files.newInputStream(file)) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw new ModelException(file + " can't be read (" + e.getMessage() + ")", e);
    }
  }
}
