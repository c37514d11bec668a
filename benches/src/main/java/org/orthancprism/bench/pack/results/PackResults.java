// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack.results;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.bench.BenchException;
import org.orthancprism.models.pack.Pack;

/**
 * The table, as JSON and as a document.
 *
 * @param pack what was measured
 * @param rows the lines
 * @param command how, as it is typed
 */
public record PackResults(Pack pack, List<Row> rows, String command) {

  public PackResults {
    rows = List.copyOf(rows);
  }

  /**
   * Writes {@code {"pack", "rows": [{"test", "goal", "value", "low", "high", "holds", "n",
   * "patients"}]}}.
   */
  public void writeJson(Path file) throws IOException {
    JsonArrayBuilder lines = Json.createArrayBuilder();
    rows.forEach(row -> lines.add(row.toJson()));
    JsonObject all = Json.createObjectBuilder().add("pack", identity()).add("rows", lines).build();
    try (Writer out = Files.newBufferedWriter(file);
        JsonWriter writer =
            Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(out)) {
      writer.writeObject(all);
    }
  }

  private String identity() {
    return pack.name() + " " + pack.version() + ", manifest " + pack.digest().substring(0, 12);
  }

  /**
   * Writes the document.
   *
   * @param before JSON of an earlier run for comparison, or empty
   * @param pictures names of pictures beside the document
   */
  public void writeDocument(Path file, Optional<Path> before, List<String> pictures)
      throws IOException, BenchException {
    StringBuilder text = new StringBuilder("# What the pack " + pack.name() + " can do\n\n");
    text.append("Written by `").append(command).append("`; see docs/measuring-packs.md for what\n");
    text.append("each line means. Pack: ").append(identity()).append(".\n\n");
    if (before.isPresent()) {
      Earlier earlier = Earlier.read(before.get());
      text.append("\"Before\" is ").append(earlier.pack()).append(".\n\n");
      text.append("| test | goal | before | value | 95 % interval | holds | n | patients |\n")
          .append("|---|---|---|---|---|---|---|---|\n");
      rows.forEach(row -> text.append(line(row, earlier.value(row.test()) + " | ")));
    } else {
      text.append("| test | goal | value | 95 % interval | holds | n | patients |\n")
          .append("|---|---|---|---|---|---|---|\n");
      rows.forEach(row -> text.append(line(row, "")));
    }
    if (!pictures.isEmpty()) {
      text.append(
          "\nPhantoms: the original, what was made of it, and the difference (blue is darker,");
      text.append(" red brighter).\n");
    }
    for (String picture : pictures) {
      text.append("\n![").append(picture.replace(".png", "")).append("](").append(picture);
      text.append(")\n");
    }
    Files.writeString(file, text);
  }

  private static String line(Row row, String earlier) {
    return "| "
        + row.test()
        + " | "
        + row.goal()
        + " | "
        + earlier
        + (row.isMeasured() ? row.value() : "- (" + row.figure().reason() + ")")
        + " | "
        + row.certainty()
        + " | "
        + row.verdict()
        + " | "
        + row.n()
        + " | "
        + row.patientsInWords()
        + " |\n";
  }

  /** Values of an earlier run. */
  private record Earlier(String pack, Map<String, String> values) {

    static Earlier read(Path file) throws IOException, BenchException {
      try (Reader in = Files.newBufferedReader(file);
          JsonReader reader = Json.createReader(in)) {
        JsonObject all = reader.readObject();
        Map<String, String> values = new LinkedHashMap<>();
        for (JsonObject row : all.getJsonArray("rows").getValuesAs(JsonObject.class)) {
          boolean measured = !row.isNull("value");
          values.put(
              row.getString("test"),
              measured ? Row.number(row.getJsonNumber("value").doubleValue()) : "-");
        }
        return new Earlier(all.getString("pack"), values);
      } catch (JsonException | NullPointerException | ClassCastException e) {
        throw new BenchException(file + " was not written by bench pack: give such a file", e);
      }
    }

    String value(String test) {
      return values.getOrDefault(test, "-");
    }
  }
}
