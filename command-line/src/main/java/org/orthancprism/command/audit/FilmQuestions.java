// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.orthancprism.command.audit.FilmEdits.Made;
import org.orthancprism.command.control.ControlFilms;
import org.orthancprism.models.film.Film;

/**
 * What models are asked about one film: itself, each of its counterfactuals, and their controls. A
 * model gets those of an edit in random order, so that nothing but pixels says which is which.
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
    Map<String, Double> known = sourceByModel.get(model.digest());
    if (order.isEmpty() && known != null) {
      return Optional.of(answer(key, known, List.of(), List.of(), changed));
    }
    Optional<List<Map<String, Double>>> seen = model.ask(order);
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> before = known == null ? seen.get().get(order.indexOf(source)) : known;
    sourceByModel.put(model.digest(), before);
    return Optional.of(answer(key, before, order, seen.get(), changed));
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

  private static ModelAnswer answer(
      ModelAnswer.Key key,
      Map<String, Double> before,
      List<Film> order,
      List<Map<String, Double>> seen,
      Changed changed) {
    Map<String, Map<String, Double>> controls = new LinkedHashMap<>();
    changed.controls().forEach((name, film) -> controls.put(name, of(film, before, order, seen)));
    return new ModelAnswer(key, before, of(changed.edited(), before, order, seen), controls);
  }

  private static Map<String, Double> of(
      Film film, Map<String, Double> before, List<Film> order, List<Map<String, Double>> seen) {
    int place = order.indexOf(film);
    return place < 0 ? before : seen.get(place);
  }
}
