// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.orthancprism.worker.process.WorkerDevice;

/**
 * Trials in processes that are started as a worker's.
 *
 * @param worker the worker in question
 * @param engineCache where the engine's libraries are unpacked
 * @param timeLimit how long a process may take
 */
record TrialProcesses(CheckedWorker worker, Path engineCache, Duration timeLimit)
    implements Trials {

  /** The first start unpacks half a gigabyte; a large pack takes minutes on a processor. */
  static final Duration PATIENCE = Duration.ofMinutes(20);

  TrialProcesses {
    Objects.requireNonNull(worker, "worker");
    Objects.requireNonNull(engineCache, "engineCache");
    Objects.requireNonNull(timeLimit, "timeLimit");
  }

  @Override
  public CudaDriver driver() throws IOException, InterruptedException {
    return run(WorkerDevice.AUTO, List.of(TrialMain.DRIVER)).driver();
  }

  @Override
  public EngineTrial engine(WorkerDevice device) throws IOException, InterruptedException {
    return run(device, List.of(TrialMain.ENGINE)).engine();
  }

  @Override
  public EngineTrial edit(WorkerDevice device) throws IOException, InterruptedException {
    return run(device, List.of(TrialMain.EDIT, worker.precision().name(), worker.pack().toString()))
        .engine();
  }

  private TrialReader run(WorkerDevice device, List<String> arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        worker.launch(device, engineCache).trial(TrialMain.class).processBuilder();
    builder.command().addAll(arguments);
    Path output = Files.createTempFile("prism-gpu-", ".txt");
    try {
      Process process = builder.redirectOutput(output.toFile()).start();
      Optional<String> ending = ending(process);
      return TrialReader.of(Files.readString(output), ending);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private Optional<String> ending(Process process) throws InterruptedException {
    try {
      if (!process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.of("its process did not end within " + timeLimit.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue() == 0
        ? Optional.empty()
        : Optional.of("its process ended with status " + process.exitValue());
  }
}
