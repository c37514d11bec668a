// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.orthancprism.command.server.Installation;
import org.orthancprism.models.ending.Storing;

/** A worker of its own, started as an administrator starts it. */
final class EnduranceWorker implements AutoCloseable {

  static final String PASSWORD_VARIABLE = "QUEUE_PASSWORD";
  static final String ORTHANC_PASSWORD_VARIABLE = "ORTHANC_PASSWORD";

  private static final String PROCESS = "org.orthancprism.worker.process.WorkerMain";
  private static final long SECONDS = 30;

  private final Process program;

  private EnduranceWorker(Process program) {
    this.program = program;
  }

  /**
   * Starts a worker.
   *
   * @param number counts the workers from 1
   * @param queue the section Queue of its worker.json
   * @param passwords of the queue's database and of the Orthancs, by their variables
   */
  static EnduranceWorker start(
      Path folder,
      int number,
      EnduranceNetwork network,
      Installation installation,
      List<EnduranceArchive> archives,
      JsonObject queue,
      Map<String, String> passwords)
      throws IOException {
    String name = "worker-" + number;
    JsonObjectBuilder orthancs = Json.createObjectBuilder();
    archives.forEach(
        archive -> orthancs.add(archive.name(), archive.access(network.hostOf(number))));
    JsonObject configuration =
        Json.createObjectBuilder()
            .add("Name", name)
            .add("Device", "auto")
            .add("Threads", 1)
            .add("Pack", installation.pack().toString())
            .add("EngineCache", installation.engineCache().toString())
            .add("Orthancs", orthancs)
            .add("Queue", queue)
            .add("Results", Json.createObjectBuilder().add("Store", Storing.ALL.label()))
            .build();
    Path file = Files.writeString(folder.resolve(name + ".json"), configuration.toString());
    List<String> command = new ArrayList<>(network.prefix(number));
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            installation.plugin().toString(),
            "worker",
            "--config",
            file.toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(passwords);
    builder.redirectErrorStream(true);
    builder.redirectOutput(
        ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
    return new EnduranceWorker(builder.start());
  }

  /** The process that works; none while it is started again. */
  List<ProcessHandle> workers() {
    return workersAmong(program.descendants());
  }

  static List<ProcessHandle> workersAmong(Stream<ProcessHandle> processes) {
    return processes
        .filter(process -> process.info().commandLine().orElse("").contains(PROCESS))
        .toList();
  }

  @Override
  public void close() {
    program.destroy();
    try {
      if (!program.waitFor(SECONDS, TimeUnit.SECONDS)) {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
      }
    } catch (InterruptedException e) {
      program.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
