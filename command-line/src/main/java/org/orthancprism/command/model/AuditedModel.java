// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import java.util.List;
import java.util.Map;
import org.orthancprism.models.film.Film;

/** A model that tells how probable findings are in a film. One thread uses it at a time. */
public interface AuditedModel extends AutoCloseable {

  /**
   * What its answers depend on: SHA-256 of its files or of its address, in lower-case hexadecimal.
   */
  String digest();

  /** Where it is, in words for a report: a file or an address, never a secret. */
  String address();

  /**
   * Asks what films show. The model gets nothing but their pixels.
   *
   * @param films one or more, luminance in [0, 1]
   * @return for each film in order the probability of each finding, in [0, 1]; all of the same
   *     findings in the same order
   * @throws ModelException when it fails or answers something else; it is not asked again then
   */
  List<Map<String, Double>> ask(List<Film> films) throws ModelException;

  @Override
  void close();
}
