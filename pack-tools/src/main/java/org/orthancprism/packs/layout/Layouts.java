// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.layout;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.models.pack.ModuleSpec;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.safetensors.TensorEntry;

/** The layouts of all architectures that the project ships. */
public final class Layouts {

  /** The role in which a text tower is projected to the space it shares with images. */
  private static final String PROJECTED_TEXT = "clip_text";

  private Layouts() {}

  /**
   * The layout of a network.
   *
   * @param role the network's role in its pack, for example {@code unet}
   * @param spec architecture and configuration; sizes that it leaves out are read off the weights
   * @param shapes names and shapes of the weights
   * @throws PackException when the architecture is not known or a size is missing
   */
  public static Layout of(String role, ModuleSpec spec, Map<String, List<Long>> shapes)
      throws PackException {
    Sizes sizes = new Sizes(spec, shapes);
    return switch (spec.architecture()) {
      case "unet_2d_condition" -> Unet2DConditionLayout.of(sizes);
      case "autoencoder_kl" -> AutoencoderKlLayout.of(sizes);
      case "clip_text" -> ClipTextLayout.of(sizes, role.equals(PROJECTED_TEXT));
      case "clip_vision" -> ClipVisionLayout.of(sizes);
      case "densenet121" -> DenseNet121Layout.of(sizes);
      default ->
          throw new PackException(
              "the architecture '"
                  + spec.architecture()
                  + "' is not known to this version: update the program or take another pack");
    };
  }

  /** Names and shapes of a file's tensors. */
  public static Map<String, List<Long>> shapes(Collection<TensorEntry> tensors) {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    for (TensorEntry tensor : tensors) {
      shapes.put(tensor.name(), tensor.shape());
    }
    return shapes;
  }
}
