// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.LogSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Keeps a worker's process running, so that a crash of the engine takes down nothing but itself.
 *
 * <p>The worker reads its configuration as one line from its standard input. That stays open for as
 * long as the supervisor wants the worker to live: it ends by itself when it reads the end of it,
 * also when the supervisor's own process was killed. What the worker writes goes to the log.
 */
public final class WorkerSupervisor implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerSupervisor.class);

  /**
   * What a worker has to end by itself; Orthanc's stop, which waits for it, is patient for 10 s.
   */
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  /** What it has then to end by a signal, as one does that is still starting. */
  private static final Duration LAST_FAREWELL = Duration.ofSeconds(2);

  private static final Duration THREAD_FAREWELL = Duration.ofMillis(500);

  /** A line by which a worker shows that it lives; it goes to no log. */
  public static final String ALIVE = "ALIVE";

  /** A worker from which nothing was heard for so long hangs. */
  public static final Duration SILENCE = Duration.ofSeconds(90);

  private final WorkerCommand command;
  private final String input;
  private final RestartPolicy restarts;
  private final Duration silence;
  private final LogSink log;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private volatile WorkerStatus status;
  private volatile @Nullable Process process;

  /**
   * A supervisor that has no worker yet.
   *
   * @param input the line that the worker reads
   * @param silence a worker from which no line came for so long is killed
   * @param log where the worker's own lines go
   */
  public WorkerSupervisor(
      WorkerCommand command,
      String input,
      RestartPolicy restarts,
      Duration silence,
      LogSink log,
      Clock clock) {
    this.command = command;
    this.input = input;
    this.restarts = restarts;
    this.silence = silence;
    this.log = log;
    this.clock = clock;
    this.status = new WorkerStatus(WorkerStatus.State.STOPPED, 0, clock.instant(), 0, null);
    this.thread = new Thread(this::supervise, "prism-worker-supervisor");
    this.thread.setDaemon(true);
  }

  /** Starts the worker, and begins to watch it. */
  public void start() {
    thread.start();
  }

  /** How the worker is now. */
  public WorkerStatus status() {
    return status;
  }

  /** Ends the worker and waits until it has ended; one that does not end by itself is killed. */
  @Override
  public void close() {
    stopping.countDown();
    Process running = process;
    try {
      if (running != null) {
        closeInput(running);
        if (!endsWithin(running, FAREWELL)) {
          // Unlike Process.destroy() this leaves its log open.
          running.toHandle().destroy();
          if (!endsWithin(running, LAST_FAREWELL)) {
            LOG.warn("The worker {} ignored the request to end, and is killed", running.pid());
            running.destroyForcibly();
          }
        }
      }
      thread.join(THREAD_FAREWELL.toMillis());
    } catch (InterruptedException e) {
      if (running != null) {
        running.destroyForcibly();
      }
      Thread.currentThread().interrupt();
    }
  }

  private static boolean endsWithin(Process worker, Duration time) throws InterruptedException {
    return worker.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void supervise() {
    int deaths = 0;
    while (!stopped()) {
      Instant started = clock.instant();
      WorkerEnd end = runWhateverHappens();
      if (stopped()) {
        break;
      }
      boolean recovered =
          Duration.between(started, clock.instant()).compareTo(restarts.recovered()) >= 0;
      deaths = recovered ? 1 : deaths + 1;
      Duration wait = restarts.backoff().wait(deaths);
      // A service that stops sends the signal to each of its processes: the plugin's stop follows.
      LOG.atLevel(end.asked() ? Level.INFO : Level.ERROR)
          .log("The worker {}; it is started again in {} ms", end.text(), wait.toMillis());
      report(WorkerStatus.State.WAITING, 0, status.restarts() + 1, end.text());
      awaitStop(wait);
    }
    report(WorkerStatus.State.STOPPED, 0, status.restarts(), status.lastEnd());
  }

  /** Runs the worker; what goes wrong here, as that there is no memory left, ends it alone. */
  private WorkerEnd runWhateverHappens() {
    try {
      return runOnce();
    } catch (Throwable e) {
      Process running = process;
      if (running != null) {
        running.destroyForcibly();
      }
      return new WorkerEnd("can't be supervised: " + e, false);
    }
  }

  /** Runs the worker to its end; returns how it ended. */
  private WorkerEnd runOnce() {
    Process started;
    try {
      started = command.processBuilder().start();
    } catch (IOException e) {
      return new WorkerEnd("can't be started: " + e.getMessage(), false);
    }
    process = started;
    report(WorkerStatus.State.RUNNING, started.pid(), status.restarts(), status.lastEnd());
    LOG.info("The worker runs as process {}", started.pid());
    if (stopped()) {
      // close() may have come before there was a process that it could end.
      closeInput(started);
    } else {
      tell(started);
    }
    passOn(started);
    return end(started);
  }

  private void tell(Process worker) {
    try {
      OutputStream stdin = worker.getOutputStream();
      stdin.write((input + "\n").getBytes(StandardCharsets.UTF_8));
      stdin.flush();
    } catch (IOException e) {
      LOG.warn("The worker {} did not take its configuration: {}", worker.pid(), e.getMessage());
    }
  }

  private void passOn(Process worker) {
    FloodGate gate = new FloodGate(log);
    AtomicLong heard = new AtomicLong(System.nanoTime());
    Thread watch = new Thread(() -> watch(worker, heard), "prism-worker-watch");
    watch.setDaemon(true);
    watch.start();
    try (Reader output = new InputStreamReader(worker.getInputStream(), StandardCharsets.UTF_8)) {
      ShortLines lines = new ShortLines(output);
      String line;
      while ((line = lines.next()) != null) {
        heard.set(System.nanoTime());
        if (!line.equals(ALIVE)) {
          LogLine event = LogLine.decode(line);
          gate.write(event.severity(), "Worker: " + event.text());
        }
      }
    } catch (IOException e) {
      LOG.warn("The log of the worker {} broke off: {}", worker.pid(), e.getMessage());
    } finally {
      watch.interrupt();
    }
  }

  /** Kills a worker that hangs as a whole: the queue then gives its task to another. */
  private void watch(Process worker, AtomicLong heard) {
    try {
      while (worker.isAlive()) {
        long quiet = System.nanoTime() - heard.get();
        if (quiet >= silence.toNanos()) {
          LOG.error(
              "The worker {} was silent for {} ms, and is killed",
              worker.pid(),
              TimeUnit.NANOSECONDS.toMillis(quiet));
          worker.destroyForcibly();
          return;
        }
        TimeUnit.NANOSECONDS.sleep(silence.toNanos() - quiet);
      }
    } catch (InterruptedException e) {
      // The worker has ended, so that there is nothing left to watch.
      Thread.currentThread().interrupt();
    }
  }

  private static WorkerEnd end(Process worker) {
    try {
      return WorkerEnd.of(worker.pid(), worker.waitFor());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new WorkerEnd("process " + worker.pid() + " was left", true);
    }
  }

  private static void closeInput(Process worker) {
    try {
      worker.getOutputStream().close();
    } catch (IOException e) {
      LOG.info("The worker {} had closed its input: {}", worker.pid(), e.getMessage());
    }
  }

  private void report(WorkerStatus.State state, long pid, int restarts, @Nullable String lastEnd) {
    status = new WorkerStatus(state, pid, clock.instant(), restarts, lastEnd);
  }

  private boolean stopped() {
    return stopping.getCount() == 0;
  }

  private void awaitStop(Duration wait) {
    try {
      if (stopping.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.info("The worker is not started again, since Orthanc stops");
      }
    } catch (InterruptedException e) {
      stopping.countDown();
      Thread.currentThread().interrupt();
    }
  }
}
