// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.engine.EngineException;
import java.util.List;
import org.orthancprism.models.film.Plane;

/** A way to edit a film at working resolution. */
interface EditMethod extends AutoCloseable {

  /** The method's name, as it stands in an edit's parameters. */
  String name();

  /**
   * Refuses options that the method does not have.
   *
   * @throws EditException when there is one
   */
  void refuseUnfit(EditOptions options) throws EditException;

  /** Number of steps that these edits of one film report together. */
  int reportedSteps(List<Edit> edits, EditOptions options);

  /**
   * Edits a film in several ways, which share what they can.
   *
   * @param film luminance in [0, 1] at native resolution
   * @param edits what to change; the pack knows the findings and the directions
   * @param options how
   * @param steps told of each step
   * @return one for each of the edits, in their order
   * @throws EngineException when a network fails
   */
  List<WorkingEdit> edit(Plane film, List<Edit> edits, EditOptions options, StepCounter steps);

  /** See {@link CounterfactualEditor#evaluations}. */
  long evaluations();

  @Override
  void close();
}
