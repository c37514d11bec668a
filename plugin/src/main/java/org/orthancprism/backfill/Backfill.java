// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.backfill;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.supervision.StepThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts an Orthanc's studies of the past into the queue, on a thread of its own and some at a time,
 * so that those that arrive wait for none of it. What a restart interrupts goes on after it.
 */
public final class Backfill implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Backfill.class);

  /** Studies that are queued at once, within some milliseconds. */
  static final int BATCH = 100;

  private final BackfillRecords records;
  private final QueueDatabase database;
  private final StudyQueue queue;
  private final StepThread thread;

  /**
   * A backfill that does not run yet.
   *
   * @param orthanc the name by which the queue knows the Orthanc
   */
  public Backfill(QueueDatabase database, String orthanc, Clock clock) {
    this.records = new BackfillRecords(database, orthanc, clock);
    this.database = database;
    this.queue = new StudyQueue(database, orthanc, clock);
    this.thread = new StepThread("prism-backfill", "The backfill", this::queueSome);
  }

  /** Begins to put studies into the queue, with what was left when it last ended. */
  public void start() {
    thread.start();
  }

  /**
   * Has studies put into the queue; they are written down when this returns.
   *
   * @param studyIds Orthanc's identifiers of the studies
   * @param replace whether results that an earlier pack made are to be made anew, and those that
   *     were deleted, in place of what is there
   */
  public void add(Collection<String> studyIds, boolean replace) {
    records.add(studyIds, replace);
    thread.wake();
  }

  /** How far it has come. */
  public BackfillProgress progress() {
    return records.progress();
  }

  /** Ends it after the studies that are being queued; the others go on at the next start. */
  @Override
  public void close() {
    thread.close();
  }

  /** Queues the next batch; returns false at the end. */
  boolean queueSome() {
    List<String> studies = records.next(BATCH);
    if (studies.isEmpty()) {
      records.ended().ifPresent(all -> LOG.info("Backfill: studies queued {}", all.queued()));
      return false;
    }
    database.together(
        () -> {
          studies.forEach(this::queue);
          records.queued(studies);
        });
    return true;
  }

  private void queue(String studyId) {
    queue.backfill(studyId);
    if (records.isReplaced(studyId)) {
      queue.repeatRequests(studyId);
    }
  }
}
