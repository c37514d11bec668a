// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.task.FilmSelection.EndedEdit;

/**
 * How the edits of the films of one Orthanc ended: kept with the tasks, so that an administrator
 * notices a threshold that withholds too much.
 */
public final class EndRecords {

  private static final long DAY = Duration.ofDays(1).toMillis();

  /** The first day of 1970 was a Thursday; weeks begin on Mondays. */
  private static final int MONDAYS = 3;

  private static final int DAYS = 7;

  private final Sql sql;
  private final String orthanc;
  private final Clock clock;

  /**
   * Records in a queue.
   *
   * @param orthanc the Orthanc whose films they are of
   */
  public EndRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /**
   * Keeps how an edit ended, in place of how it did before with the same pack, and counts it.
   *
   * @param instance Orthanc's identifier of the film
   */
  public void put(String packDigest, String instance, EndedEdit edit) {
    sql.update(
        "INSERT INTO edit_ends (orthanc, instance, edit, pack, ending, gates, stored, at) VALUES"
            + " (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (orthanc, instance, edit, pack) DO UPDATE SET"
            + " ending = excluded.ending, gates = excluded.gates, stored = excluded.stored, at ="
            + " excluded.at",
        orthanc,
        instance,
        edit.edit(),
        packDigest,
        edit.end().label(),
        String.join(",", edit.gates()),
        edit.stored() ? 1 : 0,
        clock.millis());
    sql.update(
        "INSERT INTO edit_end_totals (orthanc, ending, edits) VALUES (?, ?, 1) ON CONFLICT"
            + " (orthanc, ending) DO UPDATE SET edits = edit_end_totals.edits + 1",
        orthanc,
        edit.end().label());
  }

  /** How many edits ended in each way since the queue was made. */
  public Map<Ending.Kind, Long> totals() {
    Map<Ending.Kind, Long> totals = none();
    sql.query(
            row -> Map.entry(Ending.Kind.of(row.getString(1)), row.getLong(2)),
            "SELECT ending, edits FROM edit_end_totals WHERE orthanc = ?",
            orthanc)
        .forEach(total -> totals.put(total.getKey(), total.getValue()));
    return totals;
  }

  /**
   * How many films' edits by a pack ended in each way.
   *
   * @return by name of the edit
   */
  public Map<String, Map<Ending.Kind, Long>> ofPack(String packDigest) {
    Map<String, Map<Ending.Kind, Long>> byEdit = new TreeMap<>();
    for (Counted one :
        sql.query(
            row -> new Counted(row.getString(1), row.getString(2), row.getLong(3)),
            "SELECT edit, ending, COUNT(*) FROM edit_ends WHERE orthanc = ? AND pack = ? GROUP BY"
                + " edit, ending",
            orthanc,
            packDigest)) {
      byEdit
          .computeIfAbsent(one.name(), edit -> none())
          .put(Ending.Kind.of(one.what()), one.edits());
    }
    return byEdit;
  }

  private record Counted(String name, String what, long edits) {}

  /**
   * How edits ended in a week.
   *
   * @param monday its first day, in UTC
   * @param ends how many edits ended in each way
   * @param gates how many were withheld by each gate that failed; one counts for each of its gates
   * @param stored how many of all have an image in the archive
   */
  public record Week(
      LocalDate monday, Map<Ending.Kind, Long> ends, Map<String, Long> gates, long stored) {}

  /**
   * The last weeks in which edits ended, the newest first.
   *
   * @param most how many weeks to look back, this one included
   */
  public List<Week> weeks(int most) {
    long now = week(clock.millis());
    Map<Long, Week> weeks = new TreeMap<>((one, other) -> Long.compare(other, one));
    for (WeekRow row :
        sql.query(
            row ->
                new WeekRow(
                    row.getLong("week"),
                    Ending.Kind.of(row.getString("ending")),
                    row.getString("gates"),
                    row.getLong("edits"),
                    row.getLong("stored")),
            "SELECT (at / "
                + DAY
                + " + "
                + MONDAYS
                + ") / "
                + DAYS
                + " AS week, ending, gates, COUNT(*) AS edits, SUM(stored) AS stored FROM edit_ends"
                + " WHERE orthanc = ? AND at >= ? GROUP BY 1, 2, 3",
            orthanc,
            monday(now - most + 1).toEpochDay() * DAY)) {
      weeks.merge(row.week(), row.alone(), EndRecords::together);
    }
    return List.copyOf(weeks.values());
  }

  private record WeekRow(long week, Ending.Kind end, String gates, long edits, long stored) {

    Week alone() {
      Map<Ending.Kind, Long> ends = none();
      ends.put(end, edits);
      Map<String, Long> byGate = new TreeMap<>();
      if (!gates.isEmpty()) {
        List.of(gates.split(",", -1)).forEach(gate -> byGate.put(gate, edits));
      }
      return new Week(monday(week), ends, byGate, stored);
    }
  }

  private static Week together(Week one, Week other) {
    Map<Ending.Kind, Long> ends = new EnumMap<>(one.ends());
    other.ends().forEach((end, edits) -> ends.merge(end, edits, Long::sum));
    Map<String, Long> gates = new TreeMap<>(one.gates());
    other.gates().forEach((gate, edits) -> gates.merge(gate, edits, Long::sum));
    return new Week(one.monday(), ends, gates, one.stored() + other.stored());
  }

  private static long week(long millis) {
    return (millis / DAY + MONDAYS) / DAYS;
  }

  private static LocalDate monday(long week) {
    return LocalDate.ofEpochDay(week * DAYS - MONDAYS);
  }

  private static Map<Ending.Kind, Long> none() {
    Map<Ending.Kind, Long> none = new EnumMap<>(Ending.Kind.class);
    for (Ending.Kind kind : Ending.Kind.values()) {
      none.put(kind, 0L);
    }
    return none;
  }
}
