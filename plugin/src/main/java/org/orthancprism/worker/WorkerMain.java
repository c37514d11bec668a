// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Version;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.LogRoute;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.queue.QueueDatabase;
import org.orthancprism.queue.QueueException;
import org.orthancprism.queue.RetryPolicy;
import org.orthancprism.queue.StudyConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker program. Reads its configuration as one line from its standard input, works until that
 * ends, and writes its log to its standard error.
 */
public final class WorkerMain {

  private static final int BAD_CONFIGURATION = 2;

  private WorkerMain() {}

  /** Takes no arguments. */
  public static void main(String[] arguments) {
    PrintStream stderr = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    LogRoute.install((severity, line) -> stderr.println(new LogLine(severity, line).encoded()));
    Logger log = LoggerFactory.getLogger(WorkerMain.class);
    int status = 0;
    try {
      run(log);
    } catch (ConfigurationException | QueueException e) {
      log.error("The worker can't work: {}", e.getMessage());
      status = BAD_CONFIGURATION;
    } catch (IOException e) {
      log.error("The worker's standard input broke: {}", e.getMessage());
      status = BAD_CONFIGURATION;
    }
    // Native threads of the engine don't have to be waited for: nothing of theirs is kept.
    Runtime.getRuntime().halt(status);
  }

  private static void run(Logger log) throws IOException, ConfigurationException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = input.readLine();
    if (line == null) {
      log.warn("The worker was given no configuration");
      return;
    }
    WorkerConfiguration configuration = WorkerConfiguration.ofLine(line);
    AtomicBoolean stopping = new AtomicBoolean();
    Clock clock = Clock.systemUTC();
    OrthancClient orthanc =
        new OrthancClient(configuration.orthancUrl(), configuration.authorization());
    try (PackShelf packs = new PackShelf(configuration.pack());
        StudyConsumer consumer =
            new StudyConsumer(
                QueueDatabase.open(configuration.queueUrl(), QueueDatabase.Side.WORKERS),
                new StudyProcessor(
                    orthanc, packs, configuration.edits(), new Part10Codec(), stopping::get, clock),
                "worker-" + ProcessHandle.current().pid(),
                StudyConsumer.Timing.DEFAULT,
                RetryPolicy.DEFAULT,
                clock)) {
      consumer.start();
      log.info("Version {} is ready", Version.current());
      awaitEnd(input);
      stopping.set(true);
    }
  }

  /** The plugin holds the other end open for as long as the worker shall live. */
  private static void awaitEnd(BufferedReader input) throws IOException {
    while (input.readLine() != null) {
      // More lines mean nothing yet.
    }
  }
}
