// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.inversion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.orthancprism.models.attention.UnifiedControl;

/**
 * The guided noise of one step of InfEdit.
 *
 * @param source that of the source (1, C, H, W)
 * @param targets those of the edits (K, C, H, W)
 * @param layouts those of the layouts (K, C, H, W)
 */
record UnifiedNoise(NDArray source, NDArray targets, NDArray layouts) {

  /**
   * The noise of a batch of two halves, under the captions and without, each of source, edits and
   * layouts.
   *
   * @param editMask where the edits' guidance acts (1, 1, H, W); everywhere if there is none
   */
  static UnifiedNoise guided(
      NDArray batch, int edits, UnifiedEditing.Guidance guidance, Optional<NDArray> editMask) {
    int half = UnifiedControl.rows(edits);
    NDArray without = batch.get(half + ":" + 2 * half);
    NDArray towards = batch.get(":" + half).sub(without);
    NDArray kept = without.add(towards.mul(guidance.source()));
    NDArray step = towards.mul(guidance.target());
    NDArray led = without.add(editMask.map(step::mul).orElse(step));
    return new UnifiedNoise(
        kept.get("0:1"), led.get("1:" + (1 + edits)), kept.get((1 + edits) + ":" + half));
  }

  /** Puts the parts of a step together. */
  static UnifiedNoise joined(List<UnifiedNoise> parts) {
    return new UnifiedNoise(
        parts.get(0).source, all(parts, UnifiedNoise::targets), all(parts, UnifiedNoise::layouts));
  }

  private static NDArray all(List<UnifiedNoise> parts, Function<UnifiedNoise, NDArray> member) {
    NDList list = new NDList();
    parts.forEach(part -> list.add(member.apply(part)));
    return parts.size() == 1 ? list.get(0) : NDArrays.concat(list);
  }
}
