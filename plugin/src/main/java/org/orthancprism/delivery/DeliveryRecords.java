// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.delivery;

import jakarta.json.Json;
import jakarta.json.JsonString;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;
import org.orthancprism.database.JsonColumn;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.database.TextColumn;
import org.orthancprism.request.TaskKey;

/**
 * The deliveries of one Orthanc's results, kept in the queue: they survive the end of any process.
 */
public final class DeliveryRecords {

  private static final int REASON_LIMIT = 2000;
  private static final String OF_DELIVERY =
      " WHERE orthanc = ? AND task_id = ? AND destination = ? AND batch = ?";

  private static final String INSERT =
      "INSERT INTO deliveries (orthanc, task_id, destination, batch, instances, objects, state,"
          + " attempts, since, next_at) VALUES (?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?) ON CONFLICT"
          + " (orthanc, task_id, destination, batch) DO UPDATE SET instances = excluded.instances,"
          + " state = 'waiting', attempts = 0, reason = NULL, since = excluded.since, next_at ="
          + " excluded.next_at, ended_at = NULL";

  private final QueueDatabase database;
  private final Sql sql;
  private final String orthanc;
  private final Clock clock;

  /**
   * Records in a queue.
   *
   * @param orthanc the Orthanc that holds the results
   */
  public DeliveryRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.database = database;
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /**
   * Notes that a task stores results that are to be sent, until {@link #add} or {@link #none}.
   *
   * @param report SOP Instance UID of the report that tells of them
   */
  public void begin(String taskId, Destinations destinations, String report) {
    if (!destinations.names().isEmpty()) {
      sql.update(
          "INSERT INTO deliveries_to_come (orthanc, task_id, report) VALUES (?, ?, ?) ON CONFLICT"
              + " (orthanc, task_id) DO UPDATE SET report = excluded.report",
          orthanc,
          taskId,
          report);
    }
  }

  /**
   * SOP Instance UID of the report of the results that a worker began to store for a task, and
   * ended before it had them sent.
   */
  public Optional<String> begun(String taskId) {
    return sql.first(
        row -> row.getString(1),
        "SELECT report FROM deliveries_to_come WHERE orthanc = ? AND task_id = ?",
        orthanc,
        taskId);
  }

  /**
   * Has instances sent that a task stored, also if they were sent before. A worker that dies over
   * it has noted all of it or nothing, so that the next one has them sent once.
   */
  public void add(String taskId, Destinations destinations, List<String> instances) {
    database.inOneTransaction(
        () -> {
          insert(taskId, destinations, instances);
          none(taskId);
        });
  }

  /** Notes that a task has nothing to send that is not noted. */
  public void none(String taskId) {
    sql.update("DELETE FROM deliveries_to_come WHERE orthanc = ? AND task_id = ?", orthanc, taskId);
  }

  private void insert(String taskId, Destinations destinations, List<String> instances) {
    if (instances.isEmpty()) {
      return;
    }
    String batch = DigestUtils.sha256Hex(String.join(" ", instances.stream().sorted().toList()));
    for (String destination : destinations.names()) {
      sql.update(
          INSERT,
          orthanc,
          taskId,
          destination,
          batch,
          json(instances),
          instances.size(),
          clock.millis(),
          clock.millis());
    }
  }

  /** Has what a task could not deliver yet sent at once, and for as long as at first. */
  public void retry(String taskId) {
    sql.update(
        "UPDATE deliveries SET state = 'waiting', attempts = 0, since = ?, next_at = ?, ended_at ="
            + " NULL WHERE orthanc = ? AND task_id = ? AND state <> 'sent'",
        clock.millis(),
        clock.millis(),
        orthanc,
        taskId);
  }

  /** The delivery that is due for longest. */
  Optional<Delivery> due() {
    return sql.first(
        DeliveryRecords::delivery,
        "SELECT * FROM deliveries WHERE orthanc = ? AND state = 'waiting' AND next_at <= ? ORDER BY"
            + " next_at LIMIT 1",
        orthanc,
        clock.millis());
  }

  /**
   * Takes a delivery for a while, in which no other worker takes it.
   *
   * @return false where another has taken it since it was read
   */
  boolean claim(Delivery delivery, Duration lease) {
    return update(
            "UPDATE deliveries SET next_at = ?",
            " AND state = 'waiting' AND next_at = " + delivery.nextAt().toEpochMilli(),
            delivery,
            clock.millis() + lease.toMillis())
        == 1;
  }

  /** Notes which instances are still to be sent, and keeps the delivery for another while. */
  void left(Delivery delivery, List<String> instances, Duration lease) {
    update(
        "UPDATE deliveries SET instances = ?, next_at = ?",
        "",
        delivery,
        json(instances),
        clock.millis() + lease.toMillis());
  }

  void sent(Delivery delivery) {
    update(
        "UPDATE deliveries SET state = 'sent', instances = '[]', reason = NULL, ended_at = ?",
        "",
        delivery,
        clock.millis());
  }

  void waits(Delivery delivery, String reason, Duration wait) {
    update(
        "UPDATE deliveries SET attempts = attempts + 1, reason = ?, next_at = ?",
        "",
        delivery,
        TextColumn.shortened(reason, REASON_LIMIT),
        clock.millis() + wait.toMillis());
  }

  void failed(Delivery delivery, String reason) {
    update(
        "UPDATE deliveries SET state = 'failed', attempts = attempts + 1, reason = ?, ended_at = ?",
        "",
        delivery,
        TextColumn.shortened(reason, REASON_LIMIT),
        clock.millis());
  }

  /** The deliveries of tasks, in the order in which they began. */
  public List<Delivery> of(Collection<String> taskIds) {
    if (taskIds.isEmpty()) {
      return List.of();
    }
    List<Object> parameters = new ArrayList<>();
    parameters.add(orthanc);
    parameters.addAll(taskIds);
    return sql.query(
        DeliveryRecords::delivery,
        "SELECT * FROM deliveries WHERE orthanc = ? AND task_id IN ("
            + String.join(", ", Collections.nCopies(taskIds.size(), "?"))
            + ") ORDER BY since, destination",
        parameters.toArray());
  }

  private int update(String statement, String condition, Delivery delivery, Object... values) {
    List<Object> parameters = new ArrayList<>(List.of(values));
    parameters.addAll(
        List.of(orthanc, delivery.task().id(), delivery.destination(), delivery.batch()));
    return sql.update(statement + OF_DELIVERY + condition, parameters.toArray());
  }

  private static Delivery delivery(ResultSet row) throws SQLException {
    return new Delivery(
        new TaskKey(row.getString("orthanc"), row.getString("task_id")),
        row.getString("destination"),
        row.getString("batch"),
        JsonColumn.array(row.getString("instances")).getValuesAs(JsonString::getString),
        row.getInt("objects"),
        Delivery.State.of(row.getString("state")),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("reason")),
        Instant.ofEpochMilli(row.getLong("since")),
        Instant.ofEpochMilli(row.getLong("next_at")));
  }

  private static String json(List<String> instances) {
    return Json.createArrayBuilder(instances).build().toString();
  }
}
