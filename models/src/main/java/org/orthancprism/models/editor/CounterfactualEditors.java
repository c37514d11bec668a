// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import ai.djl.ndarray.NDManager;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.models.torch.TorchRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the editor that a pack is made for. */
public final class CounterfactualEditors {

  private static final Logger LOG = LoggerFactory.getLogger(CounterfactualEditors.class);

  private CounterfactualEditors() {}

  /**
   * Opens the editor that a pack is made for, on the first GPU that the engine finds or else on the
   * CPU. Each network runs once on a tiny film, so that a pack whose parts don't fit is refused
   * here and not at its first edit.
   *
   * @param pack the pack, verified
   * @throws PackException when the pack's networks, weights or tokenizer don't fit each other
   */
  public static CounterfactualEditor open(Pack pack) throws PackException {
    return open(pack, EditorSettings.BY_DEVICE);
  }

  /**
   * Opens the editor that a pack is made for, as {@link #open(Pack)} does.
   *
   * @param pack the pack, verified
   * @param settings how it computes
   * @throws PackException when the pack's networks, weights or tokenizer don't fit each other
   */
  public static CounterfactualEditor open(Pack pack, EditorSettings settings) throws PackException {
    NDManager root = TorchRuntime.newRoot();
    TorchRuntime.withoutGradients();
    try {
      Precision precision = settings.precision(root.getDevice());
      LOG.debug("{} computes in {} on {}", pack.name(), precision.label(), root.getDevice());
      EditMethod method = method(pack, precision, root);
      return new PackEditor(pack, root, method, judges(pack, root, method));
    } catch (PackException | RuntimeException e) {
      root.close();
      throw e;
    }
  }

  private static Judges judges(Pack pack, NDManager root, EditMethod method) throws PackException {
    try {
      return Judges.open(pack, root);
    } catch (PackException | RuntimeException e) {
      method.close();
      throw e;
    }
  }

  private static EditMethod method(Pack pack, Precision precision, NDManager root)
      throws PackException {
    return switch (pack.manifest().editor()) {
      case IMAGE_CONDITIONED -> ImageConditionedMethod.open(pack, precision, root);
      case INVERSION -> InversionMethod.open(pack, precision, root);
    };
  }
}
