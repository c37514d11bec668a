// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.network;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.importing.ImportRequest;
import org.orthancprism.packs.importing.PackImport;
import org.orthancprism.packs.importing.WeightType;

/** Inversion packs of random weights: {@link RandomStableDiffusion}'s folder, imported. */
public final class RandomPack {

  private RandomPack() {}

  /**
   * Makes and loads a pack.
   *
   * @param folder receives the Stable Diffusion folder as {@code base} and the pack as {@code pack}
   * @param steps sampling steps of its edits
   * @throws PackException when there is no layout of such sizes
   */
  public static Pack make(StableDiffusionSize size, Path folder, int steps)
      throws IOException, PackException {
    Path base = folder.resolve("base");
    new RandomStableDiffusion(size).write(base, 1);
    Path pack = folder.resolve("pack");
    of(base, pack, Optional.empty());
    return Pack.load(pack).withSteps(steps);
  }

  /**
   * Imports a folder that {@link RandomStableDiffusion} wrote.
   *
   * @param pack folder of the pack, which is not there yet
   * @param precision what the weights are converted to; empty to take them as they are
   */
  public static void of(Path base, Path pack, Optional<WeightType> precision) throws PackException {
    ImportRequest request =
        new ImportRequest(
            base,
            Optional.empty(),
            precision,
            ImportRequest.Weights.LINK,
            Optional.empty(),
            Optional.empty(),
            new ImportRequest.Identity("random", "1.0.0", "GPL-3.0-or-later"));
    PackImport.run(request, pack, (what, done, total) -> {});
  }
}
