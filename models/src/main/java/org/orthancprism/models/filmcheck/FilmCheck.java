// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.filmcheck;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.orthancprism.models.film.CentreSquare;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.pack.FilmCheckSpec;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Network;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;

/**
 * A pack's film check, which decides by the pixels alone whether a picture is a film that the pack
 * can edit, an upright frontal chest of an adult, or what else it is.
 */
public final class FilmCheck implements AutoCloseable {

  private final NDManager root;
  private final Network network;
  private final FilmCheckSpec spec;

  private FilmCheck(NDManager root, Network network, FilmCheckSpec spec) {
    this.root = root;
    this.network = network;
    this.spec = spec;
  }

  /**
   * Opens a pack's film check and tries it on a black picture.
   *
   * @return empty where the pack has none
   * @throws PackException when the network can't be read, or its labels are not as many as its
   *     outputs
   */
  public static Optional<FilmCheck> open(Pack pack) throws PackException {
    Optional<FilmCheckSpec> spec = pack.manifest().filmCheck();
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    NDManager root = TorchRuntime.newRoot();
    try {
      Network network = Network.load(pack, spec.get().module(), Precision.FP32, root);
      FilmCheck check = new FilmCheck(root, network, spec.get());
      check.tryOut();
      return Optional.of(check);
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private void tryOut() throws PackException {
    try (NDManager scope = root.newSubManager()) {
      NDArray outputs = run(scope, Plane.zeros(spec.resolution(), spec.resolution()));
      Shape expected = new Shape(1, spec.labels().size());
      if (!outputs.getShape().equals(expected)) {
        throw new PackException(
            "pack.json: filmCheck.labels has "
                + spec.labels().size()
                + " entries, but the network gives "
                + outputs.getShape()
                + ": name every output");
      }
      for (float probability : outputs.toFloatArray()) {
        if (!(probability >= 0 && probability <= 1)) {
          throw new PackException(
              "the pack's film check gives "
                  + probability
                  + " as a probability: its weights are damaged, take a complete pack");
        }
      }
    } catch (EngineException e) {
      throw network.misfit(e);
    }
  }

  /**
   * Tells what a picture is.
   *
   * @param luminance the picture as it is shown, 0 black and 1 white at any resolution; what lies
   *     outside is cut
   * @throws EngineException when the network fails
   */
  public FilmKind check(Plane luminance) {
    float[] probabilities;
    try (NDManager scope = root.newSubManager()) {
      probabilities = run(scope, luminance).toFloatArray();
    }
    boolean passes = probabilities[0] >= spec.passFrom();
    int likeliest = passes ? 0 : 1;
    for (int i = 2; i < probabilities.length && !passes; i++) {
      likeliest = probabilities[i] > probabilities[likeliest] ? i : likeliest;
    }
    return new FilmKind(spec.labels().get(likeliest), probabilities[likeliest], passes);
  }

  private NDArray run(NDManager scope, Plane luminance) {
    int side = spec.resolution();
    Plane square = CentreSquare.of(luminance, side).map(this::inRange);
    return network.forward(scope.create(square.values(), new Shape(1, 1, side, side)));
  }

  private float inRange(float luminance) {
    double share = Math.max(0, Math.min(1, luminance));
    return (float) (spec.lowest() + share * (spec.highest() - spec.lowest()));
  }

  @Override
  public void close() {
    network.close();
    root.close();
  }
}
