// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import org.orthancprism.models.film.Film;

/**
 * Turns a film into its counterfactual. The two kinds, chosen by the pack, are {@code
 * image-conditioned} and {@code inversion}; {@link CounterfactualEditors#open} makes the right one.
 *
 * <p>An editor holds its pack's weights on one device and is used by one thread at a time. The same
 * film, request and seed give the same bits on the same device.
 */
public interface CounterfactualEditor extends AutoCloseable {

  /**
   * Makes one counterfactual.
   *
   * @param film the source at native resolution, at least 32 pixels on each side
   * @param request what to change; its finding is one of the pack's
   * @param seed seed of all randomness
   * @param progress told of each step; may cancel by throwing
   * @throws EditException when the film can't be edited or the engine fails
   */
  Counterfactual edit(Film film, EditRequest request, long seed, Progress progress)
      throws EditException;

  @Override
  void close();
}
