// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.pack.PackSummary;
import org.orthancprism.packs.importing.ImportRequest;
import org.orthancprism.packs.importing.PackImport;

/** Makes a pack while the user sees how far it is, and says what came of it. */
final class ImportedPack {

  private ImportedPack() {}

  /** Makes it. */
  static PackSummary make(ImportRequest request, Path place, PrintWriter terminal)
      throws PackException {
    PackSummary summary;
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      summary =
          PackImport.run(
              request,
              place,
              (what, done, total) -> display.show((double) done / Math.max(1, total), what));
    }
    terminal.printf(
        Locale.ROOT,
        "%s %s: findings %d, %.1f MB, digest %s%n",
        summary.manifest().name(),
        summary.manifest().version(),
        summary.manifest().findings().size(),
        summary.size() / 1e6,
        summary.digest());
    terminal.printf("%s%n", summary.folder());
    terminal.flush();
    return summary;
  }
}
