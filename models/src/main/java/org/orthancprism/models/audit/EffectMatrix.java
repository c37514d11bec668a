// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.orthancprism.models.audit.EditMeasurement.Cell;
import org.orthancprism.models.statistics.BenjaminiHochberg;

/**
 * What edits do to every finding's probability: the mean change over a set of films, with an
 * interval over their patients. It shows what a model can't keep apart, for example that the
 * removal of cardiomegaly takes a pacemaker along ("Leveraging Vision-Language Foundation Models to
 * Reveal Hidden Image-Attribute Relationships", the companion paper of PRISM, arXiv 2503.00196).
 *
 * @param findings the classifier's findings: the columns
 * @param edits the edits: the rows, each with an effect on every finding
 * @param settings how effects are distinguished from chance
 */
public record EffectMatrix(List<String> findings, List<EditEffects> edits, AuditSettings settings) {

  public EffectMatrix {
    findings = List.copyOf(findings);
    edits = List.copyOf(edits);
    Objects.requireNonNull(settings, "settings");
    for (EditEffects row : edits) {
      if (!row.effects().stream().map(Effect::finding).toList().equals(findings)) {
        throw new IllegalArgumentException(row.edit() + " has not one effect on every finding");
      }
    }
  }

  /**
   * The matrix of single effects. Their order changes the rows' order alone.
   *
   * @param effects at least one; all of the same findings, none twice for a film and edit. Where
   *     one has controls, an effect is named only if it is beyond its controls
   * @param settings how effects are distinguished from chance
   * @throws IllegalArgumentException when the effects don't go together
   */
  public static EffectMatrix of(List<FilmEffect> effects, AuditSettings settings) {
    if (effects.isEmpty()) {
      throw new IllegalArgumentException("an effect matrix needs at least one film");
    }
    List<String> findings = effects.get(0).findings();
    Map<String, List<FilmEffect>> byEdit = new LinkedHashMap<>();
    Set<List<String>> seen = new HashSet<>();
    for (FilmEffect effect : effects) {
      if (!effect.findings().equals(findings)) {
        throw new IllegalArgumentException(
            "film " + effect.film() + " was judged by other findings than the first film");
      }
      if (!seen.add(List.of(effect.film(), effect.edit()))) {
        throw new IllegalArgumentException(
            "film " + effect.film() + " is listed twice under " + effect.edit());
      }
      byEdit.computeIfAbsent(effect.edit(), edit -> new ArrayList<>()).add(effect);
    }
    boolean controlled = effects.stream().anyMatch(effect -> !effect.controls().isEmpty());
    List<EditMeasurement> measured = new ArrayList<>();
    byEdit.forEach(
        (edit, films) -> {
          films.sort(Comparator.comparing(FilmEffect::film));
          EditMeasurement alone = EditMeasurement.of(edit, films, findings, settings);
          measured.add(
              controlled ? alone.with(ControlMeasurement.of(films, alone, settings)) : alone);
        });
    return new EffectMatrix(findings, rows(measured, settings), settings);
  }

  private static List<EditEffects> rows(List<EditMeasurement> measured, AuditSettings settings) {
    List<Cell> cells = measured.stream().flatMap(edit -> edit.cells().stream()).toList();
    double[] q = adjusted(cells, settings.leastEffect(), Cell::p);
    double[] beyond = adjusted(cells, settings.leastEffect(), Cell::pBeyondControls);
    List<EditEffects> rows = new ArrayList<>();
    int next = 0;
    for (EditMeasurement edit : measured) {
      List<Effect> effects = new ArrayList<>();
      for (Cell cell : edit.cells()) {
        effects.add(effect(cell, q[next], beyond[next], settings.falseDiscoveryRate()));
        next++;
      }
      rows.add(
          new EditEffects(edit.edit(), edit.intention(), edit.films(), edit.patients(), effects));
    }
    return rows;
  }

  /**
   * The p values of all cells, adjusted in two families over the whole matrix: whether edits do
   * what they are meant to is one question, and what else they do another. If the many sure changes
   * of the edits' own findings counted with the others, they would let through some of these that
   * are chance.
   *
   * <p>What would not be named however small its p is, counts with a p of 1. To take it out
   * afterwards would leave more than the rate among what is named (Ebrahimpoor and Goeman, Inflated
   * False Discovery Rate due to Volcano Plots, Brief Bioinform 22, 2021, bbab053).
   */
  private static double[] adjusted(
      List<Cell> cells, double leastEffect, ToDoubleFunction<Cell> pValue) {
    double[] q = new double[cells.size()];
    for (boolean own : new boolean[] {true, false}) {
      int[] family =
          IntStream.range(0, q.length)
              .filter(i -> cells.get(i).own().isPresent() == own)
              .filter(i -> cells.get(i).test().isPresent())
              .toArray();
      double[] p =
          IntStream.of(family)
              .mapToObj(cells::get)
              .mapToDouble(cell -> cell.isNameable(leastEffect) ? pValue.applyAsDouble(cell) : 1)
              .toArray();
      double[] adjusted = BenjaminiHochberg.adjusted(p);
      for (int i = 0; i < family.length; i++) {
        q[family[i]] = adjusted[i];
      }
    }
    return q;
  }

  private static Effect effect(Cell cell, double q, double beyond, double falseDiscoveryRate) {
    Optional<Evidence> evidence =
        cell.test().map(test -> new Evidence(test.interval(), test.p(), q));
    return new Effect(
        cell.finding(),
        cell.before(),
        cell.change(),
        evidence,
        cell.controls().map(controls -> controls.comparison(beyond)),
        evidence.isEmpty()
            ? EffectConclusion.TOO_FEW_FILMS
            : verdict(
                cell.own().isPresent(), q <= falseDiscoveryRate, beyond <= falseDiscoveryRate));
  }

  private static EffectConclusion verdict(boolean own, boolean changed, boolean beyond) {
    if (!changed) {
      return own ? EffectConclusion.FAILED : EffectConclusion.UNAFFECTED;
    }
    if (!beyond) {
      return EffectConclusion.NOT_BEYOND_CONTROLS;
    }
    return own ? EffectConclusion.ACHIEVED : EffectConclusion.UNINTENDED;
  }
}
