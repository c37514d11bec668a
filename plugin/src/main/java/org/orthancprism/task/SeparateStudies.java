// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.task;

import java.util.List;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;

/**
 * The studies of one Orthanc that hold nothing but results, and the studies that these were made
 * of. Such a study is never worked on.
 */
public final class SeparateStudies {

  private final Sql sql;
  private final String orthanc;

  /**
   * Studies that a queue knows.
   *
   * @param orthanc the Orthanc that holds them
   */
  public SeparateStudies(QueueDatabase database, String orthanc) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
  }

  /**
   * Notes a study of results, for ever.
   *
   * @param studyId Orthanc's identifier of the study of results
   * @param sourceId that of the study of the films
   */
  public void add(String studyId, String sourceId) {
    sql.update(
        "INSERT INTO separate_studies (orthanc, study_id, source_id) VALUES (?, ?, ?) ON CONFLICT"
            + " (orthanc, study_id) DO UPDATE SET source_id = excluded.source_id",
        orthanc,
        studyId,
        sourceId);
  }

  /** The studies that hold the results of a study of films. */
  public List<String> of(String sourceId) {
    return sql.query(
        row -> row.getString(1),
        "SELECT study_id FROM separate_studies WHERE orthanc = ? AND source_id = ?",
        orthanc,
        sourceId);
  }

  /** The study whose results a study holds; empty for a study that is none of results. */
  public Optional<String> source(String studyId) {
    return sql.first(
        row -> row.getString(1),
        "SELECT source_id FROM separate_studies WHERE orthanc = ? AND study_id = ?",
        orthanc,
        studyId);
  }
}
