// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.orthancprism.command.model.AuditedModel;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;

/** A model with a planted shortcut: it sees devices where the upper left corner is bright. */
final class CornerModel implements AuditedModel {

  private static final int SIDE = 8;

  /** What it was asked, a list of films for each time. */
  final List<List<Film>> asked = new ArrayList<>();

  private final String digest;

  CornerModel(String digest) {
    this.digest = digest;
  }

  /** An edit that darkens the corner by 0.3. */
  static FilmEdits.Made darkened(Film film, String name, Ending ending) {
    float[] luminance = film.luminance().clone();
    float[] weights = new float[luminance.length];
    for (int row = 0; row < SIDE; row++) {
      int start = row * film.columns();
      Arrays.fill(weights, start, start + SIDE, 1f);
      for (int i = start; i < start + SIDE; i++) {
        luminance[i] -= 0.3f;
      }
    }
    return new FilmEdits.Made(
        name,
        "sums",
        new Film(film.rows(), film.columns(), luminance),
        new ChangeMask(film.rows(), film.columns(), weights),
        ending);
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public String address() {
    return "the corner";
  }

  @Override
  public List<Map<String, Double>> ask(List<Film> films) {
    asked.add(List.copyOf(films));
    return films.stream()
        .map(film -> Map.of("Support Devices", Math.min(1, 0.4 + film.at(0, 0))))
        .toList();
  }

  @Override
  public void close() {}
}
