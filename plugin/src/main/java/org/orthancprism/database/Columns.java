// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Columns of tables, by which queues of earlier versions are recognised. */
final class Columns {

  private Columns() {}

  /** Whether a table has a column. */
  static boolean has(Connection connection, String table, String column) throws SQLException {
    try (ResultSet found =
        connection.getMetaData().getColumns(null, connection.getSchema(), table, column)) {
      return found.next();
    }
  }
}
