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

  /** Steps of the solver that a latent consistency model was distilled from. */
  private static final int CONSISTENCY_STEPS = 50;

  private final NoiseSchedule.ScaledLinear schedule;
  private final double[] alphasCumprod;
  private final int[] timesteps;
  private final int film;
  private final int skipped;

  /**
   * Makes the steps.
   *
   * @param schedule the schedule that the model was trained with
   * @param steps number of steps, at most the number of training timesteps
   */
  public DdimSchedule(NoiseSchedule.ScaledLinear schedule, int steps) {
    this(schedule, timesteps(schedule, steps), below(schedule, steps), 0);
  }

  private DdimSchedule(
      NoiseSchedule.ScaledLinear schedule, int[] timesteps, int film, int skipped) {
    this.schedule = schedule;
    this.timesteps = timesteps;
    this.film = film;
    this.skipped = skipped;
    this.alphasCumprod = alphasCumprod(schedule);
  }

  /**
   * The steps of a latent consistency model (arXiv 2310.04378, section 4.3): some of the 50 that
   * its distillation takes, evenly from the noisiest on, as diffusers' LCMScheduler takes them.
   *
   * @param schedule the schedule that the model was trained with, of 50 timesteps or more
   * @param steps number of steps, 1 to 50
   */
  public static DdimSchedule latentConsistency(NoiseSchedule.ScaledLinear schedule, int steps) {
    if (schedule.trainTimesteps() < CONSISTENCY_STEPS) {
      throw new IllegalArgumentException(
          "a consistency model's steps need "
              + CONSISTENCY_STEPS
              + " training timesteps, not "
              + schedule.trainTimesteps());
    }
    refuseOutside(steps, CONSISTENCY_STEPS);
    int apart = schedule.trainTimesteps() / CONSISTENCY_STEPS;
    int[] timesteps = new int[steps];
    for (int i = 0; i < steps; i++) {
      int skippedOnes = (int) (i * ((double) CONSISTENCY_STEPS / steps));
      timesteps[steps - 1 - i] = (CONSISTENCY_STEPS - skippedOnes) * apart - 1;
    }
    return new DdimSchedule(schedule, timesteps, -1, 0);
  }

  private static void refuseOutside(int steps, int most) {
    if (steps < 1 || steps > most) {
      throw new IllegalArgumentException("there are 1 to " + most + " steps, not " + steps);
    }
  }

  /** The timesteps, the least noisy first, as diffusers' DDIMScheduler takes them. */
  private static int[] timesteps(NoiseSchedule.ScaledLinear schedule, int steps) {
    int count = schedule.trainTimesteps();
    refuseOutside(steps, count);
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
    int kept = Math.max(1, (int) (timesteps.length * strength));
    return new DdimSchedule(schedule, timesteps, film, timesteps.length - kept);
  }

  /** Number of steps from noise to film. */
  public int count() {
    return timesteps.length - skipped;
  }

  /** The steps from noise to film, in order. */
  public List<Step> denoising() {
    List<Step> list = new ArrayList<>();
    for (int i = count() - 1; i >= 0; i--) {
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
    for (int i = 0; i < count(); i++) {
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
    return index > 0 ? timesteps[index - 1] : film;
  }

  /** The timestep below the first. */
  private static int below(NoiseSchedule.ScaledLinear schedule, int steps) {
    return schedule.spacing() == NoiseSchedule.Spacing.LEADING
        ? timesteps(schedule, steps)[0] - schedule.trainTimesteps() / steps
        : -1;
  }
}
