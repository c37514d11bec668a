// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a classifier saw in one film before and after one edit.
 *
 * @param film identifier of the film, for example the digest of its file
 * @param patient identifier of the patient whose film it is; empty where that is not known
 * @param edit name of the edit that was made, for example {@code remove-support-devices}
 * @param before probability of each finding in the film, in [0, 1]
 * @param after probability of each finding in the counterfactual, in [0, 1]; the same findings in
 *     the same order
 * @param controls for each control of the edit that could be made of the film, by its name, the
 *     probability of each finding under it, in [0, 1]; the same findings
 */
public record FilmEffect(
    String film,
    Optional<String> patient,
    String edit,
    Map<String, Double> before,
    Map<String, Double> after,
    Map<String, Map<String, Double>> controls) {

  public FilmEffect {
    Objects.requireNonNull(patient, "patient");
    if (film.isBlank() || edit.isBlank()) {
      throw new IllegalArgumentException("an effect is of one film and one edit");
    }
    before = probabilities(before);
    after = probabilities(after);
    if (before.isEmpty() || !findings(before).equals(findings(after))) {
      throw new IllegalArgumentException(
          "the findings of film " + film + " differ before and after " + edit);
    }
    Map<String, Map<String, Double>> sound = new TreeMap<>();
    for (Map.Entry<String, Map<String, Double>> control : controls.entrySet()) {
      sound.put(control.getKey(), probabilities(control.getValue()));
      if (!control.getValue().keySet().equals(before.keySet())) {
        throw new IllegalArgumentException(
            "the findings of film " + film + " differ under the control " + control.getKey());
      }
    }
    controls = Collections.unmodifiableMap(sound);
  }

  /** Without controls. */
  public FilmEffect(
      String film,
      Optional<String> patient,
      String edit,
      Map<String, Double> before,
      Map<String, Double> after) {
    this(film, patient, edit, before, after, Map.of());
  }

  /** In a film of which it is not known whose it is. */
  public FilmEffect(
      String film, String edit, Map<String, Double> before, Map<String, Double> after) {
    this(film, Optional.empty(), edit, before, after);
  }

  /** The same in a film of a known patient. */
  public FilmEffect ofPatient(String known) {
    return new FilmEffect(film, Optional.of(known), edit, before, after, controls);
  }

  /**
   * What the film shares with others that are alike: its patient. A film of which it is not known
   * whose it is shares nothing.
   */
  String cluster() {
    return patient.map(known -> "patient " + known).orElse("film " + film);
  }

  private static Map<String, Double> probabilities(Map<String, Double> byFinding) {
    for (Map.Entry<String, Double> entry : byFinding.entrySet()) {
      if (!(entry.getValue() >= 0 && entry.getValue() <= 1)) {
        throw new IllegalArgumentException(
            "a probability lies in [0, 1], not " + entry.getValue() + " as of " + entry.getKey());
      }
    }
    return Collections.unmodifiableMap(new LinkedHashMap<>(byFinding));
  }

  private static List<String> findings(Map<String, Double> byFinding) {
    return new ArrayList<>(byFinding.keySet());
  }

  /** The findings, in the classifier's order. */
  public List<String> findings() {
    return findings(before);
  }

  /** By how much the edit changed each finding's probability, in [-1, 1], in order. */
  double[] changes() {
    return changes(after);
  }

  /** By how much a control changed each finding's probability, in [-1, 1], in order. */
  double[] changes(String control) {
    return changes(controls.getOrDefault(control, before));
  }

  private double[] changes(Map<String, Double> now) {
    double[] changes = new double[before.size()];
    int i = 0;
    for (String finding : before.keySet()) {
      changes[i++] = now.getOrDefault(finding, 0.0) - before.getOrDefault(finding, 0.0);
    }
    return changes;
  }
}
