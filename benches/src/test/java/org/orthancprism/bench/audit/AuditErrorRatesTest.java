// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.orthancprism.bench.audit.SimulatedAudit.Cell;
import org.orthancprism.bench.audit.SimulatedAudit.Plan;
import org.orthancprism.bench.statistics.Estimate;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.statistics.Interval;

/**
 * Measures the false discovery rate that audits claim, on films without any side effect: a mark is
 * a false one then, and the rate is the share of audits that mark anything.
 *
 * <p>Were the rate just 5 %, one run in a hundred would count more than {@value
 * #MOST_WITH_FALSE_MARKS} such audits of {@value #AUDITS} (binomial distribution).
 */
class AuditErrorRatesTest {

  private static final int AUDITS = 300;
  private static final int MOST_WITH_FALSE_MARKS = 24;
  private static final long SEED = 1;

  private static Plan withoutSideEffects(int patients, Noise noise) {
    return new Plan(patients, 4, 8, noise, List.of(), 1);
  }

  /** As audits decide, with fewer draws. */
  private static AuditSettings quick(double leastEffect) {
    double rate = AuditSettings.DEFAULT.falseDiscoveryRate();
    return new AuditSettings(0.95, rate, 100, 999, 0, leastEffect);
  }

  private static void assertFewFalseMarks(int patients, Noise noise, double leastEffect) {
    AuditErrorRates rates =
        AuditErrorRates.measure(
            withoutSideEffects(patients, noise), quick(leastEffect), AUDITS, SEED);
    System.out.printf(
        "%d patients, %s, beyond %.2f: %d of %d audits have a false mark%n",
        patients, noise, leastEffect, rates.withFalse(), AUDITS);
    assertTrue(rates.withFalse() <= MOST_WITH_FALSE_MARKS, rates::toString);
    assertEquals((double) rates.withFalse() / AUDITS, rates.falseDiscoveryRate(), 1e-12);
  }

  @Test
  void underSkewedNoiseNoMoreAuditsThanClaimedMarkWhatIsChance() {
    double leastEffect = AuditSettings.DEFAULT.leastEffect();
    assertFewFalseMarks(12, Noise.CLASSIFIER, leastEffect);
    assertFewFalseMarks(20, Noise.CLASSIFIER, leastEffect);
    assertFewFalseMarks(50, Noise.CLASSIFIER, leastEffect);
  }

  @Test
  void underNoiseThatIsAsLikelyARiseAsAFallThatHoldsForChangesOfAnySize() {
    assertFewFalseMarks(13, Noise.LOOKED_AT_TWICE, 0);
    assertFewFalseMarks(20, Noise.LOOKED_AT_TWICE, 0);
  }

  /** As audits decided before: by percentiles over films, and a mean beyond 0.05. */
  private static boolean marksByFilms(List<FilmEffect> films, String edit, String finding) {
    Sample<Double> sample = new Sample<>();
    for (FilmEffect film : films) {
      if (film.edit().equals(edit)) {
        sample.add(
            film.film(),
            film.after().getOrDefault(finding, 0.0) - film.before().getOrDefault(finding, 0.0));
      }
    }
    Estimate mean = sample.estimate(Statistics::mean).orElseThrow();
    Interval interval = mean.interval().orElseThrow();
    return (interval.low() > 0 || interval.high() < 0) && Math.abs(mean.value()) > 0.05;
  }

  @Test
  void percentileIntervalsOverFilmsWouldMarkChanceFarMoreOften() {
    int audits = 20;
    int withFalse = 0;
    SplittableRandom random = new SplittableRandom(SEED);
    for (int audit = 0; audit < audits; audit++) {
      SimulatedAudit simulated =
          SimulatedAudit.draw(withoutSideEffects(8, Noise.CLASSIFIER), random);
      boolean any = false;
      for (Map.Entry<Cell, Double> cell : simulated.effects().entrySet()) {
        any |=
            cell.getValue() == 0
                && marksByFilms(simulated.films(), cell.getKey().edit(), cell.getKey().finding());
      }
      withFalse += any ? 1 : 0;
    }
    System.out.printf("percentiles over films: %d of %d audits%n", withFalse, audits);
    // At 5 % more than 5 of 20 come up less than once in a thousand runs.
    assertTrue(withFalse > 5, withFalse + " of " + audits);
  }

  @Test
  void morePatientsFindMore() {
    double few = found(12);
    double many = found(100);
    assertTrue(few < 0.5 && many > 0.9, few + " of few patients, " + many + " of many");
  }

  /** Share of the side effects of 0.06 that are marked. */
  private static double found(int patients) {
    Plan plan = new Plan(patients, 4, 8, Noise.CLASSIFIER, List.of(0.06), 5);
    return AuditErrorRates.measure(plan, quick(0), 60, SEED).power().values().iterator().next();
  }

  @Test
  void theBenchPrintsALineForEachNumberOfPatients() {
    StringWriter printed = new StringWriter();
    assertEquals(5, new AuditBench(1).run(new PrintWriter(printed)).getJsonArray("rows").size());
    assertTrue(printed.toString().contains("\n200 "), printed::toString);
  }
}
