// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.phantom.PhantomFinding;

/**
 * What ChestX-ray14 calls the findings: NIH's labels, mined from reports (Wang et al., CVPR 2017),
 * and those of the radiologists who read part of the films (Majkowska et al., Radiology 2019;
 * Nabulsi et al., Scientific Reports 2021).
 */
final class FindingLabels {

  private static final Map<String, PhantomFinding> MINED =
      Map.of(
          "Effusion", PhantomFinding.PLEURAL_EFFUSION,
          "Cardiomegaly", PhantomFinding.CARDIOMEGALY,
          "Pneumothorax", PhantomFinding.PNEUMOTHORAX,
          "Infiltration", PhantomFinding.LUNG_OPACITY,
          "Consolidation", PhantomFinding.LUNG_OPACITY,
          "Pneumonia", PhantomFinding.LUNG_OPACITY,
          "Atelectasis", PhantomFinding.LUNG_OPACITY,
          "Edema", PhantomFinding.LUNG_OPACITY);

  private static final Map<String, PhantomFinding> READ =
      Map.of(
          "Effusion", PhantomFinding.PLEURAL_EFFUSION,
          "Cardiomegaly", PhantomFinding.CARDIOMEGALY,
          "Pneumothorax", PhantomFinding.PNEUMOTHORAX,
          "Airspace opacity", PhantomFinding.LUNG_OPACITY);

  private FindingLabels() {}

  /** The findings of a cell, separated by {@code |}; empty where it is. */
  static Optional<Set<PhantomFinding>> mined(String cell) {
    if (cell.isEmpty()) {
      return Optional.empty();
    }
    Set<PhantomFinding> findings = EnumSet.noneOf(PhantomFinding.class);
    for (String label : cell.split("\\|", -1)) {
      PhantomFinding finding = MINED.get(label.strip());
      if (finding != null) {
        findings.add(finding);
      }
    }
    return Optional.of(findings);
  }

  /** What radiologists said: {@code YES}, {@code NO}, or nothing where they did not look. */
  static Map<PhantomFinding, Boolean> read(CsvTable.Row row) {
    Map<PhantomFinding, Boolean> said = new EnumMap<>(PhantomFinding.class);
    READ.forEach(
        (label, finding) -> {
          String cell = row.get(label);
          if (cell.equals("YES") || cell.equals("NO")) {
            said.put(finding, cell.equals("YES"));
          }
        });
    return said;
  }
}
