// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.Device;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.torch.Precision;

/**
 * How an editor computes, whatever it edits. A classifier and CLIP always compute in float32.
 *
 * @param precision what the denoising network, the autoencoder and the text encoder compute in;
 *     empty for what suits the device
 */
public record EditorSettings(Optional<Precision> precision) {

  /** What suits the device: fp16 on a GPU, fp32 on a processor. */
  public static final EditorSettings BY_DEVICE = new EditorSettings(Optional.empty());

  public EditorSettings {
    Objects.requireNonNull(precision, "precision");
  }

  /** A precision of one's choice. */
  public static EditorSettings in(Precision precision) {
    return new EditorSettings(Optional.of(precision));
  }

  Precision precision(Device device) {
    return precision.orElse(Precision.suiting(device));
  }
}
