// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.audit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.orthancprism.bench.audit.SimulatedAudit.Plan;
import org.orthancprism.models.audit.AuditSettings;

/**
 * What an audit's marks and intervals are worth, by number of patients: how much of what it marks
 * is chance, how much of what there is it finds, and how often its intervals hold the truth.
 */
public final class AuditBench {

  private static final List<Integer> PATIENTS = List.of(6, 12, 20, 50, 200);
  private static final List<Double> SIZES = List.of(0.06, 0.08, 0.1, 0.15);
  private static final int EDITS = 10;
  private static final int FINDINGS = 14;
  private static final int EVERY = 10;
  private static final long SEED = 20250301;

  /** Marks changes of any size: what the least effect takes off false marks is left out. */
  private static final AuditSettings ANY_SIZE =
      new AuditSettings(
          AuditSettings.DEFAULT.level(),
          AuditSettings.DEFAULT.falseDiscoveryRate(),
          100,
          AuditSettings.DEFAULT.flips(),
          0,
          0);

  private final int audits;

  /**
   * @param audits how many audits are simulated for each figure, at least 1
   */
  public AuditBench(int audits) {
    if (audits < 1) {
      throw new IllegalArgumentException("a rate is of one audit at least");
    }
    this.audits = audits;
  }

  /**
   * What was measured with one number of patients.
   *
   * @param none without any side effect
   * @param jumps the same under noise of rare jumps
   * @param some with side effects
   */
  private record Line(
      int patients, AuditErrorRates none, AuditErrorRates jumps, AuditErrorRates some) {}

  /** Simulates, prints a line for each number of patients, and gives the same figures as JSON. */
  public JsonObject run(PrintWriter out) {
    out.printf("%d audits for each figure, %d edits, %d findings%n%n", audits, EDITS, FINDINGS);
    out.printf("%-9s %-40s %-21s intervals%n", "", "false marks", "found, by size");
    out.printf("%-9s %-12s %-12s %-14s", "patients", "no effect", "rare jumps", "some effects");
    SIZES.forEach(size -> out.printf(Locale.ROOT, " %7.2f", size));
    out.printf(" %9s%n", "hold it");
    JsonArrayBuilder rows = Json.createArrayBuilder();
    for (int patients : PATIENTS) {
      Line line =
          new Line(
              patients,
              measure(Noise.CLASSIFIER, List.of(), patients, ANY_SIZE),
              measure(Noise.RARE_JUMPS, List.of(), patients, ANY_SIZE),
              measure(Noise.CLASSIFIER, SIZES, patients, AuditSettings.DEFAULT));
      print(out, line);
      rows.add(json(line));
    }
    return Json.createObjectBuilder().add("audits", audits).add("rows", rows).build();
  }

  private AuditErrorRates measure(
      Noise noise, List<Double> sideEffects, int patients, AuditSettings settings) {
    Plan plan = new Plan(patients, EDITS, FINDINGS, noise, sideEffects, EVERY);
    return AuditErrorRates.measure(plan, settings, audits, SEED);
  }

  private static void print(PrintWriter out, Line line) {
    out.printf(
        "%-9d %-12s %-12s %-14s",
        line.patients(),
        percent(line.none().falseDiscoveryRate()),
        percent(line.jumps().falseDiscoveryRate()),
        percent(line.some().falseDiscoveryRate()));
    line.some().power().values().forEach(share -> out.printf(" %7s", percent(share)));
    out.printf(" %9s%n", percent(line.some().coverage()));
    out.flush();
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static JsonObjectBuilder json(Line line) {
    JsonObjectBuilder power = Json.createObjectBuilder();
    line.some().power().forEach((size, share) -> power.add(size.toString(), share));
    return Json.createObjectBuilder()
        .add("patients", line.patients())
        .add("falseDiscoveryRateWithoutEffects", line.none().falseDiscoveryRate())
        .add("falseDiscoveryRateOfRareJumps", line.jumps().falseDiscoveryRate())
        .add("falseDiscoveryRate", line.some().falseDiscoveryRate())
        .add("power", power)
        .add("coverage", line.some().coverage());
  }
}
