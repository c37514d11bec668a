// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.supervision.StepThread;
import org.orthancprism.task.ResultRemoval;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recalls results of an Orthanc: finds what meets a criterion, counts it, and deletes it unless it
 * is a dry run; one recall after another, study by study, on a thread of its own. What a restart
 * interrupts goes on after it.
 */
public final class Recalls implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Recalls.class);

  private final RecallRecords records;
  private final ResultStudies studies;
  private final StudyRemoval removal;
  private final AuditTrail audit;
  private final Pause pause;
  private final StepThread thread;

  /**
   * Recalls that do not run yet.
   *
   * @param orthanc the name by which the queue knows the Orthanc
   */
  public Recalls(QueueDatabase database, String orthanc, StudyRemoval removal, Clock clock) {
    this(database, orthanc, removal, clock, Pause.REAL);
  }

  Recalls(QueueDatabase database, String orthanc, StudyRemoval removal, Clock clock, Pause pause) {
    this.records = new RecallRecords(database, orthanc, clock);
    this.studies = new ResultStudies(database, orthanc);
    this.removal = removal;
    this.audit = new AuditTrail(database, orthanc, clock);
    this.pause = pause;
    this.thread = new StepThread("prism-recall", "The recall", this::step);
  }

  /** Begins, with what was left when it last ended. */
  public void start() {
    thread.start();
  }

  /**
   * Has results recalled, which is durable when this returns.
   *
   * @param actor who asks for it, for the audit trail
   * @param dryRun whether they are only counted
   */
  public Recall add(String actor, Criterion criterion, boolean dryRun) {
    long number = records.add(actor, criterion, dryRun);
    audit.add(
        actor, action(dryRun), criterion.study().orElse(null), null, number + ": " + criterion);
    thread.wake();
    return records.find(number).orElseThrow();
  }

  /** The recall of a number. */
  public Optional<Recall> find(long number) {
    return records.find(number);
  }

  /** The newest recalls, the newest first. */
  public List<Recall> newest(int limit) {
    return records.newest(limit);
  }

  /** Ends it after the study that it is at; the others go on at the next start. */
  @Override
  public void close() {
    thread.close();
  }

  /** Does the next study; returns false where no recall is left. */
  boolean step() throws OrthancRestException, InterruptedException {
    Optional<Recall> current = records.current();
    if (current.isEmpty()) {
      return false;
    }
    Recall recall = current.get();
    Optional<RecallRecords.Next> next = records.next(recall.number());
    if (next.isEmpty()) {
      end(recall);
      return true;
    }
    if (next.get().tries() > 0) {
      // A worker is at all that is left.
      pause.make(Pause.LONG);
    }
    look(recall, next.get().studyId());
    return true;
  }

  private void look(Recall recall, String studyId) throws OrthancRestException {
    try {
      Optional<Removed> removed = remove(recall, studies.find(studyId));
      if (removed.isPresent()) {
        records.looked(recall.number(), studyId, removed.get());
      } else {
        records.postponed(recall.number(), studyId);
      }
    } catch (OrthancRestException.Unreachable | OrthancRestException.Denied e) {
      throw e;
    } catch (OrthancRestException e) {
      LOG.warn(
          "Recall {}: study {} is left out, recall it again: {}",
          recall.number(),
          studyId,
          e.getMessage());
      records.failed(recall.number(), studyId);
    }
  }

  private Optional<Removed> remove(Recall recall, ResultStudies.Entry study)
      throws OrthancRestException {
    return recall.dryRun()
        ? Optional.of(removal.count(study, recall.criterion()))
        : removal.delete(study, recall.criterion(), ResultRemoval.RECALLED);
  }

  private void end(Recall recall) {
    records.ended(recall.number());
    audit.add(
        recall.actor(),
        action(recall.dryRun()) + "-ended",
        recall.criterion().study().orElse(null),
        null,
        recall.number()
            + ": "
            + recall.removed()
            + (recall.failed() > 0 ? ", studies that failed " + recall.failed() : "")
            + "; "
            + recall.criterion());
  }

  private static String action(boolean dryRun) {
    return dryRun ? "recall-dry-run" : "recall";
  }
}
