// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;

/**
 * Makes noise like a film's own: that part of it that something coarser does not hold, with the
 * local standard deviation and the neighbours' correlation that the film has outside of a mask.
 *
 * @param coarser what it is the fine part of
 */
record Grain(Coarser coarser) {

  /** Side of the square field on which the correlation is calibrated. */
  private static final int TRIAL = 256;

  private static final int CALIBRATIONS = 12;
  private static final double STRONGEST = 0.97;

  /**
   * Grain for a film.
   *
   * @param film the film
   * @param mask the mask outside of which the film's grain is measured
   * @param seed seed of the noise
   */
  Plane like(Plane film, ChangeMask mask, long seed) {
    GrainStatistics statistics = GrainStatistics.measure(coarser.lost(film), mask);
    NoiseField field = calibrated(statistics, seed);
    Plane noise = coarser.lost(field.generate(film.rows(), film.columns()));
    // Measured as the film's is, so that what the measure misses by cancels out.
    ChangeMask everywhere = ChangeMask.empty(film.rows(), film.columns());
    double unit = 1 / Math.max(1e-6, GrainStatistics.measure(noise, everywhere).meanDeviation());
    float[] grain = noise.values();
    for (int i = 0; i < grain.length; i++) {
      if (mask.weights()[i] > 0) {
        double deviation = statistics.deviationAt(i / film.columns(), i % film.columns());
        grain[i] *= (float) (unit * deviation);
      }
    }
    return noise;
  }

  /**
   * A field whose fine part correlates as the film's does: taking the coarse part away weakens the
   * correlation of neighbours, so that a field starts with a stronger one.
   */
  private NoiseField calibrated(GrainStatistics statistics, long seed) {
    double alongRows = bounded(statistics.alongRows());
    double alongColumns = bounded(statistics.alongColumns());
    for (int i = 0; i < CALIBRATIONS; i++) {
      Plane trial = new NoiseField(seed, alongRows, alongColumns).generate(TRIAL, TRIAL);
      GrainStatistics found =
          GrainStatistics.measure(coarser.lost(trial), ChangeMask.empty(TRIAL, TRIAL));
      alongRows = bounded(alongRows + statistics.alongRows() - found.alongRows());
      alongColumns = bounded(alongColumns + statistics.alongColumns() - found.alongColumns());
    }
    return new NoiseField(seed, alongRows, alongColumns);
  }

  private static double bounded(double correlation) {
    return Math.max(0, Math.min(STRONGEST, correlation));
  }
}
