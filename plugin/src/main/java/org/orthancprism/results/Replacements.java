// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;

/**
 * The studies of one Orthanc whose results an administrator wants made anew with the present pack,
 * in place of those that an earlier pack made.
 */
public final class Replacements {

  private final Sql sql;
  private final String orthanc;

  /**
   * The studies of an Orthanc.
   *
   * @param orthanc the name by which the queue knows it
   */
  public Replacements(QueueDatabase database, String orthanc) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
  }

  /**
   * Adds studies.
   *
   * @param studyIds at least one, and no more than fit into a statement
   */
  public void add(Collection<String> studyIds) {
    List<Object> parameters = new ArrayList<>();
    studyIds.forEach(study -> parameters.addAll(List.of(orthanc, study)));
    sql.update(
        "INSERT INTO replacements (orthanc, study_id) VALUES "
            + String.join(", ", Collections.nCopies(studyIds.size(), "(?, ?)"))
            + " ON CONFLICT (orthanc, study_id) DO NOTHING",
        parameters.toArray());
  }

  /** Whether the results of a study are to be made anew. */
  public boolean has(String studyId) {
    return sql.first(
            row -> true,
            "SELECT study_id FROM replacements WHERE orthanc = ? AND study_id = ?",
            orthanc,
            studyId)
        .isPresent();
  }

  /** Removes a study, whose results were made anew. */
  public void remove(String studyId) {
    sql.update("DELETE FROM replacements WHERE orthanc = ? AND study_id = ?", orthanc, studyId);
  }
}
