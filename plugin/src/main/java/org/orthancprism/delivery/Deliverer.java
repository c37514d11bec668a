// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.orthancprism.orthanc.OrthancRestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the results of one Orthanc that are due, one instance after the other, the report last. A
 * destination that does not take them gets them later, from where it broke off.
 */
public final class Deliverer {

  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  /** Longer than a request to Orthanc may last. */
  private static final Duration LEASE = Duration.ofMinutes(10);

  private final DeliveryRecords records;
  private final OrthancSender sender;
  private final DeliveryPolicy policy;
  private final BooleanSupplier stopping;
  private final Clock clock;

  /**
   * @param stopping whether the worker is being stopped
   */
  public Deliverer(
      DeliveryRecords records,
      OrthancSender sender,
      DeliveryPolicy policy,
      BooleanSupplier stopping,
      Clock clock) {
    this.records = records;
    this.sender = sender;
    this.policy = policy;
    this.stopping = stopping;
    this.clock = clock;
  }

  /** Sends what is due. */
  public void deliver() {
    Optional<Delivery> due = records.due();
    while (due.isPresent() && !stopping.getAsBoolean()) {
      if (records.claim(due.get(), LEASE)) {
        deliver(due.get());
      }
      due = records.due();
    }
  }

  private void deliver(Delivery delivery) {
    try {
      if (sendAll(delivery)) {
        records.sent(delivery);
        LOG.info("Task {}: sent to {}", delivery.task().id(), delivery.destination());
      }
    } catch (OrthancRestException | UnknownDestination e) {
      failed(delivery, String.valueOf(e.getMessage()));
    }
  }

  /** Returns whether all is sent, which it is not when the worker stops. */
  private boolean sendAll(Delivery delivery) throws OrthancRestException, UnknownDestination {
    List<String> left = new ArrayList<>(delivery.left());
    Optional<DestinationNames.Route> route = Optional.empty();
    while (!left.isEmpty()) {
      if (stopping.getAsBoolean()) {
        records.left(delivery, left, Duration.ZERO);
        return false;
      }
      String instance = left.get(0);
      // One that was deleted meanwhile, as outdated, is sent nowhere.
      if (sender.holds(instance)) {
        if (route.isEmpty()) {
          route = Optional.of(sender.route(delivery.destination()));
        }
        sender.send(route.get(), instance);
      }
      left.remove(0);
      records.left(delivery, left, LEASE);
    }
    return true;
  }

  private void failed(Delivery delivery, String reason) {
    if (clock.instant().isBefore(delivery.since().plus(policy.givenUpAfter()))) {
      Duration wait = policy.backoff().wait(delivery.attempts() + 1);
      records.waits(delivery, reason, wait);
      LOG.warn(
          "Task {}: {} does not take its results, next attempt in {} s: {}",
          delivery.task().id(),
          delivery.destination(),
          wait.toSeconds(),
          reason);
      return;
    }
    records.failed(
        delivery,
        reason
            + "; given up after "
            + policy.givenUpAfter().toDays()
            + " days: put "
            + delivery.destination()
            + " right, and retry the task");
    LOG.error(
        "Task {}: its results could not be sent to {} for {} days; put it right, and retry the"
            + " task: {}",
        delivery.task().id(),
        delivery.destination(),
        policy.givenUpAfter().toDays(),
        reason);
  }
}
