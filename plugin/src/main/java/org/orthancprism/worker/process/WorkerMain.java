// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Version;
import org.orthancprism.database.QueueException;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.LogRoute;
import org.orthancprism.protection.EngineFolders;
import org.orthancprism.protection.UnprotectedException;
import org.orthancprism.supervision.LastingTask;
import org.orthancprism.supervision.WorkerSupervisor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's process. Reads its configuration as one line from its standard input, works until
 * that ends, and writes its log to its standard error.
 */
public final class WorkerMain {

  private static final int BAD_CONFIGURATION = 2;
  private static final long ALIVE_SECONDS = 10;

  private WorkerMain() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    PrintStream stderr = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    LogRoute.install((severity, line) -> stderr.println(new LogLine(severity, line).encoded()));
    Logger log = LoggerFactory.getLogger(WorkerMain.class);
    tellThatItLives(stderr);
    int status = 0;
    try {
      run(log);
    } catch (ConfigurationException | QueueException e) {
      log.error("The worker can't work: {}", e.getMessage());
      status = BAD_CONFIGURATION;
    } catch (IOException e) {
      log.error("The worker's input or a file of its configuration broke: {}", e.getMessage());
      status = BAD_CONFIGURATION;
    }
    // Native threads of the engine don't have to be waited for: nothing of theirs is kept.
    Runtime.getRuntime().halt(status);
  }

  /** By a thread of its own, so that a process which is stopped or starved is noticed. */
  private static void tellThatItLives(PrintStream stderr) {
    Thread thread =
        new Thread(
            () -> {
              Runnable tell =
                  new LastingTask(
                      "telling that it lives", () -> stderr.println(WorkerSupervisor.ALIVE));
              try {
                while (true) {
                  tell.run();
                  TimeUnit.SECONDS.sleep(ALIVE_SECONDS);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "prism-alive");
    thread.setDaemon(true);
    thread.start();
  }

  private static void run(Logger log) throws IOException, ConfigurationException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = input.readLine();
    if (line == null) {
      log.warn("The worker was given no configuration");
      return;
    }
    requireProtectedEngine();
    try (Worker worker = Worker.open(WorkerConfiguration.ofLine(line), Clock.systemUTC())) {
      // A signal (1, 2 or 15) ends it as the end of its input does: systemd sends one to each
      // process of a service, a terminal to each of a command.
      Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "prism-stop"));
      worker.start();
      log.info("Version {} is ready", Version.current());
      awaitEnd(input);
    }
  }

  private static void requireProtectedEngine() throws IOException, ConfigurationException {
    try {
      EngineFolders.requireProtected(System.getenv());
    } catch (UnprotectedException e) {
      throw new ConfigurationException("EngineCache", String.valueOf(e.getMessage()));
    }
  }

  /** Whoever started us holds the other end open for as long as the worker shall live. */
  private static void awaitEnd(BufferedReader input) throws IOException {
    while (input.readLine() != null) {
      // More lines mean nothing yet.
    }
  }
}
