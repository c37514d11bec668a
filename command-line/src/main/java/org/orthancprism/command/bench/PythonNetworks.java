// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.bench;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.orthancprism.models.benchmark.UnetForward;

/**
 * A pack's UNet in Python, in a process of its own that is asked for one run at a time: {@code
 * models/reference/bench_engine.py}.
 */
final class PythonNetworks implements AutoCloseable {

  /** The same archive that the engine runs. */
  static final String TORCHSCRIPT = "torchscript";

  /** diffusers' own network, without compilation. */
  static final String DIFFUSERS = "diffusers";

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;
  private final JsonObject versions;

  private PythonNetworks(Process process) throws BenchException {
    this.process = process;
    this.answers = process.inputReader();
    this.questions = process.outputWriter();
    this.versions = answer();
  }

  /**
   * Starts it and waits until the networks are loaded.
   *
   * @param python the interpreter
   * @param reference the checkout's folder {@code models/reference}
   * @param pack the pack's folder
   * @param threads threads that torch computes with
   * @throws BenchException when it does not start; the message says why
   */
  static PythonNetworks start(Path python, Path reference, Path pack, int threads)
      throws BenchException {
    Path archives =
        reference.resolveSibling("src/main/resources/org/orthancprism/models/architecture");
    List<String> command =
        List.of(
            python.toString(),
            reference.resolve("bench_engine.py").toString(),
            "--pack",
            pack.toString(),
            "--archives",
            archives.toString(),
            "--threads",
            Integer.toString(threads));
    Process process;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new BenchException(python + " does not start (" + e.getMessage() + ")", e);
    }
    try {
      return new PythonNetworks(process);
    } catch (BenchException e) {
      process.destroy();
      throw e;
    }
  }

  /** Why there is no such network; empty where there is. */
  Optional<String> missing(String network) {
    List<String> needed =
        network.equals(DIFFUSERS)
            ? List.of("torch", "safetensors", "diffusers")
            : List.of("torch", "safetensors");
    return needed.stream()
        .filter(name -> versions.isNull(name))
        .findFirst()
        .map(name -> "the Python that was given has no " + name);
  }

  /** The version of a package. */
  String version(String name) {
    return versions.isNull(name) ? "none" : versions.getString(name);
  }

  /**
   * Runs one pass on the inputs that {@link UnetForward} makes too.
   *
   * @throws BenchException when Python fails
   */
  UnetForward.Pass run(String network, int batch, int rows, int columns) throws BenchException {
    JsonObject question =
        Json.createObjectBuilder()
            .add("by", network)
            .add("batch", batch)
            .add("rows", rows)
            .add("columns", columns)
            .build();
    try {
      questions.write(question.toString());
      questions.newLine();
      questions.flush();
    } catch (IOException e) {
      throw new BenchException("Python has ended; its own words stand above", e);
    }
    JsonObject answer = answer();
    return new UnetForward.Pass(
        answer.getJsonNumber("seconds").doubleValue(), answer.getJsonNumber("mean").doubleValue());
  }

  private JsonObject answer() throws BenchException {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchException("Python has ended; its own words stand above");
      }
      try (JsonReader reader = Json.createReader(new StringReader(line))) {
        return reader.readObject();
      }
    } catch (IOException | JsonException e) {
      throw new BenchException("Python's answer is not understood", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
