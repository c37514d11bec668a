// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.orthancprism.command.audit.FilmEdits.Made;
import org.orthancprism.command.control.ControlFilms;
import org.orthancprism.models.film.Film;

/**
 * What models are asked about one film: itself, each of its counterfactuals, and their controls. A
 * model gets the films of an edit in random order: only their pixels distinguish them.
 */
final class FilmQuestions {

  private final Film source;
  private final Optional<Film> roundTrip;
  private final Random random;
  private final Map<String, Map<String, Double>> sourceByModel = new HashMap<>();

  /**
   * @param film the film
   * @param roundTrip the film after the pack's autoencoder alone; empty where the pack has none
   * @param seed seed of the order, another for each film
   */
  FilmQuestions(Film film, Optional<Film> roundTrip, long seed) {
    this.source = ControlFilms.shown(film);
    this.roundTrip = roundTrip;
    this.random = new Random(seed);
  }

  /**
   * The films that are made of this one for an edit.
   *
   * @param edited the counterfactual
   * @param controls by the control's name
   */
  record Changed(Film edited, Map<String, Film> controls) {

    List<Film> all() {
      List<Film> all = new ArrayList<>(List.of(edited));
      all.addAll(controls.values());
      return all;
    }
  }

  /** The counterfactual and the controls of an edit. */
  Changed of(Made made) {
    Map<String, Film> controls = new LinkedHashMap<>();
    ControlFilms.of(source, made.film(), made.mask(), roundTrip)
        .forEach((kind, film) -> controls.put(kind.label(), film));
    return new Changed(ControlFilms.shown(made.film()), controls);
  }

  /**
   * Asks a model about an edit.
   *
   * @param changed what {@link #of} gave for the edit
   * @param key what the answer is kept under
   * @return empty where the model fails
   */
  Optional<ModelAnswer> ask(NamedModel model, Changed changed, ModelAnswer.Key key) {
    List<Film> order = open(model, changed);
    Collections.shuffle(order, random);
    IdentityHashMap<Film, Map<String, Double>> seen = new IdentityHashMap<>();
    if (!order.isEmpty()) {
      Optional<List<Map<String, Double>>> answers = model.ask(order);
      if (answers.isEmpty()) {
        return Optional.empty();
      }
      for (int i = 0; i < order.size(); i++) {
        seen.put(order.get(i), answers.get().get(i));
      }
    }
    Map<String, Double> before =
        sourceByModel.computeIfAbsent(
            model.digest(), first -> Objects.requireNonNull(seen.get(source), "the film itself"));
    Map<String, Map<String, Double>> controls = new LinkedHashMap<>();
    changed.controls().forEach((name, film) -> controls.put(name, seen.getOrDefault(film, before)));
    return Optional.of(
        new ModelAnswer(key, before, seen.getOrDefault(changed.edited(), before), controls));
  }

  /** What has the film's own pixels is the film, and the film is asked about once. */
  private List<Film> open(NamedModel model, Changed changed) {
    List<Film> open = new ArrayList<>();
    if (!sourceByModel.containsKey(model.digest())) {
      open.add(source);
    }
    changed.all().stream()
        .filter(film -> !Arrays.equals(film.luminance(), source.luminance()))
        .forEach(open::add);
    return open;
  }
}
