// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.results.ResultStudies;
import org.orthancprism.task.ResultRemoval;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes results that were kept long enough. Their age counts from when they were made, as they
 * state it. It deletes study by study and lets Orthanc breathe in between.
 */
public final class Expiry {

  private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

  /** Studies that are read from the queue's database at once. */
  static final int BATCH = 100;

  private final ResultStudies studies;
  private final StudyRemoval removal;
  private final ResultsKept kept;
  private final AuditTrail audit;
  private final Clock clock;
  private final Pause pause;

  /**
   * Expiry of an Orthanc's results.
   *
   * @param orthanc the name by which the queue knows it
   */
  public Expiry(
      QueueDatabase database, String orthanc, StudyRemoval removal, ResultsKept kept, Clock clock) {
    this(database, orthanc, removal, kept, clock, Pause.REAL);
  }

  Expiry(
      QueueDatabase database,
      String orthanc,
      StudyRemoval removal,
      ResultsKept kept,
      Clock clock,
      Pause pause) {
    this.studies = new ResultStudies(database, orthanc);
    this.removal = removal;
    this.kept = kept;
    this.audit = new AuditTrail(database, orthanc, clock);
    this.clock = clock;
    this.pause = pause;
  }

  /** Deletes what is old enough now; a study that a task is at waits for the next time. */
  public void run() {
    if (kept.duration().isEmpty()) {
      return;
    }
    Instant limit = clock.instant().minus(kept.duration().get());
    try {
      Optional<ResultStudies.Entry> last = Optional.empty();
      List<ResultStudies.Entry> batch;
      do {
        batch = studies.before(limit, last, BATCH);
        expire(batch, limit);
        last = batch.stream().reduce((former, latter) -> latter);
      } while (!batch.isEmpty());
    } catch (OrthancRestException e) {
      LOG.warn("Results that are old enough stay until the next time: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void expire(List<ResultStudies.Entry> batch, Instant limit)
      throws OrthancRestException, InterruptedException {
    Removed removed = Removed.NOTHING;
    try {
      for (ResultStudies.Entry study : batch) {
        removed = removed.plus(expire(study, limit));
        pause.make(Pause.SHORT);
      }
    } finally {
      if (removed.instances() > 0) {
        audit.add(ResultsKept.NAME, "expire", null, null, removed + "; made before " + limit);
      }
    }
  }

  /** What Orthanc refuses to delete costs its own study alone. */
  private Removed expire(ResultStudies.Entry study, Instant limit) throws OrthancRestException {
    try {
      return removal
          .delete(study, Criterion.madeBefore(limit), ResultRemoval.EXPIRED)
          .orElse(Removed.NOTHING);
    } catch (OrthancRestException.Unreachable | OrthancRestException.Denied e) {
      throw e;
    } catch (OrthancRestException e) {
      LOG.warn(
          "Study {}: its results are old enough, but can't be deleted: {}",
          study.studyId(),
          e.getMessage());
      return Removed.NOTHING;
    }
  }
}
