// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.audit;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.orthancprism.bench.audit.SimulatedAudit.Cell;
import org.orthancprism.bench.audit.SimulatedAudit.Plan;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EditEffects;
import org.orthancprism.models.audit.Effect;
import org.orthancprism.models.audit.EffectConclusion;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.statistics.Interval;

/**
 * How often the conclusions of audits are right, counted over audits whose truth is known.
 *
 * @param audits how many audits were simulated
 * @param falseDiscoveryRate mean over the audits of the share of cells without an effect among the
 *     cells that are named unintended; 0 where none is named
 * @param withFalse how many of the audits name any cell without an effect
 * @param power by size of a side effect, the share of the cells that are named
 * @param coverage share of the intervals that hold the true effect
 */
record AuditErrorRates(
    int audits,
    double falseDiscoveryRate,
    int withFalse,
    Map<Double, Double> power,
    double coverage) {

  /** Simulates audits one after the other. */
  static AuditErrorRates measure(Plan plan, AuditSettings settings, int audits, long seed) {
    Count count = new Count();
    SplittableRandom random = new SplittableRandom(seed);
    for (int audit = 0; audit < audits; audit++) {
      SimulatedAudit simulated = SimulatedAudit.draw(plan, random);
      count.add(
          EffectMatrix.of(simulated.films(), settings.withSeed(random.nextLong())),
          simulated.effects());
    }
    return count.rates(audits);
  }

  /** What was counted so far. */
  private static final class Count {
    private final Map<Double, Integer> affected = new TreeMap<>();
    private final Map<Double, Integer> found = new TreeMap<>();
    private double falseShares;
    private int withFalse;
    private int intervals;
    private int holding;

    void add(EffectMatrix matrix, Map<Cell, Double> truth) {
      int named = 0;
      int wrongly = 0;
      for (EditEffects row : matrix.edits()) {
        for (Effect effect : row.effects()) {
          if (row.intends(effect)) {
            continue;
          }
          double size = truth.getOrDefault(new Cell(row.edit(), effect.finding()), 0.0);
          boolean isNamed = effect.verdict() == EffectConclusion.UNINTENDED;
          named += isNamed ? 1 : 0;
          wrongly += isNamed && size == 0 ? 1 : 0;
          if (size != 0) {
            affected.merge(size, 1, Integer::sum);
            found.merge(size, isNamed ? 1 : 0, Integer::sum);
          }
          effect.evidence().ifPresent(evidence -> cover(evidence.interval(), size));
        }
      }
      falseShares += named == 0 ? 0 : (double) wrongly / named;
      withFalse += wrongly == 0 ? 0 : 1;
    }

    private void cover(Interval interval, double size) {
      intervals++;
      holding += interval.low() <= size && size <= interval.high() ? 1 : 0;
    }

    AuditErrorRates rates(int audits) {
      Map<Double, Double> power = new TreeMap<>();
      affected.forEach(
          (size, cells) -> power.put(size, (double) found.getOrDefault(size, 0) / cells));
      return new AuditErrorRates(
          audits, falseShares / audits, withFalse, power, (double) holding / intervals);
    }
  }
}
