// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.engine.EngineException;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.EditOptions;

/** A way to edit a film at working resolution. */
interface EditMethod extends AutoCloseable {

  /** The method's name in an edit's parameters. */
  String name();

  /**
   * Refuses options that the method does not have.
   *
   * @throws EditException when there is one
   */
  void refuseUnfit(EditOptions options) throws EditException;

  /** Number of steps that these edits of one film report together. */
  int reportedSteps(SeenFilm film, List<Edit> edits, EditOptions options);

  /**
   * Edits a film in several ways, which share what they can.
   *
   * @param film the film
   * @param edits what to change; the pack knows the findings and the directions
   * @param options how
   * @param steps is called at each step
   * @param clock receives the start of each stage
   * @return for each of the edits, in their order, one or more candidates
   * @throws EngineException when a network fails
   */
  List<List<WorkingEdit>> edit(
      SeenFilm film, List<Edit> edits, EditOptions options, StepCounter steps, StageClock clock);

  /**
   * What the method's autoencoder alone changes of a film.
   *
   * @param luminance the film, 0 black and 1 white
   * @return change of luminance at working resolution; empty where the method has no autoencoder
   * @throws EngineException when the network fails
   */
  default Optional<Plane> roundTrip(Plane luminance) {
    return Optional.empty();
  }

  /** See {@link CounterfactualEditor#evaluations}. */
  long evaluations();

  @Override
  void close();
}
