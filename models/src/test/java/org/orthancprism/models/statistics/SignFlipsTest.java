// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.statistics.GoldenStatistics.Case;

/** Held against scipy.stats.permutation_test with permutation_type="samples". */
class SignFlipsTest {

  private static final int FLIPS = 9_999;

  private static double p(Clusters clusters) {
    return SignFlips.pValues(clusters, FLIPS, 0)[0];
  }

  private static Clusters ofSingleFilms(double... changes) {
    List<List<double[]>> clusters = new ArrayList<>();
    for (double change : changes) {
      clusters.add(List.of(new double[] {change}));
    }
    return Clusters.of(clusters);
  }

  @Test
  void belowTwentyClustersThePValueIsTheReferencesOverAllFlips() throws Exception {
    int exact = 0;
    for (Case golden : GoldenStatistics.cases("flips")) {
      if (golden.values("sums").length < SignFlips.EXACT_BELOW) {
        assertEquals(golden.value("p"), p(golden.clusters()), 1e-12, golden::toString);
        exact++;
      }
    }
    assertEquals(7, exact);
  }

  /** Within five standard errors of a share of so many flips. */
  @Test
  void fromTwentyClustersOnRandomFlipsComeCloseToAllUnderAnySeed() throws Exception {
    Case golden = GoldenStatistics.cases("flips").get(7);
    assertEquals(SignFlips.EXACT_BELOW, golden.clusters().count());
    double p = golden.value("p");
    for (long seed = 0; seed < 10; seed++) {
      assertEquals(
          p,
          SignFlips.pValues(golden.clusters(), FLIPS, seed)[0],
          5 * Math.sqrt(p * (1 - p) / FLIPS) + 1.0 / FLIPS);
    }
  }

  @Test
  void theActualSignsCountAmongRandomFlipsSoThatNoPValueIsZero() {
    double[] changes = new double[40];
    Arrays.fill(changes, 0.3);
    assertEquals(1.0 / (FLIPS + 1), p(ofSingleFilms(changes)), 1e-15);
  }

  @Test
  void theIntervalHoldsTheMeansThatTheReferenceDoesNotReject() throws Exception {
    int held = 0;
    for (Case golden : GoldenStatistics.cases("flips")) {
      if (golden.has("low")) {
        Interval found = SignFlips.intervals(golden.clusters(), GoldenStatistics.LEVEL).get(0);
        assertEquals(golden.value("low"), found.low(), 1e-9, golden::toString);
        assertEquals(golden.value("high"), found.high(), 1e-9, golden::toString);
        held++;
      }
    }
    assertEquals(4, held);
  }

  @Test
  void theIntervalExcludesZeroExactlyWhereThePValueIsSmall() {
    Random random = new Random(8);
    int excluded = 0;
    for (int sample = 0; sample < 200; sample++) {
      List<List<double[]>> clusters = new ArrayList<>();
      for (int patient = 0; patient < 6 + sample % 6; patient++) {
        clusters.add(
            Collections.nCopies(
                1 + random.nextInt(3), new double[] {0.06 + 0.1 * random.nextGaussian()}));
      }
      Interval found = SignFlips.intervals(Clusters.of(clusters), GoldenStatistics.LEVEL).get(0);
      boolean excludes = found.low() > 0 || found.high() < 0;
      assertEquals(p(Clusters.of(clusters)) <= 0.05, excludes);
      excluded += excludes ? 1 : 0;
    }
    assertTrue(excluded > 20 && excluded < 180, excluded + " of 200");
  }

  @Test
  void sixClustersAreTheFewestThatCanBeSignificantAndTheirIntervalRunsFromLeastToGreatest() {
    assertEquals(6, SignFlips.leastClusters(0.95));
    assertEquals(8, SignFlips.leastClusters(0.99));
    Clusters six = ofSingleFilms(0.1, 0.2, 0.3, 0.4, 0.5, 0.6);
    assertEquals(2.0 / 64, p(six), 1e-15);
    assertEquals(new Interval(0.1, 0.6), SignFlips.intervals(six, 0.95).get(0));
    Clusters five = ofSingleFilms(0.1, 0.2, 0.3, 0.4, 0.5);
    assertTrue(p(five) > 0.05);
    assertThrows(IllegalArgumentException.class, () -> SignFlips.intervals(five, 0.95));
  }

  @Test
  void allMembersOfAClusterAreFlippedTogether() {
    double[] film = {0.2};
    List<List<double[]>> twelveFilmsOfThree = Collections.nCopies(3, Collections.nCopies(4, film));
    assertEquals(2.0 / 8, p(Clusters.of(twelveFilmsOfThree)), 1e-15);
  }
}
