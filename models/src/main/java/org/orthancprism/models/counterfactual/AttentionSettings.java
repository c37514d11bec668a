// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.StepRange;

/**
 * How the attention of an edit followed its source's (prompt-to-prompt, arXiv 2208.01626).
 *
 * @param counterparts how tokens found theirs in the source's caption
 * @param crossReplace share of the steps in which cross-attention did, in [0, 1]
 * @param selfReplace the steps in which self-attention did
 * @param wordWeight what the edited words' attention was multiplied by
 * @param localBlend whether the film was kept where the edited words do not look
 */
public record AttentionSettings(
    Counterparts counterparts,
    double crossReplace,
    StepRange selfReplace,
    double wordWeight,
    boolean localBlend) {}
