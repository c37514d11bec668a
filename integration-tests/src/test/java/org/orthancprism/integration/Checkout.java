// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.orthancprism.command.server.Installation;

/** Where the tests find what the build made. */
final class Checkout {

  static final Path ROOT = Path.of(System.getProperty("checkout.root", "..")).toAbsolutePath();

  /** With the default pack. */
  static final Installation INSTALLATION =
      Installation.ofCheckout(ROOT.normalize())
          .withPack(
              Path.of(System.getProperty("checkout.pack", ROOT + "/models/packs/default"))
                  .normalize());

  /** With a pack that edits in no time, for tests which ask what becomes of results. */
  static final Installation QUICK = INSTALLATION.withPack(QuickPack.make(ofThisJvm("pack")));

  static final String REMOVE_DEVICES = "remove-support-devices";
  static final String REMOVE_EFFUSION = "remove-pleural-effusion";
  static final List<String> EDITS = List.of(REMOVE_DEVICES, REMOVE_EFFUSION);

  /** A film, counterfactual and difference of each edit, a presentation state, and the report. */
  static final int COMPLETE = 1 + 2 * EDITS.size() + 2;

  private Checkout() {}

  /** Where this JVM of the tests keeps what its tests share; another keeps its own. */
  static Path ofThisJvm(String name) {
    String fork = System.getProperty("surefire.forkNumber", "0");
    return Path.of("target", "shared-" + fork, name).toAbsolutePath();
  }

  /** The quick pack under another version, and so of another digest, as after an update. */
  static Path updatedPack(Path folder) throws IOException {
    Path pack = QuickPack.make(folder.resolve("updated"));
    Path manifest = pack.resolve("pack.json");
    String text = Files.readString(manifest);
    Files.writeString(
        manifest, text.replaceFirst("\"version\": *\"[^\"]*\"", "\"version\": \"99\""));
    return pack;
  }

  /** Real films laid beside the checkout, which carries none; empty where there are none. */
  static List<Path> realFilms() {
    Path folder = ROOT.resolve("../shared/data/dicom").normalize();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
