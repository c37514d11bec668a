// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.orthancprism.models.quality.ClipScores;

/**
 * What is known of a candidate. Judges that the pack lacks, or that know nothing of the edit, are
 * not asked.
 *
 * @param identity structural similarity to the source outside of the change, at most 1
 * @param asked the classifier's probability, in [0, 1], that the film shows what was asked for
 * @param clip CLIP's scores
 */
public record CandidateScores(double identity, OptionalDouble asked, Optional<ClipScores> clip) {

  /** The verdicts of all gates that can be asked. */
  public List<GateResult> verdicts() {
    List<GateResult> verdicts = new ArrayList<>();
    verdicts.add(Gate.IDENTITY.of(identity));
    asked.ifPresent(probability -> verdicts.add(Gate.CLASSIFIER.of(probability)));
    clip.ifPresent(
        scores -> {
          verdicts.add(Gate.CLIP_IMAGE.of(scores.image()));
          verdicts.add(Gate.CLIP_SOURCE_TEXT.of(scores.sourceText()));
          verdicts.add(Gate.CLIP_TARGET_TEXT.of(scores.targetText()));
          verdicts.add(Gate.CLIP_DIRECTION.of(scores.directional()));
        });
    return verdicts;
  }

  /** Whether the candidate passes every gate that can be asked. */
  public boolean passes() {
    return verdicts().stream().allMatch(GateResult::passed);
  }

  /**
   * What the best candidate has most of: CLIP's directional similarity as PRISM ranks; without CLIP
   * the classifier's probability; without both the similarity to the source.
   */
  double rank() {
    return clip.map(ClipScores::directional).orElse(asked.orElse(identity));
  }

  /** In words, what candidates are ranked by. */
  String rankedBy() {
    if (clip.isPresent()) {
      return Gate.CLIP_DIRECTION.label();
    }
    return asked.isPresent() ? Gate.CLASSIFIER.label() : Gate.IDENTITY.label();
  }
}
