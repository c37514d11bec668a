// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.orthancprism.backfill.Backfill;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.effects.EffectOverviews;
import org.orthancprism.effects.EffectRecords;
import org.orthancprism.effects.EndRecords;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.provenance.KnownSigners;
import org.orthancprism.provenance.MadeResults;
import org.orthancprism.provenance.ProvenanceCheck;
import org.orthancprism.queue.AuditTrail;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.readings.ReadingRecords;
import org.orthancprism.removal.Recalls;
import org.orthancprism.supervision.WorkerStatus;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.verdicts.VerdictRecords;
import org.orthancprism.worker.pack.PackCatalog;

/**
 * What the plugin's routes work with.
 *
 * @param worker how the worker is that the plugin started; empty where others drain the queue
 * @param backfill studies of the past on their way into the queue
 * @param recalls deletes results that an administrator recalls
 * @param provenance finds where an instance comes from
 * @param actors finds who makes a request
 * @param log the newest lines of the log
 */
record PrismServices(
    OrthancHost host,
    PrismConfiguration configuration,
    StudyQueue queue,
    TaskRecords records,
    DeliveryRecords deliveries,
    SeparateStudies separateStudies,
    QueueControl control,
    AuditTrail audit,
    EffectRecords effectRecords,
    EffectOverviews effects,
    EndRecords endRecords,
    VerdictRecords verdicts,
    ReadingRecords readings,
    Backfill backfill,
    Recalls recalls,
    PackCatalog packs,
    ProvenanceCheck provenance,
    Actors actors,
    Optional<Supplier<WorkerStatus>> worker,
    RecentLog log) {

  static PrismServices of(
      OrthancHost host,
      PrismConfiguration configuration,
      QueueDatabase database,
      Optional<Supplier<WorkerStatus>> worker,
      Backfill backfill,
      Recalls recalls,
      RecentLog log,
      Clock clock) {
    String orthanc = configuration.orthanc().name();
    EffectRecords effects = new EffectRecords(database, orthanc, clock);
    return new PrismServices(
        host,
        configuration,
        new StudyQueue(database, orthanc, clock),
        new TaskRecords(database, orthanc),
        new DeliveryRecords(database, orthanc, clock),
        new SeparateStudies(database, orthanc),
        new QueueControl(database, clock),
        new AuditTrail(database, orthanc, clock),
        effects,
        new EffectOverviews(effects),
        new EndRecords(database, orthanc, clock),
        new VerdictRecords(database, orthanc, clock),
        new ReadingRecords(database, orthanc, clock),
        backfill,
        recalls,
        new PackCatalog(configuration.pack(), clock),
        new ProvenanceCheck(
            new KnownSigners(database, clock)::has, new MadeResults(database, clock)::find),
        configuration.actors(),
        worker,
        log);
  }
}
