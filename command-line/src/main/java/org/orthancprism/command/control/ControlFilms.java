// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.control;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;

/**
 * The controls of one edit of one film. A model that answers to the edit only because something has
 * changed answers to these as well.
 */
public final class ControlFilms {

  private ControlFilms() {}

  /** A film as models get to see it: luminance cut to [0, 1]. */
  public static Film shown(Film film) {
    Plane shown = EditChange.shown(Plane.of(film));
    return new Film(shown.rows(), shown.columns(), shown.values());
  }

  /**
   * Makes them.
   *
   * @param source the film
   * @param edited its counterfactual, of the same size
   * @param mask where the edit may change it, of the same size
   * @param roundTrip the film after the pack's autoencoder, of the same size; empty where the pack
   *     has none
   * @return films of the same size with luminance in [0, 1]. {@link ControlKind#MIRRORED} and
   *     {@link ControlKind#ELSEWHERE} are missing where the moved change would cover more than half
   *     of the mask, {@link ControlKind#BLURRED} where no blur changes the film as much
   */
  public static Map<ControlKind, Film> of(
      Film source, Film edited, ChangeMask mask, Optional<Film> roundTrip) {
    EditChange edit = EditChange.of(source, edited, mask);
    Map<ControlKind, Film> films = new EnumMap<>(ControlKind.class);
    Relocation.MIRROR
        .unlessSimilar(edit)
        .ifPresent(change -> films.put(ControlKind.MIRRORED, edit.with(change)));
    EqualBlur.change(edit).ifPresent(change -> films.put(ControlKind.BLURRED, edit.with(change)));
    FarthestPlace.of(mask)
        .unlessSimilar(edit)
        .ifPresent(change -> films.put(ControlKind.ELSEWHERE, edit.with(change)));
    roundTrip.ifPresent(
        film -> films.put(ControlKind.ROUND_TRIP, edit.with(withinMask(edit, Plane.of(film)))));
    return films;
  }

  private static Plane withinMask(EditChange edit, Plane film) {
    float[] change = EditChange.shown(film).minus(edit.source()).values();
    for (int i = 0; i < change.length; i++) {
      change[i] *= edit.mask().weights()[i];
    }
    return new Plane(film.rows(), film.columns(), change);
  }
}
