// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import java.util.Optional;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.StudyFailure;
import org.orthancprism.results.StudyResults;

/**
 * Has results sent that a task stores: all of them, also when a worker ends before it could note
 * that, and none a second time because a task is done again.
 */
final class ResultSending {

  /** A task's identifier does not depend on the Orthanc that it is of. */
  private static final String ANY = "any";

  private final DeliveryRecords deliveries;
  private final Destinations destinations;

  ResultSending(DeliveryRecords deliveries, Destinations destinations) {
    this.deliveries = deliveries;
    this.destinations = destinations;
  }

  /** Stores results. */
  @FunctionalInterface
  interface Storing {
    ResultStore.Held store() throws OrthancRestException, StudyFailure, StudyChanged;
  }

  /** Has results sent that an earlier attempt stored, and could not note. */
  void sendUnnoted(Attempt attempt, StudyResults results) {
    List<StoredInstance> found =
        deliveries.begun(task(attempt)).map(results::told).orElse(List.of());
    if (!found.isEmpty()) {
      deliveries.add(task(attempt), destinations, ids(found));
    }
  }

  /**
   * Stores results, and has them sent unless they were all there.
   *
   * @param report SOP Instance UID of their report
   * @return the results, as the study holds them
   */
  List<StoredInstance> store(Attempt attempt, String report, Storing storing)
      throws OrthancRestException, StudyFailure, StudyChanged {
    Optional<String> unnoted = deliveries.begun(task(attempt)).filter(report::equals);
    deliveries.begin(task(attempt), destinations, report);
    ResultStore.Held held = storing.store();
    if (unnoted.isPresent() || held.isNew()) {
      deliveries.add(task(attempt), destinations, ids(held.results()));
    } else {
      deliveries.none(task(attempt));
    }
    return held.results();
  }

  private static String task(Attempt attempt) {
    return attempt
        .request()
        .map(request -> request.key(ANY, attempt.studyId()).id())
        .orElse(attempt.studyId());
  }

  private static List<String> ids(List<StoredInstance> instances) {
    return instances.stream().map(StoredInstance::id).toList();
  }
}
