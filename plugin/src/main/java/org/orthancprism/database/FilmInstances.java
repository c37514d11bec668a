// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Converts a queue of an earlier version, which knew a film by its SOP Instance UID alone. What
 * belongs to a film of one patient goes to its instance in Orthanc; what films of several patients
 * shared is deleted, since nobody can tell whose it is.
 */
final class FilmInstances {

  private static final List<String> TABLES = List.of("film_effects", "edit_ends");

  private FilmInstances() {}

  /** Converts the tables that need it, all of which exist. */
  static void convert(Connection connection, QueueDialect dialect) throws SQLException {
    List<String> former = new ArrayList<>();
    for (String table : TABLES) {
      if (Columns.has(connection, table, "film")) {
        former.add(table);
      }
    }
    if (former.isEmpty()) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE known_films (orthanc VARCHAR(32) NOT NULL, film VARCHAR(64) NOT NULL,"
              + " instance VARCHAR(64) NOT NULL, PRIMARY KEY (orthanc, film))");
      statement.execute(
          "INSERT INTO known_films (orthanc, film, instance)"
              + " SELECT orthanc, film, MIN(instance) FROM ("
              + dialect.filmsOfTasks()
              + ") AS films WHERE film IS NOT NULL"
              + " GROUP BY orthanc, film HAVING COUNT(DISTINCT instance) = 1");
      for (String table : former) {
        convert(statement, table);
      }
      statement.execute("DROP TABLE known_films");
    }
  }

  private static void convert(Statement statement, String table) throws SQLException {
    statement.execute("ALTER TABLE " + table + " RENAME COLUMN film TO instance");
    statement.execute(
        "DELETE FROM "
            + table
            + " WHERE (orthanc, instance) NOT IN (SELECT orthanc, film FROM known_films)");
    statement.execute(
        "UPDATE "
            + table
            + " SET instance = (SELECT known.instance FROM known_films AS known WHERE known.orthanc = "
            + table
            + ".orthanc AND known.film = "
            + table
            + ".instance)");
  }
}
