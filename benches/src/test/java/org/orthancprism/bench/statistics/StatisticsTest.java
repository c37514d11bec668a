// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.statistics.Interval;

class StatisticsTest {

  private static final List<Scored> SCORES =
      List.of(
          new Scored(false, 0.1),
          new Scored(false, 0.4),
          new Scored(true, 0.35),
          new Scored(true, 0.8),
          new Scored(true, 0.4),
          new Scored(false, 0.2));

  /** Pairs counted by hand: 7.5 of 9, the tie being half of one. */
  @Test
  void theAreaUnderTheCurveIsTheShareOfPairsInTheRightOrder() {
    assertEquals(7.5 / 9, Statistics.areaUnderCurve(SCORES), 1e-12);
    assertEquals(1, Statistics.areaUnderCurve(SCORES.subList(2, 6)), 1e-12);
    assertEquals(Double.NaN, Statistics.areaUnderCurve(SCORES.subList(2, 5)));
  }

  @Test
  void ofThreeNegativesNoneMayScoreAsHighAtAFalseAlarmRateOfATwentieth() {
    assertEquals(1.0 / 3, Statistics.seenAt(0.05).of(SCORES), 1e-12);
    assertEquals(1, Statistics.seenAt(0.34).of(SCORES), 1e-12);
  }

  @Test
  void aJudgeThatIsRightAsOftenAsItSaysIsCalibrated() {
    List<Scored> even = List.of(new Scored(true, 0.5), new Scored(false, 0.5));
    assertEquals(0, Statistics.calibrationError(even), 1e-12);
    List<Scored> sure = List.of(new Scored(true, 1), new Scored(false, 1));
    assertEquals(0.5, Statistics.calibrationError(sure), 1e-12);
  }

  @Test
  void manyFilmsOfOnePatientMakeTheIntervalNoNarrower() {
    Sample<Double> once = new Sample<>();
    Sample<Double> tenTimes = new Sample<>();
    for (int patient = 0; patient < 30; patient++) {
      double value = patient % 2;
      once.add("patient " + patient, value);
      for (int film = 0; film < 10; film++) {
        tenTimes.add("patient " + patient, value);
      }
    }
    Estimate few = once.estimate(Statistics::mean).orElseThrow();
    Estimate many = tenTimes.estimate(Statistics::mean).orElseThrow();
    assertEquals(few.interval(), many.interval());
    assertEquals(300, many.n());
    assertEquals(30, many.patients());
    Interval interval = many.interval().orElseThrow();
    // The normal approximation: 0.5 and 1.96 standard errors of 0.091 to both sides.
    assertEquals(0.5 - 0.179, interval.low(), 0.03);
    assertEquals(0.5 + 0.179, interval.high(), 0.03);
  }

  @Test
  void onePatientHasAFigureAndNoInterval() {
    Sample<Double> sample = new Sample<>();
    sample.add("one", 1.0);
    sample.add("one", 2.0);
    Estimate estimate = sample.estimate(Statistics::median).orElseThrow();
    assertEquals(1.5, estimate.value());
    assertEquals(Optional.empty(), estimate.interval());
    assertTrue(new Sample<Double>().estimate(Statistics::mean).isEmpty());
  }

  @Test
  void anIntervalTakesInOnlyResamplesThatGiveAFigure() {
    Sample<Scored> sample = new Sample<>();
    for (int patient = 0; patient < 6; patient++) {
      sample.add("patient " + patient, new Scored(patient < 2, patient < 2 ? 0.9 : 0.1));
    }
    Estimate estimate = sample.estimate(Statistics::areaUnderCurve).orElseThrow();
    assertEquals(1, estimate.value());
    assertEquals(Optional.of(new Interval(1, 1)), estimate.interval());
  }

  @Test
  void aScoreIsAProbability() {
    assertThrows(IllegalArgumentException.class, () -> new Scored(true, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new Scored(true, 1.1));
  }
}
