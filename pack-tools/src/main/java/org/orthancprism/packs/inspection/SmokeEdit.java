// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.inspection;

import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;

/**
 * One short edit, the same each time, by which a pack or a device is tried.
 *
 * @param pack the pack, with few steps
 * @param request the first edit that it can make
 * @param film a phantom
 */
public record SmokeEdit(Pack pack, EditRequest request, Film film) {

  /** Enough to go through every network both ways. */
  private static final int STEPS = 2;

  private static final int SIDE = 256;
  private static final long SEED = 1;

  /** That of a pack. */
  public static SmokeEdit of(Pack pack) {
    return new SmokeEdit(
        pack.withSteps(Math.min(STEPS, pack.manifest().sampling().steps())),
        FindingEdit.of(pack.manifest().findings().get(0)).get(0),
        Phantom.generate(new PhantomSettings(SIDE, SIDE, SEED, true, true)).film());
  }

  /**
   * Makes it.
   *
   * @param editor an editor of {@link #pack}
   * @param progress is called at each step; may cancel by throwing
   * @throws EditException when the edit fails, or its result is no film
   */
  public Counterfactual by(CounterfactualEditor editor, Progress progress) throws EditException {
    Counterfactual result = editor.edit(film, request, SEED, progress);
    for (float value : result.film().luminance()) {
      if (!Float.isFinite(value)) {
        throw new EditException(
            request.name() + " gives luminance " + value + ": the weights are not of a model");
      }
    }
    return result;
  }
}
