// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;

/**
 * Noise like a film's own: that part of it that something coarser does not hold, with the local
 * standard deviation and the neighbours' correlation that the film has outside of a mask.
 */
final class Grain {

  /** Side of the square field on which the correlation is calibrated. */
  private static final int TRIAL = 256;

  private static final int CALIBRATIONS = 12;
  private static final double STRONGEST = 0.97;

  private final LowPass coarser;
  private final GrainStatistics statistics;

  private Grain(LowPass coarser, GrainStatistics statistics) {
    this.coarser = coarser;
    this.statistics = statistics;
  }

  /**
   * The grain of a film.
   *
   * @param coarser what loses it
   * @param statistics what was measured of the film's part that is lost to it
   */
  static Grain of(LowPass coarser, GrainStatistics statistics) {
    return new Grain(coarser, statistics);
  }

  /** Mean of the film's local standard deviations. */
  double deviation() {
    return statistics.meanDeviation();
  }

  /**
   * Such noise, as strong as the film's where a mask is above 0.
   *
   * @param seed seed of the noise
   */
  Plane noise(ChangeMask mask, long seed) {
    NoiseField field = calibrated(seed);
    Plane noise = coarser.lost(field.generate(mask.rows(), mask.columns()));
    // Measured as the film's is, so that what the measure misses by cancels out.
    ChangeMask everywhere = ChangeMask.empty(mask.rows(), mask.columns());
    double unit = 1 / Math.max(1e-6, GrainStatistics.measure(noise, everywhere).meanDeviation());
    float[] grain = noise.values();
    for (int i = 0; i < grain.length; i++) {
      if (mask.weights()[i] > 0) {
        double deviation = statistics.deviationAt(i / mask.columns(), i % mask.columns());
        grain[i] *= (float) (unit * deviation);
      }
    }
    return noise;
  }

  /**
   * A field whose fine part correlates as the film's does: taking the coarse part away weakens the
   * correlation of neighbours, so that a field starts with a stronger one.
   */
  private NoiseField calibrated(long seed) {
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
