// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.importing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is made into a pack, and how.
 *
 * @param base folder of a Stable Diffusion 1.x or 2.x as Hugging Face lays it out
 * @param unet safetensors of another UNet that takes the base's place, for example PRISM's
 * @param precision type of the weights of the diffusion model and CLIP; empty leaves each as it is
 * @param weights whether weights that stay as they are get linked or copied
 * @param classifier a classifier of findings
 * @param clip folder of a CLIP as Hugging Face lays it out
 * @param loras what is merged into text encoder and UNet, in this order
 * @param identity what the pack calls itself
 */
public record ImportRequest(
    Path base,
    Optional<Path> unet,
    Optional<WeightType> precision,
    Weights weights,
    Optional<Classifier> classifier,
    Optional<Path> clip,
    List<Lora> loras,
    Identity identity) {

  public ImportRequest {
    loras = List.copyOf(loras);
  }

  /** A model without LoRAs. */
  public ImportRequest(
      Path base,
      Optional<Path> unet,
      Optional<WeightType> precision,
      Weights weights,
      Optional<Classifier> classifier,
      Optional<Path> clip,
      Identity identity) {
    this(base, unet, precision, weights, classifier, clip, List.of(), identity);
  }

  /** What happens with weights that are not converted. */
  public enum Weights {
    LINK,
    COPY
  }

  /**
   * A LoRA (Hu et al., arXiv 2106.09685) that is merged into the model.
   *
   * @param file its safetensors
   * @param scale what it is multiplied by: finite and not 0; below 0 it takes away what the LoRA
   *     learned
   */
  public record Lora(Path file, double scale) {

    private static final String EXTENSION = ".safetensors";

    public Lora {
      if (!Double.isFinite(scale) || scale == 0) {
        throw new IllegalArgumentException(
            "a LoRA's scale is a number that is not 0, for example 0.8, and not " + scale);
      }
    }

    /**
     * Reads {@code FILE} or {@code FILE:SCALE}; the scale is 1 where none is given.
     *
     * @throws IllegalArgumentException when the scale is no number, not finite or 0
     */
    public static Lora parse(String text) {
      int colon = text.lastIndexOf(':');
      if (colon < 0 || text.endsWith(EXTENSION)) {
        return new Lora(Path.of(text), 1);
      }
      String scale = text.substring(colon + 1);
      try {
        return new Lora(Path.of(text.substring(0, colon)), Double.parseDouble(scale));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "a LoRA's scale is a number that is not 0, for example 0.8, and not '" + scale + "'",
            e);
      }
    }
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
