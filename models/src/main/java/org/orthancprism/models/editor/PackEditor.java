// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.orthancprism.models.compositing.Compositor;
import org.orthancprism.models.film.ChangeMask;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.EditableFinding;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.torch.TorchRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a request to a pack's method, which edits at working resolution, and brings the result to
 * the film's native resolution.
 */
final class PackEditor implements CounterfactualEditor {

  private static final Logger LOG = LoggerFactory.getLogger(PackEditor.class);

  private static final int LEAST_SIDE = 32;

  private final Pack pack;
  private final NDManager root;
  private final EditMethod method;

  PackEditor(Pack pack, NDManager root, EditMethod method) {
    this.pack = pack;
    this.root = root;
    this.method = method;
  }

  @Override
  public List<Counterfactual> edit(
      Film film, List<EditRequest> requests, EditOptions options, Progress progress)
      throws EditException {
    refuseUnfit(film);
    method.refuseUnfit(options);
    List<Edit> edits = new ArrayList<>();
    Map<Integer, Edit> otherwise = new TreeMap<>();
    for (EditRequest request : requests) {
      List<Direction> directions = directions(request);
      if (directions.size() > 1) {
        otherwise.put(edits.size(), new Edit(directions.get(1), request.finding()));
      }
      edits.add(new Edit(directions.get(0), request.finding()));
    }
    int reported =
        method.reportedSteps(edits, options)
            + method.reportedSteps(List.copyOf(otherwise.values()), options);
    StepCounter steps = new StepCounter(progress, reported + 1);
    TorchRuntime.withoutGradients();
    try {
      List<Counterfactual> made = made(film, edits, otherwise, options, steps);
      steps.finish();
      return made;
    } catch (EngineException e) {
      throw new EditException(
          "the engine failed at "
              + requests.stream().map(EditRequest::name).collect(Collectors.joining(", "))
              + " ("
              + String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("no reason")
              + "): free memory or take a smaller pack, then try again",
          e);
    }
  }

  private List<Counterfactual> made(
      Film film,
      List<Edit> edits,
      Map<Integer, Edit> otherwise,
      EditOptions options,
      StepCounter steps) {
    Plane luminance = Plane.of(film).map(value -> Math.max(0, Math.min(1, value)));
    List<WorkingEdit> made = new ArrayList<>(method.edit(luminance, edits, options, steps));
    otherwise.keySet().removeIf(i -> made.get(i).region().share() >= presentFrom(edits.get(i)));
    if (!otherwise.isEmpty()) {
      Iterator<WorkingEdit> second =
          method.edit(luminance, List.copyOf(otherwise.values()), options, steps).iterator();
      otherwise.forEach(
          (i, edit) -> {
            LOG.debug("{}: nothing to remove, so it is added", edit.finding().name());
            edits.set(i, edit);
            made.set(i, second.next());
          });
    }
    List<Counterfactual> counterfactuals = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      counterfactuals.add(composite(film, edits.get(i), made.get(i), options));
    }
    return counterfactuals;
  }

  private static void refuseUnfit(Film film) throws EditException {
    if (film.rows() < LEAST_SIDE || film.columns() < LEAST_SIDE) {
      throw new EditException(
          "the film has "
              + film.rows()
              + "x"
              + film.columns()
              + " pixels; films from "
              + LEAST_SIDE
              + "x"
              + LEAST_SIDE
              + " on can be edited");
    }
    for (float value : film.luminance()) {
      if (!Float.isFinite(value)) {
        throw new EditException("the film's luminance is not a number somewhere: check its window");
      }
    }
  }

  /** The directions to try, in order. */
  private List<Direction> directions(EditRequest request) throws EditException {
    EditableFinding editable;
    try {
      editable = pack.editable(request.finding());
    } catch (IllegalArgumentException e) {
      throw new EditException(e.getMessage() + ": ask for one that it has", e);
    }
    List<Direction> wanted =
        switch (request.change()) {
          case REMOVE -> List.of(Direction.REMOVE);
          case ADD -> List.of(Direction.ADD);
          case TOGGLE -> List.of(Direction.REMOVE, Direction.ADD);
        };
    for (Direction direction : wanted) {
      if (!editable.directions().contains(direction)) {
        throw new EditException(
            "the pack "
                + pack.name()
                + " can't do "
                + request.name()
                + ": it can only "
                + editable.directions().iterator().next().name().toLowerCase(Locale.ROOT)
                + " this finding");
      }
    }
    return wanted;
  }

  private double presentFrom(Edit edit) {
    return pack.editable(edit.finding()).presentFrom();
  }

  private Counterfactual composite(Film film, Edit edit, WorkingEdit made, EditOptions options) {
    if (made.region().share() == 0) {
      LOG.debug("{} changed nothing", edit.name());
      ChangeMask nothing = ChangeMask.empty(film.rows(), film.columns());
      return new Counterfactual(film, nothing, edit, made.parameters());
    }
    Compositor compositor = Compositor.of(pack.editable(edit.finding()).compositing());
    ChangeMask feathered = compositor.feather().mask(made.region(), film.rows(), film.columns());
    ChangeMask mask = options.masks().map(masks -> masks.cut(feathered)).orElse(feathered);
    Film counterfactual = compositor.composite(film, made.change(), mask, options.seed());
    LOG.debug("{} changed {} of the film", edit.name(), mask.changedShare());
    return new Counterfactual(counterfactual, mask, edit, made.parameters());
  }

  @Override
  public long evaluations() {
    return method.evaluations();
  }

  @Override
  public void close() {
    method.close();
    root.close();
  }
}
