// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.phantom;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * Which phantom to draw.
 *
 * @param rows rows of the film, at least 64
 * @param columns columns of the film, at least 64
 * @param seed seed of all that varies: patient, findings, exposure, noise
 * @param findings what the patient has
 * @param variety how far patients and exposures differ
 */
public record PhantomSettings(
    int rows, int columns, long seed, Set<PhantomFinding> findings, Variety variety) {

  public PhantomSettings {
    if (rows < 64 || columns < 64) {
      throw new IllegalArgumentException("a phantom has at least 64 rows and 64 columns");
    }
    findings = Set.copyOf(findings);
    Objects.requireNonNull(variety, "variety");
  }

  /**
   * A plain phantom.
   *
   * @param supportDevices whether the patient has support devices
   * @param pleuralEffusion whether the patient has a pleural effusion
   */
  public PhantomSettings(
      int rows, int columns, long seed, boolean supportDevices, boolean pleuralEffusion) {
    this(rows, columns, seed, findings(supportDevices, pleuralEffusion), Variety.PLAIN);
  }

  private static Set<PhantomFinding> findings(boolean supportDevices, boolean pleuralEffusion) {
    EnumSet<PhantomFinding> findings = EnumSet.noneOf(PhantomFinding.class);
    if (supportDevices) {
      findings.add(PhantomFinding.SUPPORT_DEVICES);
    }
    if (pleuralEffusion) {
      findings.add(PhantomFinding.PLEURAL_EFFUSION);
    }
    return findings;
  }
}
