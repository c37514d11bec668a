// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.counterfactual;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.models.classifier.FindingProbabilities;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.gate.Choice;
import org.orthancprism.models.gate.GateResult;
import org.orthancprism.models.quality.FilmMeasures;

/**
 * What is known of a counterfactual beside its pixels.
 *
 * @param before what the pack's classifier sees in the source, where the pack has one
 * @param after what it sees in the counterfactual
 * @param measures how much was changed and how well the rest was kept, at native resolution
 * @param choice which of the candidates this is, and what the gates that chose it say
 * @param verdicts what all gates say, those of the choice first
 * @param ending how the edit ended
 * @param seconds time of each stage, of all edits that were made together
 * @param packDigest digest of the pack
 */
public record Outcome(
    Optional<FindingProbabilities> before,
    Optional<FindingProbabilities> after,
    FilmMeasures measures,
    Choice choice,
    List<GateResult> verdicts,
    Ending ending,
    Map<String, Double> seconds,
    String packDigest) {

  public Outcome {
    Objects.requireNonNull(measures, "measures");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(ending, "ending");
    verdicts = List.copyOf(verdicts);
    Objects.requireNonNull(packDigest, "packDigest");
    if (before.isPresent() != after.isPresent()) {
      throw new IllegalArgumentException("a classifier judges both films or none");
    }
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
  }

  /** The same with the time that it took. */
  Outcome taking(Map<String, Double> time) {
    return new Outcome(before, after, measures, choice, verdicts, ending, time, packDigest);
  }
}
