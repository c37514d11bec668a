// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;

/**
 * The studies of one Orthanc that hold results, and since when, kept with the queue: to look for
 * them in an archive would read all of it.
 */
public final class ResultStudies {

  private final Sql sql;
  private final String orthanc;

  /**
   * The studies of an Orthanc.
   *
   * @param orthanc the name by which the queue knows it
   */
  public ResultStudies(QueueDatabase database, String orthanc) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
  }

  /**
   * A study that holds results.
   *
   * @param studyId Orthanc's identifier
   * @param oldest before which none of its results was made; the epoch where that is not known
   * @param version another one after each note about the study
   */
  public record Entry(String studyId, Instant oldest, long version) {
    public Entry {
      Objects.requireNonNull(studyId, "studyId");
      Objects.requireNonNull(oldest, "oldest");
    }
  }

  /**
   * Notes that a study holds results, or is about to.
   *
   * @param since before which none of them was made
   */
  public void note(String studyId, Instant since) {
    sql.update(
        "INSERT INTO result_studies (orthanc, study_id, oldest, version) VALUES (?, ?, ?, 0) ON"
            + " CONFLICT (orthanc, study_id) DO UPDATE SET version = result_studies.version + 1,"
            + " oldest = CASE WHEN excluded.oldest < result_studies.oldest THEN excluded.oldest"
            + " ELSE result_studies.oldest END",
        orthanc,
        studyId,
        since.toEpochMilli());
  }

  /**
   * Studies whose oldest result may have been made before an instant, the oldest first.
   *
   * @param after only those behind this one in that order; empty for the first
   */
  public List<Entry> before(Instant limit, Optional<Entry> after, int most) {
    long from = after.map(entry -> entry.oldest().toEpochMilli()).orElse(Long.MIN_VALUE);
    return sql.query(
        ResultStudies::entry,
        "SELECT * FROM result_studies WHERE orthanc = ? AND oldest >= ? AND oldest < ? AND (oldest"
            + " > ? OR study_id > ?) ORDER BY oldest, study_id LIMIT ?",
        orthanc,
        from,
        limit.toEpochMilli(),
        from,
        after.map(Entry::studyId).orElse(""),
        most);
  }

  /** What is known of a study; of one that is not known, notes change nothing. */
  public Entry find(String studyId) {
    return sql.first(
            ResultStudies::entry,
            "SELECT * FROM result_studies WHERE orthanc = ? AND study_id = ?",
            orthanc,
            studyId)
        .orElse(new Entry(studyId, Instant.EPOCH, -1));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getString("study_id"),
        Instant.ofEpochMilli(row.getLong("oldest")),
        row.getLong("version"));
  }

  /** Notes what a look at a study found, unless there is news of it meanwhile. */
  public void looked(Entry study, Instant oldest) {
    sql.update(
        "UPDATE result_studies SET oldest = ? WHERE orthanc = ? AND study_id = ? AND version = ?",
        oldest.toEpochMilli(),
        orthanc,
        study.studyId(),
        study.version());
  }

  /** Removes a study that holds no result, unless there is news of it meanwhile. */
  public void forget(Entry study) {
    sql.update(
        "DELETE FROM result_studies WHERE orthanc = ? AND study_id = ? AND version = ?",
        orthanc,
        study.studyId(),
        study.version());
  }
}
