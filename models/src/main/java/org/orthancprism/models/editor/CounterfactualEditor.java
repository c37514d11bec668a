// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.List;
import java.util.Optional;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;

/**
 * Turns a film into its counterfactual. The two kinds, chosen by the pack, are {@code
 * image-conditioned} and {@code inversion}; {@link CounterfactualEditors#open} makes the right one.
 *
 * <p>An editor holds its pack's weights on one device and is used by one thread at a time. The same
 * film, request and seed give the same bits on the same device.
 */
public interface CounterfactualEditor extends AutoCloseable {

  /**
   * Makes several counterfactuals of one film, which share what the pack's method lets them share:
   * an inversion pack leads the film to noise once for all of them.
   *
   * @param film the source at native resolution, at least 32 pixels on each side
   * @param requests what to change, one or more; their findings are the pack's
   * @param options how
   * @param progress is called at each step; may cancel by throwing
   * @return one counterfactual for each request, in their order
   * @throws EditException when the film can't be edited or the engine fails
   */
  List<Counterfactual> edit(
      Film film, List<EditRequest> requests, EditOptions options, Progress progress)
      throws EditException;

  /**
   * Makes one counterfactual.
   *
   * @param film the source at native resolution, at least 32 pixels on each side
   * @param request what to change; its finding is one of the pack's
   * @param seed seed of all randomness
   * @param progress is called at each step; may cancel by throwing
   * @throws EditException when the film can't be edited or the engine fails
   */
  default Counterfactual edit(Film film, EditRequest request, long seed, Progress progress)
      throws EditException {
    return edit(film, List.of(request), EditOptions.seeded(seed), progress).get(0);
  }

  /**
   * A film after the pack's autoencoder alone: what any of the pack's edits may lose, whatever it
   * is asked for.
   *
   * @param film the source at native resolution, at least 32 pixels on each side
   * @return the film with the autoencoder's change, at its own resolution; empty where the pack has
   *     no autoencoder
   * @throws EditException when the film can't be edited or the engine fails
   */
  default Optional<Film> roundTrip(Film film) throws EditException {
    return Optional.empty();
  }

  /**
   * Number of films that the denoising network has evaluated for this editor so far; a pass back
   * through it counts as two.
   */
  long evaluations();

  @Override
  void close();
}
