// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.orthancprism.models.fixture.TinyPacks;

/** A tiny network that changes a part of each film, whatever the film shows. */
final class QuickPack {

  private QuickPack() {}

  /**
   * Makes the pack, in place of what the folder holds.
   *
   * @return the folder
   */
  static Path make(Path folder) {
    try {
      TinyPacks.Ending changing = new TinyPacks.Ending(-0.4f, -7, 1);
      return TinyPacks.unlimited(
          TinyPacks.imageConditioned(Files.createDirectories(folder), changing));
    } catch (IOException e) {
      throw new UncheckedIOException("the tests' pack can't be written", e);
    }
  }
}
