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

/**
 * What edits do to every finding's probability: the mean change over a set of films, with a
 * bootstrap interval. It shows what a model can't keep apart, for example that the removal of
 * cardiomegaly takes a pacemaker along ("Leveraging Vision-Language Foundation Models to Reveal
 * Hidden Image-Attribute Relationships", the companion paper of PRISM, arXiv 2503.00196).
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
   * @param effects at least one; all of the same findings, none twice for a film and edit
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
    List<EditEffects> rows = new ArrayList<>();
    byEdit.forEach((edit, films) -> rows.add(row(edit, films, findings, settings)));
    return new EffectMatrix(findings, rows, settings);
  }

  private static EditEffects row(
      String edit, List<FilmEffect> effects, List<String> findings, AuditSettings settings) {
    List<FilmEffect> films = new ArrayList<>(effects);
    films.sort(Comparator.comparing(FilmEffect::film));
    double[][] changes = films.stream().map(FilmEffect::changes).toArray(double[][]::new);
    Optional<Intention> intention = Intention.of(edit, findings);
    Interval[] intervals =
        films.size() < 2 ? new Interval[0] : new Bootstrap(settings).intervals(changes);
    List<Effect> row = new ArrayList<>();
    for (int i = 0; i < findings.size(); i++) {
      String finding = findings.get(i);
      int column = i;
      double change =
          films.stream().mapToDouble(film -> film.changes()[column]).average().orElse(0);
      Optional<Interval> interval = films.size() < 2 ? Optional.empty() : Optional.of(intervals[i]);
      Optional<Intention> own = intention.filter(meant -> meant.finding().equals(finding));
      EffectConclusion verdict = verdict(own, change, interval, settings.leastEffect());
      row.add(new Effect(finding, meanBefore(films, finding), change, interval, verdict));
    }
    return new EditEffects(edit, intention, films.size(), row);
  }

  private static double meanBefore(List<FilmEffect> films, String finding) {
    return films.stream()
        .mapToDouble(film -> film.before().getOrDefault(finding, 0.0))
        .average()
        .orElse(0);
  }

  private static EffectConclusion verdict(
      Optional<Intention> own, double change, Optional<Interval> interval, double least) {
    if (interval.isEmpty()) {
      return EffectConclusion.UNDECIDED;
    }
    boolean standsOut = interval.get().excludesZero();
    if (own.isPresent()) {
      return standsOut && own.get().gain(change) > least
          ? EffectConclusion.ACHIEVED
          : EffectConclusion.FAILED;
    }
    return standsOut && Math.abs(change) > least
        ? EffectConclusion.UNINTENDED
        : EffectConclusion.UNAFFECTED;
  }
}
