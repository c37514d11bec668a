// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.server.PostgresqlServer;

/**
 * What befalls the trial: after each piece of progress a worker is killed within seconds; an
 * Orthanc, the queue's server and the room on the disk fail when certain shares of the work are
 * done. Ends when all is done.
 *
 * <p>A machine that is slow or busy with other things comes to the same end, as a worker is left
 * alone until something was done since the last was killed.
 */
final class Disruptions implements Runnable {

  /** A worker is killed so long after something was seen to be worked on. */
  private static final int SHORTEST_WORK_SECONDS = 3;

  private static final int WORK_RANGE_SECONDS = 9;
  private static final Duration SHORTEST_LIFE = Duration.ofSeconds(8);
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(60);
  private static final long FULL_SECONDS = 15;

  private final DoubleSupplier progress;
  private final BooleanSupplier working;
  private final List<EnduranceArchive> archives;
  private final Supplier<Stream<ProcessHandle>> workers;
  private final @Nullable PostgresqlServer queue;
  private final @Nullable SmallDisk disk;
  private final int restarts;
  private final Random random = new Random(6);

  private int workerKills;
  private int orthancRestarts;
  private int queueRestarts;
  private int diskFills;
  private @Nullable Exception failure;

  /**
   * Disruptions that have not begun.
   *
   * @param progress share of the work that is done, in [0, 1]
   * @param working whether a worker is at a task
   * @param workers the workers' processes at the moment
   * @param queue the queue's server, where there is one of ours
   * @param disk the disk of the results, where there is one to fill
   * @param restarts how often an Orthanc is to be restarted
   */
  Disruptions(
      DoubleSupplier progress,
      BooleanSupplier working,
      List<EnduranceArchive> archives,
      Supplier<Stream<ProcessHandle>> workers,
      @Nullable PostgresqlServer queue,
      @Nullable SmallDisk disk,
      int restarts) {
    this.progress = progress;
    this.working = working;
    this.archives = List.copyOf(archives);
    this.workers = workers;
    this.queue = queue;
    this.disk = disk;
    this.restarts = restarts;
  }

  @Override
  public void run() {
    try {
      disrupt();
    } catch (IOException | ServerException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void disrupt() throws IOException, ServerException, InterruptedException {
    double done = progress.getAsDouble();
    double doneAtLastKill = -1;
    while (done < 1) {
      Await.until(LONGEST_IDLE, working);
      TimeUnit.SECONDS.sleep(SHORTEST_WORK_SECONDS + random.nextInt(WORK_RANGE_SECONDS));
      if (done > doneAtLastKill && killWorker()) {
        doneAtLastKill = done;
      }
      done = progress.getAsDouble();
      if (orthancRestarts < restarts && done >= share(orthancRestarts, restarts)) {
        archives.get(orthancRestarts % archives.size()).crash();
        orthancRestarts++;
      }
      int crashes = Math.max(1, restarts - 1);
      if (queue != null && queueRestarts < crashes && done >= share(queueRestarts, crashes)) {
        queue.crash();
        queue.start();
        queueRestarts++;
      }
      if (disk != null && diskFills == 0 && done >= 0.5) {
        disk.fill();
        diskFills++;
        TimeUnit.SECONDS.sleep(FULL_SECONDS);
        disk.clear();
      }
    }
  }

  /** Evenly spread over what is done. */
  private static double share(int number, int all) {
    return (double) number / all;
  }

  /** Or else one would die each time before it is at work. */
  private static boolean hasBegun(ProcessHandle worker) {
    Instant begun = Instant.now().minus(SHORTEST_LIFE);
    return worker.isAlive() && worker.info().startInstant().orElse(begun).compareTo(begun) <= 0;
  }

  /** Whether there was one that had begun. */
  private boolean killWorker() {
    List<ProcessHandle> alive = workers.get().filter(Disruptions::hasBegun).toList();
    boolean killed = !alive.isEmpty() && alive.get(random.nextInt(alive.size())).destroyForcibly();
    workerKills += killed ? 1 : 0;
    return killed;
  }

  int workerKills() {
    return workerKills;
  }

  int orthancRestarts() {
    return orthancRestarts;
  }

  int queueRestarts() {
    return queueRestarts;
  }

  int diskFills() {
    return diskFills;
  }

  /** What went wrong in the disruptions themselves; null where nothing did. */
  @Nullable Exception failure() {
    return failure;
  }
}
