// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.List;

/**
 * How a pack's CLIP (arXiv 2103.00020), its modules {@value #IMAGE_ROLE} and {@value #TEXT_ROLE},
 * sees films.
 *
 * @param resolution side in pixels of the square images that it takes
 * @param mean what is taken off each of the three channels, in units of luminance
 * @param std what each of the three channels is then divided by, above 0
 */
public record ClipSpec(int resolution, List<Double> mean, List<Double> std) {

  /** The image tower's role among a pack's modules. */
  public static final String IMAGE_ROLE = "clip_image";

  /** The text tower's role among a pack's modules; it takes the ids of the pack's tokenizer. */
  public static final String TEXT_ROLE = "clip_text";

  /** Channels of an image. */
  public static final int CHANNELS = 3;

  public ClipSpec {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (resolution < 16 || resolution > 4096) {
      throw new IllegalArgumentException("clip's resolution lies in 16 to 4096, not " + resolution);
    }
    if (mean.size() != CHANNELS || std.size() != CHANNELS) {
      throw new IllegalArgumentException("clip's mean and std have one number for each channel");
    }
    for (double deviation : std) {
      if (!(deviation > 0)) {
        throw new IllegalArgumentException("clip's std is above 0, not " + deviation);
      }
    }
  }
}
