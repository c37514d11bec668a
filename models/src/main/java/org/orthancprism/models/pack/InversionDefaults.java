// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.List;
import java.util.Objects;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.StepRange;

/**
 * An inversion pack's default settings (prompt-to-prompt's settings, arXiv 2208.01626).
 *
 * @param method the method
 * @param counterparts how a target caption's tokens find theirs in the source's
 * @param crossReplace share of the steps in which cross-attention follows the source, in [0, 1]
 * @param selfReplace the steps in which self-attention does; one or more ranges to try
 * @param wordWeight what the edited words' attention is multiplied by, above 0
 * @param localBlend whether the film is kept where the edited words do not look
 * @param infedit how InfEdit edits, which shares of these settings {@code localBlend} alone
 */
public record InversionDefaults(
    EditingMethod method,
    Counterparts counterparts,
    double crossReplace,
    List<StepRange> selfReplace,
    double wordWeight,
    boolean localBlend,
    InfEditSettings infedit) {

  /** What a pack that says nothing gets. */
  public static final InversionDefaults DEFAULT =
      new InversionDefaults(
          EditingMethod.DIRECT,
          Counterparts.REFINE,
          0.8,
          List.of(StepRange.upTo(0.4)),
          1,
          false,
          InfEditSettings.DEFAULT);

  public InversionDefaults {
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(counterparts, "counterparts");
    Objects.requireNonNull(infedit, "infedit");
    selfReplace = List.copyOf(selfReplace);
    if (selfReplace.isEmpty() || selfReplace.size() > 16) {
      throw new IllegalArgumentException("editing tries 1 to 16 values of selfReplace");
    }
    if (!(crossReplace >= 0 && crossReplace <= 1)) {
      throw new IllegalArgumentException(
          "editing.crossReplace lies in [0, 1], not " + crossReplace);
    }
    if (!(wordWeight > 0 && wordWeight <= 100)) {
      throw new IllegalArgumentException("editing.wordWeight lies in (0, 100], not " + wordWeight);
    }
  }

  /** The same that tries only the first of its ranges. */
  InversionDefaults first() {
    return new InversionDefaults(
        method,
        counterparts,
        crossReplace,
        selfReplace.subList(0, 1),
        wordWeight,
        localBlend,
        infedit);
  }
}
