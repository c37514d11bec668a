// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.orthancprism.bench.network.DirectEdit;
import org.orthancprism.bench.network.Timed;
import org.orthancprism.models.torch.ComputeDevice;

/**
 * A pack's networks in Python, in a process of its own that is asked for one run at a time: {@code
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
   * @param device what to compute on, and in what precision
   * @throws BenchException when it does not start; the message says why
   */
  static PythonNetworks start(
      Path python, Path reference, Path pack, int threads, ComputeDevice device)
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
            Integer.toString(threads),
            "--device",
            device.name(),
            "--precision",
            device.precision().label());
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
  Timed run(String network, int batch, int rows, int columns) throws BenchException {
    JsonObject answer =
        ask(
            Json.createObjectBuilder()
                .add("work", "forward")
                .add("by", network)
                .add("batch", batch)
                .add("rows", rows)
                .add("columns", columns));
    return timed(answer);
  }

  /**
   * Makes one edit, of the film that {@link DirectEdit} takes too.
   *
   * @throws BenchException when Python fails
   */
  Timed edit(String network, DirectEdit.Task task) throws BenchException {
    JsonArrayBuilder ids = Json.createArrayBuilder();
    task.ids().forEach(caption -> ids.add(Json.createArrayBuilder(caption)));
    JsonObject answer =
        ask(
            Json.createObjectBuilder()
                .add("work", "edit")
                .add("by", network)
                .add("side", task.side())
                .add("ids", ids)
                .add("source", Json.createArrayBuilder(task.source()))
                .add("target", Json.createArrayBuilder(task.target()))
                .add("cross_replace", task.crossReplace())
                .add(
                    "self_replace",
                    Json.createArrayBuilder()
                        .add(task.selfReplace().begin())
                        .add(task.selfReplace().end())));
    return timed(answer);
  }

  private static Timed timed(JsonObject answer) {
    return new Timed(
        answer.getJsonNumber("seconds").doubleValue(), answer.getJsonNumber("mean").doubleValue());
  }

  private JsonObject ask(JsonObjectBuilder question) throws BenchException {
    try {
      questions.write(question.build().toString());
      questions.newLine();
      questions.flush();
    } catch (IOException e) {
      throw new BenchException("Python has ended; see its own messages above", e);
    }
    return answer();
  }

  private JsonObject answer() throws BenchException {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new BenchException("Python has ended; see its own messages above");
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
