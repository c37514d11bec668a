// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.attention;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orthancprism.models.torch.TorchRuntime;

/** Steps in which self-attention follows the source's. */
class StepRangeTest {

  private static final int STEPS = 50;

  @Test
  void mapsAreReplacedFromTheBeginOfARangeToItsEnd() throws Exception {
    assertEquals(List.of(15, 34), firstAndLast(replaced(new StepRange(0.3, 0.7))));
    assertEquals(20, replaced(new StepRange(0.3, 0.7)).size());
    assertEquals(List.of(0, 19), firstAndLast(replaced(StepRange.upTo(0.4))));
    assertEquals(List.of(), replaced(new StepRange(0.5, 0.5)));
    assertEquals(STEPS, replaced(StepRange.upTo(1)).size());
  }

  @Test
  void sourceIsLookedAtInTheseStepsAlone() {
    AttentionControl control = control(new StepRange(0.3, 0.7));
    assertEquals(
        IntStream.range(15, 35).boxed().toList(),
        IntStream.range(0, STEPS)
            .filter(step -> control.looksAtSource(step, 0, 1))
            .boxed()
            .toList());
  }

  @Test
  void rangeThatIsNoneIsRefused() {
    for (double[] range : new double[][] {{-0.1, 0.5}, {0.2, 1.1}, {0.6, 0.5}, {0, Double.NaN}}) {
      assertThrows(IllegalArgumentException.class, () -> new StepRange(range[0], range[1]));
    }
  }

  /** The steps whose control tells the network to replace maps. */
  private static List<Integer> replaced(StepRange range) throws Exception {
    try (NDManager manager = TorchRuntime.newRoot()) {
      AttentionControl control = control(range);
      return IntStream.range(0, STEPS)
          .filter(step -> control.at(manager, step, 0, 1, 3, 16).containsKey("self_from"))
          .boxed()
          .toList();
    }
  }

  private static AttentionControl control(StepRange selfReplace) {
    float[] weights = new float[4];
    Arrays.fill(weights, 1);
    TokenAlignment alignment =
        TokenAlignment.refinement(new long[] {1, 2}, new long[] {1, 3}, weights.length);
    EditAttention edit = new EditAttention(alignment, weights, 0, selfReplace, Set.of(), Set.of());
    return new AttentionControl(List.of(edit), STEPS, false);
  }

  private static List<Integer> firstAndLast(List<Integer> steps) {
    return List.of(steps.get(0), steps.get(steps.size() - 1));
  }
}
