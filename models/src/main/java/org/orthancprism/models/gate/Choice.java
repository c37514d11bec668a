// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.gate;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Which of an edit's candidates was taken, and why.
 *
 * @param candidate its index
 * @param verdicts what the gates say of it
 * @param passed whether it passed every gate that could be asked
 * @param reason in a sentence why it was taken, or what it failed
 */
public record Choice(int candidate, List<GateResult> verdicts, boolean passed, String reason) {

  public Choice {
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Takes the best of those that pass, or the best of all where none does.
   *
   * @param candidates their scores, one or more
   */
  public static Choice among(List<CandidateScores> candidates) {
    long passing = candidates.stream().filter(CandidateScores::passes).count();
    int best = -1;
    for (int i = 0; i < candidates.size(); i++) {
      boolean stands = passing == 0 || candidates.get(i).passes();
      if (stands && (best < 0 || candidates.get(i).rank() > candidates.get(best).rank())) {
        best = i;
      }
    }
    CandidateScores chosen = candidates.get(best);
    return new Choice(
        best, chosen.verdicts(), passing > 0, reason(chosen, passing, candidates.size()));
  }

  private static String reason(CandidateScores chosen, long passing, int count) {
    String ranked = String.format(Locale.ROOT, "%s %.3f", chosen.rankedBy(), chosen.rank());
    if (passing > 0) {
      return count == 1
          ? "passed all gates"
          : "best of " + passing + " that passed all gates, of " + count + ", by " + ranked;
    }
    String failed =
        chosen.verdicts().stream()
            .filter(verdict -> !verdict.passed())
            .map(GateResult::failure)
            .collect(Collectors.joining(", "));
    return (count == 1
            ? "failed: "
            : "none of " + count + " passed; the best by " + ranked + " failed: ")
        + failed;
  }
}
