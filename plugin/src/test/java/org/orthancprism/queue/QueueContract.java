// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.request.TaskKey;
import org.orthancprism.retry.ExponentialBackoff;
import org.orthancprism.task.TaskRecord;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.Await;

/** An empty queue, whatever database it is kept in, and what tests of it have in common. */
abstract class QueueContract {

  public static final String ORTHANC = "radiology";

  public static final StudyConsumer.Timing FAST =
      new StudyConsumer.Timing(
          Duration.ofMillis(20), Duration.ofMillis(150), Duration.ofSeconds(5));
  public static final RetryPolicy QUICK =
      new RetryPolicy(3, new ExponentialBackoff(Duration.ofMillis(1), Duration.ofMillis(4)));
  public static final Clock CLOCK = Clock.systemUTC();

  public QueueDatabase database;
  public StudyQueue queue;
  public TaskRecords records;

  /** Where an empty queue is. */
  abstract QueueSettings emptyQueue() throws Exception;

  @BeforeEach
  void openQueue() throws Exception {
    database = QueueDatabase.open(emptyQueue(), QueueDatabase.Side.WORKERS);
    queue = new StudyQueue(database, ORTHANC, CLOCK);
    records = new TaskRecords(database, ORTHANC);
  }

  @AfterEach
  void closeQueue() {
    database.close();
  }

  static TaskKey key(String study) {
    return new TaskKey(ORTHANC, study);
  }

  StudyConsumer consumer(String name, StudyHandler handler) {
    return new StudyConsumer(database, Map.of(ORTHANC, handler), name, 1, FAST, QUICK, CLOCK);
  }

  TaskRecord awaitState(String study, TaskState state) throws Exception {
    return Await.until(
            () -> records.find(study),
            record -> record.isPresent() && record.get().state() == state)
        .orElseThrow();
  }
}
