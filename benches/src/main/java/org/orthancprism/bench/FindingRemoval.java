// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import java.util.List;
import java.util.Map;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;

/** Removes findings from films by a method of one's choice. */
interface FindingRemoval extends AutoCloseable {

  /**
   * What was made.
   *
   * @param films one for each finding, in their order
   * @param seconds how long it took in all
   * @param unetEvaluations latents that passed the UNet, a backward pass counted as two
   * @param stages seconds of each stage, in the order in which they came
   */
  record Made(
      List<Film> films, double seconds, double unetEvaluations, Map<String, Double> stages) {}

  /** The methods there are. */
  List<String> methods();

  /** The findings that can be removed. */
  List<String> removable();

  /**
   * Removes each of the findings from a film.
   *
   * @param method one of the methods
   * @param findings some of the removable findings
   */
  Made remove(Film film, String method, List<String> findings) throws EditException;

  /**
   * The same, to be timed among others.
   *
   * @throws BenchException when the film can't be edited
   */
  default Made timed(Film film, String method, List<String> findings) throws BenchException {
    try {
      return remove(film, method, findings);
    } catch (EditException e) {
      throw new BenchException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  void close();
}
