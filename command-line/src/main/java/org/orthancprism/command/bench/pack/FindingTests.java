// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench.pack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.pack.Direction;
import org.orthancprism.models.phantom.PhantomFinding;

/** Removal of findings drawn on phantoms, whose truth is exact. */
record FindingTests(PackEdits edits, int phantoms, int side, long firstSeed) {

  static final List<PhantomFinding> FINDINGS =
      List.of(
          PhantomFinding.PLEURAL_EFFUSION,
          PhantomFinding.CARDIOMEGALY,
          PhantomFinding.LUNG_OPACITY);

  private static final Goal LEFT = Goal.atMost(0.5);

  List<Row> removed() throws EditException {
    List<Row> rows = new ArrayList<>();
    for (PhantomFinding finding : FINDINGS) {
      String test = "drawn " + words(finding) + " on phantoms: error left over";
      Optional<EditRequest> request = edits.request(Direction.REMOVE, finding);
      if (request.isEmpty()) {
        rows.add(Row.missing(test, LEFT, "the pack does not remove it"));
        continue;
      }
      ErrorLeft left = new ErrorLeft(DrawnPair.VISIBLE);
      for (int i = 0; i < phantoms; i++) {
        DrawnPair pair = DrawnPair.phantom(finding, side, firstSeed + i);
        left.add(pair, edits.edit(pair.film(), request.get()).film());
      }
      rows.add(left.row(test, LEFT));
    }
    return rows;
  }

  static String words(PhantomFinding finding) {
    return finding.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
