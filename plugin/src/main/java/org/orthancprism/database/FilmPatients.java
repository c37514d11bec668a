// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Converts a queue of an earlier version, which did not know whose films the effects are of. Films
 * of one study are of one patient: until its effects are noted anew, a film has the study in the
 * patient's place, and none where no task names the film.
 */
final class FilmPatients {

  private FilmPatients() {}

  /** Converts the effects where they need it; they know films by their instances. */
  static void convert(Connection connection, QueueDialect dialect) throws SQLException {
    if (Columns.has(connection, "film_effects", "patient")) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("ALTER TABLE film_effects ADD COLUMN patient VARCHAR(64)");
      statement.execute(
          "CREATE TABLE known_studies (orthanc VARCHAR(32) NOT NULL, instance VARCHAR(64) NOT NULL,"
              + " study VARCHAR(64) NOT NULL, PRIMARY KEY (orthanc, instance))");
      statement.execute(
          "INSERT INTO known_studies (orthanc, instance, study)"
              + " SELECT orthanc, instance, MIN(study) FROM ("
              + dialect.filmsOfTasks()
              + ") AS films WHERE instance IS NOT NULL GROUP BY orthanc, instance");
      statement.execute(
          "UPDATE film_effects SET patient = (SELECT known.study FROM known_studies AS known WHERE"
              + " known.orthanc = film_effects.orthanc AND known.instance = film_effects.instance)");
      statement.execute("DROP TABLE known_studies");
    }
  }
}
