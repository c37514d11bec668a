// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Statements to a queue's database, each a transaction of its own but for those done together. */
public final class Sql {

  private final QueueDatabase database;

  public Sql(QueueDatabase database) {
    this.database = database;
  }

  /** Makes a value out of the present row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Changes rows; returns how many. */
  public int update(String sql, @Nullable Object... parameters) {
    try (Connection connection = database.connection();
        PreparedStatement statement = prepared(connection, sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The rows of a query, or those that a change returns. */
  public <T> List<T> query(Row<T> row, String sql, @Nullable Object... parameters) {
    try (Connection connection = database.connection();
        PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> values = new ArrayList<>();
      while (rows.next()) {
        values.add(row.read(rows));
      }
      return values;
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The first row of a query. */
  public <T> Optional<T> first(Row<T> row, String sql, @Nullable Object... parameters) {
    return query(row, sql, parameters).stream().findFirst();
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  static QueueException failure(SQLException e) {
    return new QueueException(
        "the queue's database refused a statement ("
            + e.getMessage()
            + "); is it up, and its disk not full?",
        e);
  }
}
