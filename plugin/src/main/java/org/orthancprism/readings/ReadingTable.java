// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.orthancprism.models.statistics.Csv;

/**
 * The answers of a reading as a table for multi-reader analyses: a line for each reader and case.
 */
final class ReadingTable {

  private static final List<String> HEADER =
      List.of(
          "reading",
          "seed",
          "reader",
          "case",
          "position",
          "truth",
          "score",
          "call",
          "correct",
          "finding",
          "edit",
          "edit_finding",
          "film",
          "counterfactual",
          "pack",
          "at");

  private ReadingTable() {}

  static Csv of(Reading reading, List<ReadingCase> cases, List<ReadingAnswer> answers) {
    Map<Integer, ReadingCase> byNumber =
        cases.stream().collect(Collectors.toMap(ReadingCase::number, one -> one));
    Csv table = new Csv(HEADER);
    for (ReadingAnswer answer : answers) {
      ReadingCase one = byNumber.get(answer.number());
      if (one != null) {
        table.line(line(reading, one, answer));
      }
    }
    return table;
  }

  private static List<String> line(Reading reading, ReadingCase one, ReadingAnswer answer) {
    return List.of(
        Csv.text(reading.name()),
        Long.toString(reading.seed()),
        Csv.text(answer.reader()),
        Integer.toString(one.number()),
        Integer.toString(answer.position()),
        word(one.synthetic()),
        Integer.toString(answer.score()),
        word(answer.callsSynthetic()),
        one.synthetic() == answer.callsSynthetic() ? "1" : "0",
        answer.finding().isEmpty() ? "none" : answer.finding(),
        one.edit(),
        one.finding(),
        one.film(),
        one.result(),
        one.pack(),
        answer.at().toString());
  }

  private static String word(boolean synthetic) {
    return synthetic ? "synthetic" : "real";
  }
}
