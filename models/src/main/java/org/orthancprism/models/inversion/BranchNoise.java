// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;

/**
 * The noise of one step.
 *
 * @param source that of the source under its caption (1, C, H, W); none where nothing looked at it
 * @param targets those of the edits under their captions (K, C, H, W)
 * @param unconditional those of the edits under the unconditional context; none without guidance
 */
record BranchNoise(Optional<NDArray> source, NDArray targets, Optional<NDArray> unconditional) {

  /** Splits a batch of source, where it is there, edits and, with guidance, edits again. */
  static BranchNoise split(NDArray batch, boolean withSource, int edits, boolean guided) {
    int first = withSource ? 1 : 0;
    int second = first + edits;
    return new BranchNoise(
        withSource ? Optional.of(batch.get("0:1")) : Optional.empty(),
        batch.get(first + ":" + second),
        guided ? Optional.of(batch.get(second + ":" + (second + edits))) : Optional.empty());
  }

  /** Puts the parts of a step together. */
  static BranchNoise joined(List<BranchNoise> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    NDList targets = new NDList();
    NDList unconditional = new NDList();
    for (BranchNoise part : parts) {
      targets.add(part.targets);
      part.unconditional.ifPresent(unconditional::add);
    }
    return new BranchNoise(
        parts.get(0).source,
        NDArrays.concat(targets),
        unconditional.isEmpty() ? Optional.empty() : Optional.of(NDArrays.concat(unconditional)));
  }

  /**
   * The edits' guided noise (classifier-free guidance, arXiv 2207.12598, equation 6).
   *
   * @param guidance weight; 1 is none
   * @param editMask where guidance acts (1, 1, H, W); everywhere if there is none
   */
  NDArray guided(double guidance, Optional<NDArray> editMask) {
    if (unconditional.isEmpty()) {
      return targets;
    }
    NDArray without = unconditional.get();
    NDArray towards = targets.sub(without).mul(guidance);
    return without.add(editMask.map(towards::mul).orElse(towards));
  }
}
