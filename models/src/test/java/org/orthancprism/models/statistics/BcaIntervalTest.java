// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.statistics.GoldenStatistics.Case;

/**
 * Held against scipy.stats.bootstrap with method="BCa".
 *
 * <p>Two bootstraps of one sample differ by the chance of their draws. The 0.025 quantile of B
 * resamples, near normal with standard deviation s, has the standard error sqrt(0.025 x 0.975 / B)
 * / (0.0584 / s): 0.006 s for 200,000 and 0.060 s for 2,000 resamples. Tolerances are five times
 * that of the difference to the reference's 200,000, rounded up, and twice that where acceleration
 * moves the end to where the resamples lie thinner.
 */
class BcaIntervalTest {

  private static final double TOLERANCE_OF_200_000 = 0.1;
  private static final double TOLERANCE_OF_2_000 = 0.62;

  private static Interval interval(Clusters clusters, int resamples, long seed) {
    return BcaInterval.ofMeans(
            clusters, new ClusterBootstrap(resamples, seed), GoldenStatistics.LEVEL)
        .get(0);
  }

  private static void assertNear(Case golden, Interval found, double tolerance) {
    double error = tolerance * golden.value("standardError");
    assertEquals(golden.value("lowOfMany"), found.low(), error, golden::toString);
    assertEquals(golden.value("highOfMany"), found.high(), error, golden::toString);
  }

  @Test
  void oneDistributionOfResamplesGivesTheReferencesIntervalToTheLastDigits() throws Exception {
    List<Case> cases = GoldenStatistics.cases("intervals");
    assertEquals(5, cases.size());
    for (Case golden : cases) {
      Clusters clusters = golden.clusters();
      double[] distribution = golden.values("distribution");
      double[] withoutOne = clusters.meansWithoutOne(0);
      assertEquals(
          golden.value("bias"),
          BcaInterval.bias(distribution, clusters.mean(0)),
          1e-12,
          golden::toString);
      assertEquals(
          golden.value("acceleration"),
          BcaInterval.acceleration(withoutOne),
          1e-12,
          golden::toString);
      Interval found =
          BcaInterval.of(distribution, clusters.mean(0), withoutOne, GoldenStatistics.LEVEL);
      assertEquals(golden.value("low"), found.low(), 1e-12, golden::toString);
      assertEquals(golden.value("high"), found.high(), 1e-12, golden::toString);
    }
  }

  @Test
  void asManyResamplesOfItsOwnGiveTheReferencesInterval() throws Exception {
    for (Case golden : GoldenStatistics.cases("intervals")) {
      assertNear(golden, interval(golden.clusters(), 200_000, 7), TOLERANCE_OF_200_000);
    }
  }

  @Test
  void theUsual2000ResamplesComeCloseUnderAnySeed() throws Exception {
    for (Case golden : GoldenStatistics.cases("intervals")) {
      for (long seed = 0; seed < 10; seed++) {
        assertNear(golden, interval(golden.clusters(), 2_000, seed), TOLERANCE_OF_2_000);
      }
    }
  }

  @Test
  void manyFilmsOfOnePatientMakeTheIntervalNoNarrower() {
    List<List<double[]>> once = new ArrayList<>();
    List<List<double[]>> often = new ArrayList<>();
    for (int patient = 0; patient < 24; patient++) {
      double[] film = {0.01 * patient};
      once.add(List.of(film));
      often.add(Collections.nCopies(4, film));
    }
    Interval few = interval(Clusters.of(once), 2_000, 0);
    Interval many = interval(Clusters.of(often), 2_000, 0);
    assertEquals(few.low(), many.low(), 1e-12);
    assertEquals(few.high(), many.high(), 1e-12);
  }

  @Test
  void quantitiesThatMoveTogetherInTheClustersDoSoInTheResamples() throws Exception {
    List<List<double[]>> clusters = new ArrayList<>();
    for (double change : GoldenStatistics.cases("intervals").get(1).values("sums")) {
      clusters.add(List.of(new double[] {change, -change}));
    }
    List<Interval> found =
        BcaInterval.ofMeans(
            Clusters.of(clusters), new ClusterBootstrap(2_000, 0), GoldenStatistics.LEVEL);
    assertEquals(found.get(0).low(), -found.get(1).high(), 1e-12);
    assertEquals(found.get(0).high(), -found.get(1).low(), 1e-12);
  }

  @Test
  void whereAllClustersChangeAlikeTheIntervalIsThatChange() {
    List<List<double[]>> clusters = new ArrayList<>();
    for (int patient = 0; patient < 20; patient++) {
      clusters.add(Collections.nCopies(1 + patient % 3, new double[] {0.1, 0}));
    }
    List<Interval> found =
        BcaInterval.ofMeans(
            Clusters.of(clusters), new ClusterBootstrap(2_000, 0), GoldenStatistics.LEVEL);
    assertEquals(0.1, found.get(0).low(), 1e-12);
    assertEquals(0.1, found.get(0).high(), 1e-12);
    assertEquals(new Interval(0, 0), found.get(1));
  }

  @Test
  void oneClusterThatAloneChangesStillHasAnIntervalWithTheMeanInIt() {
    List<List<double[]>> clusters = new ArrayList<>();
    for (int patient = 0; patient < 30; patient++) {
      clusters.add(List.of(new double[] {patient == 0 ? 0.9 : 0}));
    }
    Interval found = interval(Clusters.of(clusters), 2_000, 0);
    assertEquals(0, found.low(), 1e-12);
    assertTrue(found.high() > 0.06 && found.high() < 0.3, found::toString);
  }

  @Test
  void resamplesThatAreAllOnOneSideOfTheEstimateGiveAnInterval() {
    double[] resampled = new double[1000];
    Arrays.setAll(resampled, i -> 1 + 0.001 * i);
    Interval found = BcaInterval.of(resampled, 0.5, new double[] {0.4, 0.5, 0.9}, 0.95);
    assertEquals(1, found.low(), 0.01);
  }

  @Test
  void aHundredResamplesAreTheLeast() {
    assertThrows(IllegalArgumentException.class, () -> new ClusterBootstrap(99, 0));
  }
}
