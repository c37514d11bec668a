// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.orthancprism.database.QueueException;
import org.orthancprism.delivery.Deliverer;
import org.orthancprism.delivery.DeliveryPolicy;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.delivery.OrthancSender;
import org.orthancprism.delivery.UnknownDestination;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.supervision.DaemonThreads;
import org.orthancprism.supervision.LastingTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the results of a worker's Orthancs to their destinations. A thread of its own does: films
 * do not wait for a destination that does not answer.
 */
final class WorkerOutbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerOutbox.class);
  private static final long SECONDS = 2;

  private final Destinations destinations;
  private final BooleanSupplier stopping;
  private final Clock clock;
  private final Map<String, OrthancSender> senders = new LinkedHashMap<>();
  private final Map<String, Deliverer> deliverers = new LinkedHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("prism-outbox"));

  /**
   * @param destinations where results are sent to now; what is on its way to others still goes
   *     there
   */
  WorkerOutbox(Destinations destinations, BooleanSupplier stopping, Clock clock) {
    this.destinations = destinations;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Adds an Orthanc, before the start. */
  void add(String orthanc, DeliveryRecords records, OrthancSender sender) {
    senders.put(orthanc, sender);
    deliverers.put(
        orthanc, new Deliverer(records, sender, DeliveryPolicy.DEFAULT, stopping, clock));
  }

  /** Reports destinations that an Orthanc does not know, and sends from now on what is due. */
  @SuppressWarnings("FutureReturnValueIgnored") // a lasting task logs what goes wrong in it
  void start() {
    thread.execute(new LastingTask("looking for the destinations of results", this::check));
    thread.scheduleWithFixedDelay(
        new LastingTask("sending results", this::deliver), SECONDS, SECONDS, TimeUnit.SECONDS);
  }

  private void check() {
    for (String destination : destinations.names()) {
      senders.forEach((orthanc, sender) -> check(orthanc, sender, destination));
    }
  }

  private static void check(String orthanc, OrthancSender sender, String destination) {
    try {
      sender.route(destination);
    } catch (UnknownDestination e) {
      LOG.warn("Orthanc {}: {}; until then results wait", orthanc, e.getMessage());
    } catch (OrthancRestException e) {
      LOG.warn("Orthanc {} can't be asked for {}: {}", orthanc, destination, e.getMessage());
    }
  }

  private void deliver() {
    for (Deliverer deliverer : deliverers.values()) {
      try {
        deliverer.deliver();
      } catch (QueueException e) {
        LOG.warn("The queue can't be asked for what is to be sent: {}", e.getMessage());
      }
    }
  }

  /** Ends without waiting: what is not sent is sent by the next worker. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
