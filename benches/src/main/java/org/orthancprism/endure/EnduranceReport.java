// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import jakarta.json.Json;
import jakarta.json.JsonObject;

/**
 * What a trial of endurance came to.
 *
 * @param studies studies that were sent
 * @param complete studies with exactly their one complete set of results
 * @param lost studies with less
 * @param duplicated studies with more
 * @param originalsChanged studies whose film is not the one that was stored
 * @param workerKills how often a worker's process was killed (SIGKILL)
 * @param orthancRestarts how often an Orthanc was killed and started again
 * @param queueRestarts how often PostgreSQL was crashed and started again
 * @param diskFills how often the disk of the results was full for a while
 * @param namespaces how many workers had a network namespace of their own
 * @param retried failed tasks that were done again, as an administrator would
 * @param seconds how long it took
 */
public record EnduranceReport(
    int studies,
    int complete,
    int lost,
    int duplicated,
    int originalsChanged,
    int workerKills,
    int orthancRestarts,
    int queueRestarts,
    int diskFills,
    int namespaces,
    int retried,
    long seconds) {

  /** Whether nothing was lost, nothing is there twice, and no original was touched. */
  public boolean holds() {
    return complete == studies && lost == 0 && duplicated == 0 && originalsChanged == 0;
  }

  public JsonObject json() {
    return Json.createObjectBuilder()
        .add("studies", studies)
        .add("complete", complete)
        .add("lost", lost)
        .add("duplicated", duplicated)
        .add("originalsChanged", originalsChanged)
        .add("workerKills", workerKills)
        .add("orthancRestarts", orthancRestarts)
        .add("queueRestarts", queueRestarts)
        .add("diskFills", diskFills)
        .add("namespaces", namespaces)
        .add("retried", retried)
        .add("seconds", seconds)
        .build();
  }
}
