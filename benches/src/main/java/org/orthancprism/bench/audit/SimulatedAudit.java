// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.orthancprism.models.audit.FilmEffect;

/**
 * What a classifier might see in films before and after edits whose effects are known.
 *
 * <p>A patient has one to four films, as likely each. Half of the variance of a film's noise is the
 * patient's, a quarter is the same for all findings of a film, and a quarter is the finding's own;
 * whether a finding goes with the film or against it is drawn with the finding. So films of a
 * patient are alike, and findings move together or against each other.
 *
 * @param films what was seen
 * @param effects the mean change that each edit has on each finding but its own
 */
record SimulatedAudit(List<FilmEffect> films, Map<Cell, Double> effects) {

  private static final int MOST_FILMS = 4;
  private static final double OWN_LOGIT = 1.5;
  private static final double OWN_EFFECT = -0.3;

  /** Other findings are rare, or as often there as not. */
  private static final double RAREST_LOGIT = -3;

  /** An edit and a finding. */
  record Cell(String edit, String finding) {}

  /**
   * What is simulated.
   *
   * @param patients how many patients each edit is made on
   * @param edits how many edits there are, each of a finding of its own
   * @param findings how many findings there are, no fewer than edits
   * @param noise how probabilities change without any effect
   * @param sideEffects sizes of the side effects; they are spread over the other findings' cells
   * @param every how many of these cells there are for one that has a side effect
   */
  record Plan(
      int patients, int edits, int findings, Noise noise, List<Double> sideEffects, int every) {
    Plan {
      Objects.requireNonNull(noise, "noise");
      sideEffects = List.copyOf(sideEffects);
      if (edits > findings) {
        throw new IllegalArgumentException("each edit has a finding of its own");
      }
    }

    private double sideEffect(int cell) {
      return sideEffects.isEmpty() || cell % every != 0
          ? 0
          : sideEffects.get(cell / every % sideEffects.size());
    }
  }

  /** Draws films of new patients for each edit. */
  static SimulatedAudit draw(Plan plan, SplittableRandom random) {
    Drawing drawing = new Drawing(plan, random);
    for (int edit = 0; edit < plan.edits(); edit++) {
      drawing.add(edit);
    }
    return new SimulatedAudit(drawing.films, drawing.effects);
  }

  /** What was drawn so far. */
  private static final class Drawing {
    private final List<FilmEffect> films = new ArrayList<>();
    private final Map<Cell, Double> effects = new LinkedHashMap<>();
    private final Plan plan;
    private final SplittableRandom random;
    private final double[] logits;
    private final double[] directions;

    Drawing(Plan plan, SplittableRandom random) {
      this.plan = plan;
      this.random = random;
      this.logits = each(() -> random.nextDouble(RAREST_LOGIT, 0));
      this.directions = each(() -> random.nextBoolean() ? 1 : -1);
    }

    /** One value for each finding. */
    private double[] each(DoubleSupplier value) {
      return DoubleStream.generate(value).limit(plan.findings()).toArray();
    }

    void add(int edit) {
      double[] meant = new double[plan.findings()];
      for (int finding = 0; finding < meant.length; finding++) {
        if (finding == edit) {
          meant[finding] = OWN_EFFECT;
        } else {
          meant[finding] = plan.sideEffect(effects.size());
          effects.put(new Cell(name(edit), finding(finding)), meant[finding]);
        }
      }
      for (int patient = 0; patient < plan.patients(); patient++) {
        add(edit, meant, "patient " + patient);
      }
    }

    private void add(int edit, double[] meant, String patient) {
      double[] ofPatient = each(() -> plan.noise().draw(random));
      double[] usual = new double[meant.length];
      double[] before = new double[meant.length];
      for (int finding = 0; finding < meant.length; finding++) {
        usual[finding] =
            finding == edit ? OWN_LOGIT : Math.min(0, logits[finding] + random.nextGaussian());
        before[finding] = plan.noise().before(usual[finding]);
      }
      int count = 1 + random.nextInt(MOST_FILMS);
      for (int film = 0; film < count; film++) {
        double ofFilm = plan.noise().draw(random);
        double[] after = new double[meant.length];
        for (int finding = 0; finding < meant.length; finding++) {
          double noise =
              Math.sqrt(0.5) * ofPatient[finding]
                  + Math.sqrt(0.25) * (ofFilm + plan.noise().draw(random));
          after[finding] =
              meant[finding] + plan.noise().after(usual[finding], directions[finding] * noise);
        }
        films.add(
            new FilmEffect(
                    patient + ", film " + film, name(edit), byFinding(before), byFinding(after))
                .ofPatient(patient));
      }
    }

    private static Map<String, Double> byFinding(double[] values) {
      Map<String, Double> probabilities = new LinkedHashMap<>();
      for (int finding = 0; finding < values.length; finding++) {
        probabilities.put(finding(finding), Math.max(0, Math.min(1, values[finding])));
      }
      return probabilities;
    }
  }

  private static String name(int edit) {
    return "remove-" + finding(edit);
  }

  private static String finding(int number) {
    return "finding-" + number;
  }
}
