// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;

/** What the plugins and the workers of a queue share: whether it is paused, who works. */
public final class QueueControl {

  private static final String PAUSED = "paused";
  private static final Duration LOST = Duration.ofMinutes(1);
  private static final Duration FORGOTTEN = Duration.ofDays(7);

  private final Sql sql;
  private final Clock clock;

  public QueueControl(QueueDatabase database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /**
   * That the queue is paused.
   *
   * @param reason why, in the user's words
   * @param since since when
   * @param by who did it
   */
  public record Pause(String reason, Instant since, String by) {
    public Pause {
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(since, "since");
      Objects.requireNonNull(by, "by");
    }
  }

  /**
   * A worker.
   *
   * @param name what the queue calls it
   * @param device what it computes on
   * @param tasks how many tasks it does at once
   * @param version of its software
   * @param startedAt when its process started
   * @param seenAt time of its last sign of life
   * @param memoryBytes memory of the machine that its process holds (resident set size)
   * @param gpuMemoryBytes memory in use of its GPU; empty where it has none
   */
  public record WorkerInfo(
      String name,
      String device,
      int tasks,
      String version,
      Instant startedAt,
      Instant seenAt,
      long memoryBytes,
      OptionalLong gpuMemoryBytes) {

    public WorkerInfo {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(device, "device");
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(startedAt, "startedAt");
      Objects.requireNonNull(seenAt, "seenAt");
      Objects.requireNonNull(gpuMemoryBytes, "gpuMemoryBytes");
    }
  }

  /** Has all workers begin no further task; what runs goes on. */
  public void pause(String reason, String by) {
    sql.update(
        "INSERT INTO queue_settings (name, value, changed_at, changed_by) VALUES (?, ?, ?, ?) ON"
            + " CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at ="
            + " excluded.changed_at, changed_by = excluded.changed_by",
        PAUSED,
        reason,
        clock.millis(),
        by);
  }

  /** Has the workers go on; returns whether they were paused. */
  public boolean resume() {
    return sql.update("DELETE FROM queue_settings WHERE name = ?", PAUSED) == 1;
  }

  /** Whether the queue is paused, and why. */
  public Optional<Pause> paused() {
    return sql.first(
        row ->
            new Pause(
                row.getString("value"),
                Instant.ofEpochMilli(row.getLong("changed_at")),
                row.getString("changed_by")),
        "SELECT * FROM queue_settings WHERE name = ?",
        PAUSED);
  }

  /** Notes that a worker lives. */
  public void seen(WorkerInfo worker) {
    sql.update(
        "INSERT INTO workers (name, device, tasks, version, started_at, seen_at, memory_bytes)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET device ="
            + " excluded.device, seen_at = excluded.seen_at, memory_bytes = excluded.memory_bytes",
        worker.name(),
        worker.device(),
        worker.tasks(),
        worker.version(),
        worker.startedAt().toEpochMilli(),
        worker.seenAt().toEpochMilli(),
        worker.memoryBytes());
    if (worker.gpuMemoryBytes().isPresent()) {
      sql.update(
          "INSERT INTO worker_gpus (name, memory_bytes) VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
              + " SET memory_bytes = excluded.memory_bytes",
          worker.name(),
          worker.gpuMemoryBytes().getAsLong());
    }
    sql.update("DELETE FROM workers WHERE seen_at < ?", clock.millis() - FORGOTTEN.toMillis());
    sql.update("DELETE FROM worker_gpus WHERE name NOT IN (SELECT name FROM workers)");
  }

  /** Notes that a worker has ended. */
  public void left(String worker) {
    sql.update("DELETE FROM workers WHERE name = ?", worker);
    sql.update("DELETE FROM worker_gpus WHERE name = ?", worker);
  }

  /** The workers that were seen within the last minute. */
  public List<WorkerInfo> workers() {
    return sql.query(
        row ->
            new WorkerInfo(
                row.getString("name"),
                row.getString("device"),
                row.getInt("tasks"),
                row.getString("version"),
                Instant.ofEpochMilli(row.getLong("started_at")),
                Instant.ofEpochMilli(row.getLong("seen_at")),
                row.getLong("memory_bytes"),
                gpuMemory(row)),
        "SELECT workers.*, worker_gpus.memory_bytes AS gpu_memory_bytes FROM workers LEFT JOIN"
            + " worker_gpus ON worker_gpus.name = workers.name WHERE seen_at >= ? ORDER BY"
            + " workers.name",
        clock.millis() - LOST.toMillis());
  }

  private static OptionalLong gpuMemory(ResultSet row) throws SQLException {
    long bytes = row.getLong("gpu_memory_bytes");
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(bytes);
  }
}
