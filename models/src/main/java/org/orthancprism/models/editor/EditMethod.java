// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.engine.EngineException;
import org.orthancprism.models.film.Plane;

/** A way to edit a film at working resolution. */
interface EditMethod extends AutoCloseable {

  /** The method's name, as it stands in an edit's parameters. */
  String name();

  /** Number of steps that one edit reports. */
  int reportedSteps();

  /**
   * Edits a film.
   *
   * @param film luminance in [0, 1] at native resolution
   * @param edit what to change; the pack knows the finding and the direction
   * @param seed seed of all randomness
   * @param steps told of each step
   * @throws EngineException when a network fails
   */
  WorkingEdit edit(Plane film, Edit edit, long seed, StepCounter steps);

  @Override
  void close();
}
