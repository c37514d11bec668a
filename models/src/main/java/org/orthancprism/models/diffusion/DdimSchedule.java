// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.models.pack.NoiseSchedule;

/**
 * DDIM's steps (arXiv 2010.02502) over a discrete noise schedule, from noise to film and back.
 *
 * <p>Timesteps are spaced as the schedule says. A step leads to the timestep of the next one, so
 * that inversion and denoising pass the same levels of noise.
 */
public final class DdimSchedule {

  private final NoiseSchedule.ScaledLinear schedule;
  private final double[] alphasCumprod;
  private final int[] timesteps;
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
    this.timesteps = timesteps(schedule, steps);
    this.alphasCumprod = alphasCumprod(schedule);
  }

  /** The timesteps, the least noisy first, as diffusers' DDIMScheduler takes them. */
  private static int[] timesteps(NoiseSchedule.ScaledLinear schedule, int steps) {
    int count = schedule.trainTimesteps();
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      timesteps[i] =
          switch (schedule.spacing()) {
            case LEADING -> Math.min(i * (count / steps) + schedule.stepsOffset(), count - 1);
            case TRAILING ->
                (int) Math.rint(count - (steps - 1 - i) * ((double) count / steps)) - 1;
            case LINSPACE -> (int) Math.rint(i * (count - 1.0) / Math.max(1, steps - 1));
          };
    }
    return timesteps;
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
    if (schedule.zeroTerminalSnr()) {
      rescaleToZeroTerminalSnr(alphas);
    }
    return alphas;
  }

  /** Moves and stretches the roots so that the last is 0 and the first stays (arXiv 2305.08891). */
  private static void rescaleToZeroTerminalSnr(double[] alphas) {
    double first = Math.sqrt(alphas[0]);
    double last = Math.sqrt(alphas[alphas.length - 1]);
    for (int t = 0; t < alphas.length; t++) {
      double root = (Math.sqrt(alphas[t]) - last) * first / (first - last);
      alphas[t] = root * root;
    }
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
      list.add(between(timesteps[i], alphaBar(timesteps[i]), alphaBar(below(i))));
    }
    return list;
  }

  /**
   * The steps from film to noise, in order. As in the inversion of null-text (arXiv 2211.09794),
   * the network predicts at the timestep that the step leads to.
   */
  public List<Step> inversion() {
    List<Step> list = new ArrayList<>();
    for (int i = 0; i < steps - skipped; i++) {
      list.add(between(timesteps[i], alphaBar(below(i)), alphaBar(timesteps[i])));
    }
    return list;
  }

  /** The step from a timestep's level of noise to the film as it is predicted there. */
  public Step toFilm(int timestep) {
    return between(timestep, alphaBar(timestep), 1);
  }

  private Step between(int timestep, double from, double to) {
    return Step.between(schedule.prediction(), timestep, from, to);
  }

  /** The timestep below one; negative is the film. */
  private int below(int index) {
    if (index > 0) {
      return timesteps[index - 1];
    }
    return schedule.spacing() == NoiseSchedule.Spacing.LEADING
        ? timesteps[0] - schedule.trainTimesteps() / steps
        : -1;
  }
}
