// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.util.Objects;
import org.orthancprism.models.film.Film;

/**
 * The short edit that each device makes.
 *
 * @param name the edit's name
 * @param film the counterfactual of the phantom
 */
record TriedEdit(String name, Film film) {
  TriedEdit {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(film, "film");
  }
}
