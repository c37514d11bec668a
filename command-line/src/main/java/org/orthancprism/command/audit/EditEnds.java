// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.models.statistics.Csv;

/**
 * How the edits of an audit ended, and why.
 *
 * @param entries the outcomes
 */
record EditEnds(List<JournalEntry> entries) {

  private static final List<String> HEADER =
      List.of("film", "edit", "made", "end", "gates", "reason");

  EditEnds {
    entries = List.copyOf(entries);
  }

  /** One record for each film and edit; gates are separated by semicolons. */
  Csv csv() {
    Csv table = new Csv(HEADER);
    for (JournalEntry entry : entries) {
      table.line(
          List.of(
              entry.key().film(),
              entry.key().edit(),
              entry.made(),
              entry.end().kind().label(),
              String.join(";", entry.end().gates()),
              entry.end().reason()));
    }
    return table;
  }

  /**
   * One object an edit: how many ended in each way, how many each gate withheld, and {@code films}
   * with how each ended.
   */
  JsonArrayBuilder json() {
    JsonArrayBuilder edits = Json.createArrayBuilder();
    byEdit()
        .forEach(
            (edit, films) -> {
              JsonObjectBuilder object = Json.createObjectBuilder().add("edit", edit);
              counts(films).forEach((kind, count) -> object.add(kind.label(), count));
              JsonObjectBuilder gates = Json.createObjectBuilder();
              gates(films).forEach(gates::add);
              JsonArrayBuilder listed = Json.createArrayBuilder();
              films.forEach(film -> listed.add(film(film)));
              edits.add(object.add("gates", gates).add("films", listed));
            });
    return edits;
  }

  private static JsonObjectBuilder film(JournalEntry entry) {
    return Json.createObjectBuilder()
        .add("digest", entry.key().film())
        .add("end", entry.end().kind().label())
        .add("gates", Json.createArrayBuilder(entry.end().gates()))
        .add("reason", entry.end().reason());
  }

  /** Prints a table of edits and ends, and below an edit what withheld it. */
  void print(PrintWriter out) {
    Map<String, List<JournalEntry>> byEdit = byEdit();
    int width = byEdit.keySet().stream().mapToInt(String::length).max().orElse(0);
    StringBuilder head = new StringBuilder(String.format("%n%-" + Math.max(1, width) + "s", ""));
    for (Ending.Kind kind : Ending.Kind.values()) {
      head.append("  ").append(words(kind));
    }
    out.println(head);
    byEdit.forEach((edit, films) -> print(out, edit, width, films));
    out.flush();
  }

  private static void print(PrintWriter out, String edit, int width, List<JournalEntry> films) {
    StringBuilder line = new StringBuilder(String.format("%-" + width + "s", edit));
    counts(films)
        .forEach(
            (kind, count) -> line.append(String.format("  %" + words(kind).length() + "d", count)));
    out.println(line);
    gates(films).forEach((gate, count) -> out.printf("  withheld by %s: %d%n", gate, count));
  }

  private static String words(Ending.Kind kind) {
    return kind.label().replace('-', ' ');
  }

  private Map<String, List<JournalEntry>> byEdit() {
    Map<String, List<JournalEntry>> byEdit = new TreeMap<>();
    entries.forEach(
        entry -> byEdit.computeIfAbsent(entry.key().edit(), edit -> new ArrayList<>()).add(entry));
    return byEdit;
  }

  private static Map<Ending.Kind, Integer> counts(List<JournalEntry> films) {
    Map<Ending.Kind, Integer> counts = new LinkedHashMap<>();
    for (Ending.Kind kind : Ending.Kind.values()) {
      counts.put(kind, (int) films.stream().filter(film -> film.end().kind() == kind).count());
    }
    return counts;
  }

  /** One edit counts for each of its gates. */
  private static Map<String, Integer> gates(List<JournalEntry> films) {
    Map<String, Integer> gates = new TreeMap<>();
    films.forEach(film -> film.end().gates().forEach(gate -> gates.merge(gate, 1, Integer::sum)));
    return gates;
  }
}
