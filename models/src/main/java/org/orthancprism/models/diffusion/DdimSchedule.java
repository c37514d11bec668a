// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.pack.NoiseSchedule;

/**
 * DDIM's steps (arXiv 2010.02502) over a discrete noise schedule, from noise to film and back.
 *
 * <p>Timesteps are spaced as Stable Diffusion 1.x does ("leading"): multiples of the rounded-down
 * ratio of training timesteps to steps, plus the offset.
 */
public final class DdimSchedule {

  private final NoiseSchedule.ScaledLinear schedule;
  private final double[] alphasCumprod;
  private final int ratio;
  private final int steps;
  private final int skipped;

  /**
   * Makes the steps.
   *
   * @param schedule the schedule that the model was trained with
   * @param steps number of steps, at most the number of training timesteps
   */
  public DdimSchedule(NoiseSchedule.ScaledLinear schedule, int steps) {
    this(schedule, steps, 0);
  }

  private DdimSchedule(NoiseSchedule.ScaledLinear schedule, int steps, int skipped) {
    if (steps < 1 || steps > schedule.trainTimesteps()) {
      throw new IllegalArgumentException(
          "there are 1 to " + schedule.trainTimesteps() + " steps, not " + steps);
    }
    this.schedule = schedule;
    this.steps = steps;
    this.skipped = skipped;
    this.ratio = schedule.trainTimesteps() / steps;
    this.alphasCumprod = alphasCumprod(schedule);
  }

  private static double[] alphasCumprod(NoiseSchedule.ScaledLinear schedule) {
    int count = schedule.trainTimesteps();
    double first = Math.sqrt(schedule.betaStart());
    double last = Math.sqrt(schedule.betaEnd());
    double[] alphas = new double[count];
    double product = 1;
    for (int t = 0; t < count; t++) {
      double root = count == 1 ? first : first + (last - first) * t / (count - 1);
      product *= 1 - root * root;
      alphas[t] = product;
    }
    return alphas;
  }

  /** alpha_bar at a timestep; that of the film itself before timestep 0. */
  public double alphaBar(int timestep) {
    if (timestep >= 0) {
      return alphasCumprod[Math.min(timestep, alphasCumprod.length - 1)];
    }
    return schedule.setAlphaToOne() ? 1 : alphasCumprod[0];
  }

  /**
   * The same steps without the noisiest (SDEdit's strength, arXiv 2108.01073).
   *
   * @param strength share of the steps that stay, in (0, 1]; at least one stays
   */
  public DdimSchedule ofStrength(double strength) {
    if (!(strength > 0 && strength <= 1)) {
      throw new IllegalArgumentException("a strength lies in (0, 1], not " + strength);
    }
    int kept = Math.max(1, (int) (steps * strength));
    return new DdimSchedule(schedule, steps, steps - kept);
  }

  /** Number of steps from noise to film. */
  public int count() {
    return steps - skipped;
  }

  /** The steps from noise to film, in order. */
  public List<Step> denoising() {
    List<Step> list = new ArrayList<>();
    for (int i = steps - skipped - 1; i >= 0; i--) {
      int timestep = timestep(i);
      list.add(Step.between(timestep, alphaBar(timestep), alphaBar(timestep - ratio)));
    }
    return list;
  }

  /**
   * The steps from film to noise, in order. As in the inversion of null-text (arXiv 2211.09794),
   * the noise of a step is predicted at the timestep that the step leads to.
   */
  public List<Step> inversion() {
    List<Step> list = new ArrayList<>();
    for (int i = 0; i < steps - skipped; i++) {
      int timestep = timestep(i);
      list.add(Step.between(timestep, alphaBar(timestep - ratio), alphaBar(timestep)));
    }
    return list;
  }

  private int timestep(int index) {
    return Math.min(index * ratio + schedule.stepsOffset(), schedule.trainTimesteps() - 1);
  }
}
