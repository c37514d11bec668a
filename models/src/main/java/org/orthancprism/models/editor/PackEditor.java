// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.film.Resampling;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * Takes requests to a pack's method, which edits at working resolution; has the candidates judged;
 * and brings the best of them to the film's native resolution.
 */
final class PackEditor implements CounterfactualEditor {

  private static final int LEAST_SIDE = 32;

  private final Pack pack;
  private final NDManager root;
  private final EditMethod method;
  private final Judges judges;

  PackEditor(Pack pack, NDManager root, EditMethod method, Judges judges) {
    this.pack = pack;
    this.root = root;
    this.method = method;
    this.judges = judges;
  }

  @Override
  public List<Counterfactual> edit(
      Film film, List<EditRequest> requests, EditOptions options, Progress progress)
      throws EditException {
    refuseUnfit(film);
    method.refuseUnfit(options);
    TorchRuntime.withoutGradients();
    try {
      return new FilmSession(pack, method, judges, film, options).make(requests, progress);
    } catch (EngineException e) {
      throw failed(requests.stream().map(EditRequest::name).collect(Collectors.joining(", ")), e);
    }
  }

  private static EditException failed(String what, EngineException e) {
    return new EditException(
        "the engine failed at "
            + what
            + " ("
            + String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("no reason")
            + "): free memory or take a smaller pack, then try again",
        e);
  }

  @Override
  public Optional<Film> roundTrip(Film film) throws EditException {
    refuseUnfit(film);
    TorchRuntime.withoutGradients();
    try {
      Plane source = Plane.of(film);
      return method
          .roundTrip(source)
          .map(change -> Resampling.CUBIC.resample(change, film.rows(), film.columns()))
          .map(change -> new Film(film.rows(), film.columns(), source.plus(change).values()));
    } catch (EngineException e) {
      throw failed("the autoencoder's round trip", e);
    }
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

  @Override
  public long evaluations() {
    return method.evaluations();
  }

  @Override
  public void close() {
    judges.close();
    method.close();
    root.close();
  }
}
