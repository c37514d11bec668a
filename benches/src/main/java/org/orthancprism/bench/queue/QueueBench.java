// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.orthancprism.command.server.Await;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueException;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.database.Sql;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.queue.QueuePruning;
import org.orthancprism.queue.Retention;
import org.orthancprism.task.TaskFilter;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;

/** Fills a queue with tasks, and measures what lists, counts and pruning take then. */
public final class QueueBench {

  /** What all counts are compared with: to count the records themselves. */
  public static final String COUNTED_ANEW = "counted anew";

  public static final String COUNTS = "counts";

  private static final String ORTHANC = "bench";
  private static final int AT_ONCE = 50_000;
  private static final int WARM_UPS = 3;
  private static final int ROUNDS = 21;
  private static final int PAGE = 100;
  private static final double NANOS_PER_MILLISECOND = 1e6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(20);

  private final long tasks;

  /**
   * A bench of so many tasks.
   *
   * @param tasks at least 100
   */
  public QueueBench(long tasks) {
    if (tasks < PAGE) {
      throw new IllegalArgumentException("at least " + PAGE + " tasks");
    }
    this.tasks = tasks;
  }

  /** Measures an empty queue, which holds the tasks afterwards that were not pruned. */
  public QueueFigures run(QueueSettings settings) throws InterruptedException {
    try (QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS)) {
      Await.until(PATIENCE, () -> isUp(database));
      fill(database);
      Map<String, List<Double>> answers = answers(database);
      return pruned(database, settings, answers);
    }
  }

  /** Whether the database answers, which a server that has just been started may not do yet. */
  private static boolean isUp(QueueDatabase database) {
    try {
      new TaskRecords(database, ORTHANC).counts();
      return true;
    } catch (QueueException e) {
      return false;
    }
  }

  /**
   * Of each hundred tasks ten failed, one waits, one runs, and 88 are done; one came each second.
   */
  private void fill(QueueDatabase database) {
    Sql sql = new Sql(database);
    for (long from = 1; from <= tasks; from += AT_ONCE) {
      sql.update(
          "INSERT INTO tasks (orthanc, task_id, study_id, origin, state, failure, progress, films,"
              + " attempts, triggered_again, cancel_requested, queued_at, finished_at) WITH"
              + " RECURSIVE numbers(i) AS (SELECT "
              + from
              + " UNION ALL SELECT i + 1 FROM numbers WHERE i < "
              + Math.min(tasks, from + AT_ONCE - 1)
              + ") SELECT '"
              + ORTHANC
              + "', 'task-' || i, 'study-' || (i / 2), 'arrival', CASE WHEN i % 100 < 10 THEN"
              + " 'failed' WHEN i % 100 = 10 THEN 'queued' WHEN i % 100 = 11 THEN 'running' ELSE"
              + " 'done' END, CASE WHEN i % 100 < 5 THEN 'defect' WHEN i % 100 < 10 THEN"
              + " 'orthanc-down' END, 0, '[]', 1, 0, 0, CAST(i AS BIGINT) * 1000, CAST(i AS BIGINT)"
              + " * 1000 FROM numbers");
    }
    sql.update("ANALYZE");
  }

  private Map<String, List<Double>> answers(QueueDatabase database) {
    TaskRecords records = new TaskRecords(database, ORTHANC);
    Sql sql = new Sql(database);
    Optional<String> deep = Optional.of("task-" + tasks / 10);
    Map<String, Runnable> questions = new LinkedHashMap<>();
    questions.put("newest tasks", () -> records.newest(PAGE));
    questions.put("tasks far back", () -> page(records, Optional.empty(), Optional.empty(), deep));
    for (TaskState state : TaskState.values()) {
      questions.put(
          state.label() + " tasks",
          () -> page(records, Optional.of(state), Optional.empty(), Optional.empty()));
    }
    questions.put(
        "failed tasks far back",
        () -> page(records, Optional.of(TaskState.FAILED), Optional.empty(), deep));
    questions.put(
        "tasks of a study",
        () -> page(records, Optional.empty(), Optional.of("study-7"), Optional.empty()));
    questions.put(COUNTS, records::counts);
    questions.put("kinds of failure", records::failures);
    questions.put(
        COUNTED_ANEW,
        () ->
            sql.query(
                row -> row.getLong(2),
                "SELECT state, COUNT(*) FROM tasks WHERE orthanc = ? GROUP BY state",
                ORTHANC));
    Map<String, List<Double>> answers = new LinkedHashMap<>();
    questions.forEach((what, question) -> answers.put(what, times(question)));
    return answers;
  }

  private static void page(
      TaskRecords records,
      Optional<TaskState> state,
      Optional<String> study,
      Optional<String> after) {
    records.page(new TaskFilter(state, study, after, PAGE));
  }

  private static List<Double> times(Runnable question) {
    List<Double> times = new ArrayList<>();
    for (int i = -WARM_UPS; i < ROUNDS; i++) {
      long before = System.nanoTime();
      question.run();
      if (i >= 0) {
        times.add((System.nanoTime() - before) / NANOS_PER_MILLISECOND);
      }
    }
    return times;
  }

  /**
   * Removes four tenths of the tasks, while another connection writes as a worker's heart beats.
   */
  private QueueFigures pruned(
      QueueDatabase database, QueueSettings settings, Map<String, List<Double>> answers)
      throws InterruptedException {
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong longest = new AtomicLong();
    Thread heart = new Thread(() -> beat(settings, ended, longest), "bench-heart");
    heart.start();
    Clock then =
        Clock.fixed(Instant.ofEpochSecond(tasks * 4 / 10).plus(Duration.ofDays(1)), ZoneOffset.UTC);
    Retention day = new Retention(Optional.of(Duration.ofDays(1)), Optional.empty());
    long before = System.nanoTime();
    new QueuePruning(database, ORTHANC, day, then).prune();
    double seconds = (System.nanoTime() - before) / NANOS_PER_MILLISECOND / 1000;
    ended.set(true);
    heart.join();
    long left =
        new TaskRecords(database, ORTHANC)
            .counts().values().stream().mapToLong(Long::longValue).sum();
    return new QueueFigures(
        tasks, answers, tasks - left, seconds, longest.get() / NANOS_PER_MILLISECOND);
  }

  private static void beat(QueueSettings settings, AtomicBoolean ended, AtomicLong longest) {
    try (QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.WORKERS)) {
      QueueControl control = new QueueControl(database, Clock.systemUTC());
      while (!ended.get()) {
        long before = System.nanoTime();
        control.pause("bench", "bench");
        longest.accumulateAndGet(System.nanoTime() - before, Math::max);
        TimeUnit.MILLISECONDS.sleep(BETWEEN_WRITES.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
