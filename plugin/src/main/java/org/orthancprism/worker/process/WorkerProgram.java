// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.LogRoute;
import org.orthancprism.logging.LogSink;
import org.orthancprism.supervision.RestartPolicy;
import org.orthancprism.supervision.WorkerSupervisor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code worker}: a worker of its own, beside an Orthanc or on another machine. Reads its file,
 * which may name secrets that only this process sees, and keeps the worker's process running until
 * it receives SIGTERM.
 */
@Command(
    name = "worker",
    description = "Do the tasks of one Orthanc or several, out of a queue in PostgreSQL.",
    mixinStandardHelpOptions = true)
public final class WorkerProgram implements Callable<Integer> {

  private static final int BAD_CONFIGURATION = 2;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "worker.json, as described in orthanc-config/README.md")
  private @Nullable Path file;

  @Option(names = "--check", description = "only read the file, and say whether it is right")
  private boolean check;

  @SuppressWarnings("UnusedVariable") // who runs this asks picocli for it
  @Option(names = "--verbose", description = "show failures in full")
  private boolean verbose;

  @Override
  public Integer call() {
    PrintStream stderr = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    LogSink log = (severity, line) -> stderr.println(new LogLine(severity, line).encoded());
    WorkerFile read;
    try {
      read = WorkerFile.read(Objects.requireNonNull(file, "file"), System.getenv());
    } catch (ConfigurationException | IOException e) {
      stderr.println("ERROR: " + file + ": " + e.getMessage());
      return BAD_CONFIGURATION;
    }
    if (check) {
      stderr.println("INFO: " + file + " is right: " + read.worker());
      return 0;
    }
    LogRoute.install(log);
    keepRunning(read, log);
    return 0;
  }

  private static void keepRunning(WorkerFile file, LogSink log) {
    WorkerSupervisor supervisor =
        new WorkerSupervisor(
            file.launch().command(),
            file.worker().toLine(),
            RestartPolicy.DEFAULT,
            WorkerSupervisor.SILENCE,
            log,
            Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(supervisor::close, "stop-worker"));
    supervisor.start();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
