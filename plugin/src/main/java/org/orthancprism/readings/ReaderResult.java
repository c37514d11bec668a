// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.orthancprism.statistics.Share;

/**
 * How a reader did in a blinded reading.
 *
 * @param reader who
 * @param answered how many of the cases the reader has answered
 * @param correct of these, how many were called what they are
 * @param syntheticFound of the synthetic ones, how many were called synthetic (sensitivity)
 * @param realFound of the real ones, how many were called real (specificity)
 */
public record ReaderResult(
    String reader, Share answered, Share correct, Share syntheticFound, Share realFound) {

  private record Judged(ReadingCase truth, ReadingAnswer answer) {
    boolean isCorrect() {
      return truth.synthetic() == answer.callsSynthetic();
    }
  }

  /** The results by reader. */
  static List<ReaderResult> of(List<ReadingCase> cases, List<ReadingAnswer> answers) {
    Map<String, List<Judged>> byReader = new TreeMap<>();
    for (ReadingAnswer answer : answers) {
      cases.stream()
          .filter(one -> one.number() == answer.number())
          .forEach(
              one ->
                  byReader
                      .computeIfAbsent(answer.reader(), reader -> new ArrayList<>())
                      .add(new Judged(one, answer)));
    }
    List<ReaderResult> results = new ArrayList<>();
    byReader.forEach(
        (reader, own) ->
            results.add(
                new ReaderResult(
                    reader,
                    new Share(own.size(), cases.size()),
                    share(own, one -> true),
                    share(own, ReadingCase::synthetic),
                    share(own, one -> !one.synthetic()))));
    return List.copyOf(results);
  }

  private static Share share(List<Judged> all, Predicate<ReadingCase> which) {
    List<Judged> meant = all.stream().filter(one -> which.test(one.truth())).toList();
    return new Share(meant.stream().filter(Judged::isCorrect).count(), meant.size());
  }

  /** Whether the reader has answered all cases. */
  boolean isFinished() {
    return answered.hits() == answered.of();
  }
}
