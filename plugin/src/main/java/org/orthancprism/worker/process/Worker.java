// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.OrthancSender;
import org.orthancprism.dicom.codec.DicomCodec;
import org.orthancprism.dicom.codec.InstalledCodec;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.signature.Signer;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.provenance.KnownSigners;
import org.orthancprism.provenance.MadeResults;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.queue.RetryPolicy;
import org.orthancprism.queue.StudyConsumer;
import org.orthancprism.queue.StudyHandler;
import org.orthancprism.stopping.StopAwareHandler;
import org.orthancprism.task.SeparateStudies;
import org.orthancprism.verdicts.VerdictRecords;
import org.orthancprism.worker.pack.EditorPool;
import org.orthancprism.worker.pack.EditorSlot;
import org.orthancprism.worker.study.IntakeThrottle;
import org.orthancprism.worker.study.StudyProcessor;
import org.orthancprism.worker.study.StudyStatePublisher;
import org.orthancprism.worker.verdict.VerdictDesk;
import org.orthancprism.worker.verdict.VerdictWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker: takes the tasks of its Orthancs out of the queue and does them on its device. */
final class Worker implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  /** No step of an edit takes that long, on whatever processor. */
  private static final Duration HANGING = Duration.ofMinutes(20);

  private final Map<String, OrthancClient> orthancs;
  private final AtomicBoolean stopping;
  private final List<EditorSlot> slots;
  private final StudyConsumer consumer;
  private final WorkerMonitor monitor;
  private final VerdictDesk verdicts;
  private final WorkerOutbox outbox;
  private final QueueDatabase database;

  private Worker(
      Map<String, OrthancClient> orthancs,
      AtomicBoolean stopping,
      List<EditorSlot> slots,
      StudyConsumer consumer,
      WorkerMonitor monitor,
      VerdictDesk verdicts,
      WorkerOutbox outbox,
      QueueDatabase database) {
    this.orthancs = Map.copyOf(orthancs);
    this.stopping = stopping;
    this.slots = slots;
    this.consumer = consumer;
    this.monitor = monitor;
    this.verdicts = verdicts;
    this.outbox = outbox;
    this.database = database;
  }

  /**
   * A worker that does not work yet.
   *
   * @throws IOException when a file that its configuration names can't be used
   * @throws ConfigurationException when the signing key can't be
   */
  static Worker open(WorkerConfiguration configuration, Clock clock)
      throws IOException, ConfigurationException {
    AtomicBoolean stopping = new AtomicBoolean();
    List<EditorSlot> slots = new ArrayList<>();
    WorkerDevice asked = new WorkerDevice(configuration.device());
    AtomicReference<String> device = new AtomicReference<>(asked.name());
    FileDigests digests = new FileDigests(clock);
    FilmSelector selector = new FilmSelector(configuration.films());
    for (int i = 0; i < configuration.tasks(); i++) {
      slots.add(
          new EditorSlot(
              configuration.pack(),
              configuration.precision().settings(),
              digests,
              found -> device.set(asked.known(found))));
    }
    Signer signer = new Signer(configuration.signing().open(), clock);
    QueueDatabase database = QueueDatabase.open(configuration.queue(), QueueDatabase.Side.WORKERS);
    DicomCodec codec = InstalledCodec.find();
    ResultFiles files =
        new ResultFiles(
            codec, signer, new KnownSigners(database, clock), new MadeResults(database, clock));
    HangWatch hangs = new HangWatch(HANGING, System::nanoTime);
    EditorPool packs = new EditorPool(slots);
    Map<String, StudyHandler> handlers = new LinkedHashMap<>();
    Map<String, OrthancClient> orthancs = new LinkedHashMap<>();
    List<VerdictWriter> writers = new ArrayList<>();
    WorkerOutbox outbox =
        new WorkerOutbox(configuration.results().destinations(), stopping::get, clock);
    for (OrthancAccess access : configuration.orthancs()) {
      OrthancClient orthanc = OrthancClient.of(access);
      orthancs.put(access.name(), orthanc);
      writers.add(
          new VerdictWriter(
              orthanc,
              new VerdictRecords(database, access.name(), clock),
              new SeparateStudies(database, access.name()),
              codec,
              files,
              clock));
      DeliveryRecords deliveries = new DeliveryRecords(database, access.name(), clock);
      outbox.add(access.name(), deliveries, new OrthancSender(orthanc));
      IntakeThrottle throttle =
          new IntakeThrottle(orthanc, System::nanoTime, time -> Thread.sleep(time.toMillis()));
      handlers.put(
          access.name(),
          hangs.watching(
              attempt ->
                  packs.lend(
                      slot ->
                          new StudyStatePublisher(
                                  new StopAwareHandler(
                                      new StudyProcessor(
                                          orthanc,
                                          slot,
                                          selector,
                                          configuration.limits(),
                                          configuration.results(),
                                          codec,
                                          files,
                                          deliveries,
                                          throttle.budget(),
                                          stopping::get,
                                          clock),
                                      stopping::get),
                                  orthanc)
                              .process(attempt))));
    }
    StudyConsumer consumer =
        new StudyConsumer(
            database,
            handlers,
            configuration.name(),
            configuration.tasks(),
            StudyConsumer.Timing.DEFAULT,
            RetryPolicy.DEFAULT,
            clock);
    WorkerMonitor monitor =
        new WorkerMonitor(
            new QueueControl(database, clock), consumer, configuration, device::get, hangs, clock);
    return new Worker(
        orthancs, stopping, slots, consumer, monitor, new VerdictDesk(writers), outbox, database);
  }

  /**
   * Begins to take tasks.
   *
   * @throws ConfigurationException when an Orthanc does not let it in: it would spoil each task
   */
  void start() throws ConfigurationException {
    for (Map.Entry<String, OrthancClient> orthanc : orthancs.entrySet()) {
      try {
        orthanc.getValue().system();
      } catch (OrthancRestException.Denied e) {
        throw new ConfigurationException(
            "$.Orthancs." + orthanc.getKey(), String.valueOf(e.getMessage()));
      } catch (OrthancRestException e) {
        LOG.warn("Orthanc {} is not there yet: {}", orthanc.getKey(), e.getMessage());
      }
    }
    begin();
  }

  /** A signal may have ended it meanwhile. */
  private synchronized void begin() {
    if (!stopping.get()) {
      monitor.start();
      consumer.start();
      verdicts.start();
      outbox.start();
    }
  }

  /**
   * Takes no further task, has the running ones end at their next step, waits a while, and gives
   * back those that have not ended. Once is enough: a second caller waits for the first.
   */
  @Override
  public synchronized void close() {
    if (stopping.getAndSet(true)) {
      return;
    }
    monitor.close();
    verdicts.close();
    outbox.close();
    if (consumer.stop()) {
      slots.forEach(EditorSlot::close);
    } else {
      // Their threads compute still, with what a slot would take from under them.
      LOG.info("The worker ends within a step of a task, which another takes up");
    }
    database.close();
  }
}
