// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.diffusion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.pack.NoiseSchedule;
import org.orthancprism.models.pack.PackException;

class DdimScheduleTest {

  private static final double FILM = 0.7;
  private static final double NOISE = -0.3;

  private static final NoiseSchedule.ScaledLinear STABLE_DIFFUSION =
      new NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000, false, 1);

  @Test
  void alphaBarIsTheProductOfOneLessBeta() {
    DdimSchedule schedule = new DdimSchedule(STABLE_DIFFUSION, 50);
    // Stable Diffusion's published end points: 1 - 0.00085, and 0.0047 at the last timestep.
    assertEquals(0.99915, schedule.alphaBar(0), 1e-12);
    assertEquals(0.00466, schedule.alphaBar(999), 1e-5);
    assertEquals(0.99915, schedule.alphaBar(-19), 1e-12);
    NoiseSchedule.ScaledLinear toOne =
        new NoiseSchedule.ScaledLinear(0.00085, 0.012, 1000, true, 1);
    assertEquals(1, new DdimSchedule(toOne, 50).alphaBar(-19));
  }

  @Test
  void fiftyStepsTakeTheTimestepsOfDiffusers() throws PackException {
    Golden golden = Golden.load();
    DdimSchedule schedule = new DdimSchedule(STABLE_DIFFUSION, 50);
    assertArrayEquals(golden.integers("denoising_timesteps"), timesteps(schedule.denoising()));
    assertArrayEquals(golden.integers("inversion_timesteps"), timesteps(schedule.inversion()));
  }

  @Test
  void aConsistencyModelsStepsAreThoseOfDiffusersInAnyNumber() throws PackException {
    long[] expected = Golden.load("infedit/infedit.safetensors").integers("timesteps");
    int from = 0;
    for (int steps = 1; steps <= 50; steps++) {
      DdimSchedule schedule = DdimSchedule.latentConsistency(STABLE_DIFFUSION, steps);
      assertArrayEquals(
          Arrays.copyOfRange(expected, from, from + steps), timesteps(schedule.denoising()));
      from += steps;
    }
    assertEquals(expected.length, from);
  }

  @Test
  void aConsistencyModelTakesNoMoreStepsThanItWasDistilledFrom() {
    assertThrows(
        IllegalArgumentException.class, () -> DdimSchedule.latentConsistency(STABLE_DIFFUSION, 51));
    NoiseSchedule.ScaledLinear few = new NoiseSchedule.ScaledLinear(0.00085, 0.012, 40, false, 1);
    assertThrows(IllegalArgumentException.class, () -> DdimSchedule.latentConsistency(few, 12));
  }

  @ParameterizedTest
  @EnumSource(NoiseSchedule.Spacing.class)
  void stepsAreSpacedAndRescaledAsDiffusersDoes(NoiseSchedule.Spacing spacing)
      throws PackException {
    Golden golden = Golden.load("stable_diffusion_2/methods.safetensors");
    DdimSchedule schedule = new DdimSchedule(zeroTerminalSnr(spacing), 10);
    List<Step> steps = schedule.denoising();
    assertArrayEquals(golden.integers("timesteps." + spacing.label()), timesteps(steps));
    float[] levels = golden.floats("levels." + spacing.label());
    for (int i = 0; i < levels.length; i++) {
      // diffusers multiplies a thousand factors in float32.
      assertEquals(levels[i], schedule.alphaBar(steps.get(i).timestep()), 1e-5);
    }
    assertEquals(0, schedule.alphaBar(999), 0);
  }

  @ParameterizedTest
  @EnumSource(NoiseSchedule.Spacing.class)
  void velocityOfAKnownFilmAndNoiseLeadsFromOneToTheOtherAndBack(NoiseSchedule.Spacing spacing) {
    DdimSchedule schedule = new DdimSchedule(zeroTerminalSnr(spacing), 7);
    double level = schedule.alphaBar(-1);
    double x = sample(level);
    List<Step> inversion = schedule.inversion();
    for (Step step : inversion) {
      x = step.sample() * x + step.output() * velocity(level);
      level = schedule.alphaBar(step.timestep());
      assertEquals(sample(level), x, 1e-12);
      Step toFilm = schedule.toFilm(step.timestep());
      assertEquals(FILM, toFilm.sample() * x + toFilm.output() * velocity(level), 1e-12);
    }
    for (Step step : schedule.denoising()) {
      x = step.sample() * x + step.output() * velocity(schedule.alphaBar(step.timestep()));
    }
    assertEquals(sample(schedule.alphaBar(-1)), x, 1e-12);
  }

  private static double sample(double level) {
    return Math.sqrt(level) * FILM + Math.sqrt(1 - level) * NOISE;
  }

  /** As arXiv 2202.00512 defines it. */
  private static double velocity(double level) {
    return Math.sqrt(level) * NOISE - Math.sqrt(1 - level) * FILM;
  }

  private static NoiseSchedule.ScaledLinear zeroTerminalSnr(NoiseSchedule.Spacing spacing) {
    return new NoiseSchedule.ScaledLinear(
        0.00085, 0.012, 1000, false, 1, NoiseSchedule.Prediction.V_PREDICTION, true, spacing);
  }

  @Test
  void networkThatPredictsTheNoiseCanNotStartFromNoiseAlone() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new NoiseSchedule.ScaledLinear(
                    0.00085,
                    0.012,
                    1000,
                    false,
                    1,
                    NoiseSchedule.Prediction.EPSILON,
                    true,
                    NoiseSchedule.Spacing.TRAILING));
    assertTrue(refusal.getMessage().contains("rescale_betas_zero_snr"), refusal.getMessage());
  }

  @Test
  void strengthLeavesOutTheNoisiestSteps() {
    DdimSchedule all = new DdimSchedule(STABLE_DIFFUSION, 15);
    DdimSchedule weak = all.ofStrength(0.7);
    assertEquals(10, weak.count());
    assertEquals(all.denoising().subList(5, 15), weak.denoising());
    assertEquals(all.inversion().subList(0, 10), weak.inversion());
    assertEquals(1, all.ofStrength(0.01).count());
    assertThrows(IllegalArgumentException.class, () -> all.ofStrength(0));
  }

  @Test
  void fiftyDenoisingStepsFollowDiffusers() throws PackException {
    assertFollows("denoised", new DdimSchedule(STABLE_DIFFUSION, 50).denoising());
  }

  @Test
  void fiftyInversionStepsFollowDiffusers() throws PackException {
    assertFollows("inverted", new DdimSchedule(STABLE_DIFFUSION, 50).inversion());
  }

  private static void assertFollows(String name, List<Step> steps) throws PackException {
    Golden golden = Golden.load();
    float[] x = golden.floats("start").clone();
    float[] pattern = golden.floats("pattern");
    float[] chain = new float[steps.size() * x.length];
    for (int s = 0; s < steps.size(); s++) {
      Step step = steps.get(s);
      for (int i = 0; i < x.length; i++) {
        double noise = 0.5 * x[i] + pattern[i] * step.timestep() / 1000;
        x[i] = (float) (step.sample() * x[i] + step.output() * noise);
      }
      System.arraycopy(x, 0, chain, s * x.length, x.length);
    }
    double error = Golden.relativeError(golden.floats(name), chain);
    System.out.printf("%s: relative error %.1e%n", name, error);
    assertTrue(error <= 1e-5, name + " differs by " + error);
  }

  @Test
  void denoisingUndoesInversionWhenTheNoiseIsTheSame() {
    DdimSchedule schedule = new DdimSchedule(STABLE_DIFFUSION, 25);
    double x = 0.7;
    for (Step step : schedule.inversion()) {
      x = step.sample() * x + step.output() * 0.3;
    }
    for (Step step : schedule.denoising()) {
      x = step.sample() * x + step.output() * 0.3;
    }
    assertEquals(0.7, x, 1e-12);
  }

  @Test
  void stepsOutsideOfTheScheduleAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DdimSchedule(STABLE_DIFFUSION, 1001));
    assertThrows(IllegalArgumentException.class, () -> new DdimSchedule(STABLE_DIFFUSION, 0));
  }

  private static long[] timesteps(List<Step> steps) {
    return Arrays.stream(steps.toArray(new Step[0])).mapToLong(Step::timestep).toArray();
  }
}
