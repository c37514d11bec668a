// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.orthancprism.queue.StudyQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds through Orthanc's change log what came while the plugin was not there to hear of it.
 *
 * <p>The last sequence number seen is kept in Orthanc as global property {@value #PROPERTY}. It
 * lags behind by one checkpoint, so that a change whose callback was on its way when Orthanc died
 * is seen again; to trigger a study twice does no harm.
 */
final class ChangeCatchUp {

  /** Number of Orthanc's global property that holds the sequence number. */
  static final int PROPERTY = 5120;

  private static final Logger LOG = LoggerFactory.getLogger(ChangeCatchUp.class);
  private static final int PAGE = 1000;

  private final OrthancHost host;
  private final StudyQueue queue;
  private long seen;
  private boolean behind;

  ChangeCatchUp(OrthancHost host, StudyQueue queue) {
    this.host = host;
    this.queue = queue;
  }

  /** Notes that a change could not be acted on, and is to be found in the change log later. */
  synchronized void fallBehind() {
    behind = true;
  }

  /** Whether changes wait in the change log to be caught up with. */
  synchronized boolean isBehind() {
    return behind;
  }

  /** Triggers what has come since the sequence number kept; at the very first start, nothing. */
  synchronized void run() {
    behind = true;
    String kept = host.globalProperty(PROPERTY, "");
    if (kept.isEmpty()) {
      seen = last();
      keep();
      behind = false;
      return;
    }
    long from = Long.parseLong(kept.strip());
    int triggered = 0;
    seen = from;
    JsonObject page;
    do {
      page = json("/changes?since=" + seen + "&limit=" + PAGE);
      List<String> studies =
          page.getJsonArray("Changes").getValuesAs(JsonObject.class).stream()
              .filter(ChangeCatchUp::triggers)
              .map(change -> change.getString("ID"))
              .toList();
      queue.addAll(studies);
      triggered += studies.size();
      seen = page.getJsonNumber("Last").longValue();
    } while (!page.getBoolean("Done"));
    keep();
    behind = false;
    LOG.info("Changes {} to {} caught up with, studies triggered {}", from, seen, triggered);
  }

  /**
   * Keeps the sequence number of the checkpoint before, and notes the present one for the next; as
   * long as changes wait to be caught up with, does nothing.
   */
  synchronized void checkpoint() {
    if (behind) {
      return;
    }
    keep();
    seen = last();
  }

  /**
   * A study that had not become stable when Orthanc was stopped never does unless more comes, so a
   * new study counts as well.
   */
  private static boolean triggers(JsonObject change) {
    String type = change.getString("ChangeType");
    return type.equals("StableStudy") || type.equals("NewStudy");
  }

  private long last() {
    return json("/changes?last").getJsonNumber("Last").longValue();
  }

  private void keep() {
    host.setGlobalProperty(PROPERTY, Long.toString(seen));
  }

  private JsonObject json(String uri) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(host.get(uri)))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new OrthancHostException("Orthanc's answer to " + uri + " is no JSON", e);
    }
  }
}
