// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is made into a pack, and how.
 *
 * @param base folder of a Stable Diffusion 1.x as Hugging Face lays it out
 * @param unet safetensors of another UNet that takes the base's place, for example PRISM's
 * @param precision type of the weights of the diffusion model and CLIP; empty leaves each as it is
 * @param weights whether weights that stay as they are get linked or copied
 * @param classifier a classifier of findings
 * @param clip folder of a CLIP as Hugging Face lays it out
 * @param identity what the pack calls itself
 */
public record ImportRequest(
    Path base,
    Optional<Path> unet,
    Optional<Precision> precision,
    Weights weights,
    Optional<Classifier> classifier,
    Optional<Path> clip,
    Identity identity) {

  /** What happens with weights that are not converted. */
  public enum Weights {
    LINK,
    COPY
  }

  /**
   * A classifier in torchxrayvision's DenseNet-121 layout.
   *
   * @param file its safetensors
   * @param labels names of its outputs in order; a blank one is unused
   */
  public record Classifier(Path file, List<String> labels) {

    public Classifier {
      labels = List.copyOf(labels);
    }
  }

  /**
   * What a pack calls itself.
   *
   * @param name its name
   * @param version its version
   * @param licence SPDX identifier or name of the licence of its weights
   */
  public record Identity(String name, String version, String licence) {}
}
