// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.torch.ComputeDevice;
import org.orthancprism.models.torch.MatrixProduct;
import org.orthancprism.models.torch.Precision;

/**
 * Reads what {@link TrialWriter} wrote in a process that has ended, however it ended.
 *
 * @param lines what it said
 * @param ending how it ended where it did not end well
 */
record TrialReader(List<JsonObject> lines, Optional<String> ending) {

  TrialReader {
    lines = List.copyOf(lines);
  }

  /**
   * Finds the lines among those of libraries.
   *
   * @param output all that the process wrote
   */
  static TrialReader of(String output, Optional<String> ending) {
    return new TrialReader(
        output
            .lines()
            .filter(line -> line.startsWith(TrialWriter.MARK))
            .flatMap(line -> json(line.substring(TrialWriter.MARK.length())).stream())
            .toList(),
        ending);
  }

  /** Empty for a line that the process did not finish. */
  private static Optional<JsonObject> json(String line) {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return Optional.of(reader.readObject());
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  private Optional<JsonObject> line(String key) {
    return lines.stream().filter(line -> line.containsKey(key)).findFirst();
  }

  /** What it says of the driver; a library that ends the process is none that can be used. */
  CudaDriver driver() {
    return line(TrialWriter.DRIVER)
        .map(line -> CudaDriver.of(line.getJsonObject(TrialWriter.DRIVER)))
        .orElseGet(() -> new CudaDriver.Unusable(ending.orElse("its process said nothing")));
  }

  /** What it says of the engine. */
  EngineTrial engine() {
    return new EngineTrial(
        line(TrialWriter.DEVICE).map(TrialReader::device),
        line(TrialWriter.PRODUCT)
            .map(
                line -> new MatrixProduct(Double.parseDouble(line.getString(TrialWriter.PRODUCT)))),
        line(TrialWriter.EDIT).map(TrialReader::edit),
        line(TrialWriter.FAILURE)
            .map(line -> line.getString(TrialWriter.FAILURE))
            .or(() -> ending));
  }

  private static ComputeDevice device(JsonObject line) {
    return new ComputeDevice(
        line.getString(TrialWriter.DEVICE), Precision.parse(line.getString("precision")));
  }

  private static TriedEdit edit(JsonObject line) {
    int rows = line.getInt("rows");
    int columns = line.getInt("columns");
    float[] luminance = new float[rows * columns];
    ByteBuffer.wrap(Base64.getDecoder().decode(line.getString("luminance")))
        .asFloatBuffer()
        .get(luminance);
    return new TriedEdit(line.getString(TrialWriter.EDIT), new Film(rows, columns, luminance));
  }
}
