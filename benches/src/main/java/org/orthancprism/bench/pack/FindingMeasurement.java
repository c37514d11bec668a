// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.PhantomFinding;

/** Removal of findings drawn on phantoms, whose truth is exact. */
record FindingMeasurement(PackEdits edits, int phantoms, int side, long firstSeed)
    implements PackMeasurement {

  static final List<PhantomFinding> FINDINGS =
      List.of(
          PhantomFinding.PLEURAL_EFFUSION,
          PhantomFinding.CARDIOMEGALY,
          PhantomFinding.LUNG_OPACITY,
          PhantomFinding.PNEUMOTHORAX);

  private static final Goal LEFT = Goal.atMost(0.5);

  @Override
  public PackBenchSection section() {
    return PackBenchSection.DRAWN_FINDINGS;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, EditException {
    List<Row> rows = new ArrayList<>();
    for (PhantomFinding finding : FINDINGS) {
      ErrorLeft left = new ErrorLeft(DrawnPair.VISIBLE);
      Optional<EditRequest> request = edits.request(Direction.REMOVE, finding);
      if (request.isPresent()) {
        for (Drawing drawing : Drawing.phantoms(finding, phantoms, side, firstSeed)) {
          DrawnPair pair = drawing.draw();
          left.add(drawing.patient(), pair, edits.edit(pair.film(), request.get()).film());
        }
      }
      rows.add(
          left.row(
              "drawn " + words(finding) + " on phantoms: error left over, median",
              LEFT,
              "the pack does not remove it"));
    }
    return rows;
  }

  static String words(PhantomFinding finding) {
    return finding.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
