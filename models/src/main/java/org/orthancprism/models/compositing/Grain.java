// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.compositing;

import org.orthancprism.models.film.Blur;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;

/**
 * Makes noise like a film's own: that part of it that a smoothed working resolution does not hold,
 * with the local standard deviation and the neighbours' correlation that the film has outside of a
 * mask.
 *
 * @param rows rows of the working resolution
 * @param columns columns of the working resolution
 * @param smoothing nominal standard deviation of what it is smoothed by, in its own pixels
 */
record Grain(int rows, int columns, double smoothing) {

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
    Plane fine = fine(film, rows, columns);
    GrainStatistics statistics = GrainStatistics.measure(fine, mask);
    NoiseField field = calibrated(statistics, film.rows(), film.columns(), seed);
    Plane noise = fine(field.generate(film.rows(), film.columns()), rows, columns);
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

  /** The part of a plane that a coarser resolution, smoothed, does not hold. */
  private Plane fine(Plane plane, int coarseRows, int coarseColumns) {
    Plane coarse = smoothed(Resampling.AREA.resample(plane, coarseRows, coarseColumns));
    return plane.minus(Resampling.CUBIC.resample(coarse, plane.rows(), plane.columns()));
  }

  /** A plane of the working resolution as it takes the film's place. */
  Plane smoothed(Plane coarse) {
    float[] values = Blur.gaussian(coarse.values(), coarse.rows(), coarse.columns(), smoothing);
    return new Plane(coarse.rows(), coarse.columns(), values);
  }

  /**
   * A field whose fine part correlates as the film's does: taking the coarse part away weakens the
   * correlation of neighbours, so that a field starts with a stronger one.
   */
  private NoiseField calibrated(
      GrainStatistics statistics, int filmRows, int filmColumns, long seed) {
    int trialRows = Math.max(1, Math.round((float) TRIAL * rows / filmRows));
    int trialColumns = Math.max(1, Math.round((float) TRIAL * columns / filmColumns));
    double alongRows = bounded(statistics.alongRows());
    double alongColumns = bounded(statistics.alongColumns());
    for (int i = 0; i < CALIBRATIONS; i++) {
      Plane trial = new NoiseField(seed, alongRows, alongColumns).generate(TRIAL, TRIAL);
      Plane fine = fine(trial, trialRows, trialColumns);
      GrainStatistics found = GrainStatistics.measure(fine, ChangeMask.empty(TRIAL, TRIAL));
      alongRows = bounded(alongRows + statistics.alongRows() - found.alongRows());
      alongColumns = bounded(alongColumns + statistics.alongColumns() - found.alongColumns());
    }
    return new NoiseField(seed, alongRows, alongColumns);
  }

  private static double bounded(double correlation) {
    return Math.max(0, Math.min(STRONGEST, correlation));
  }
}
