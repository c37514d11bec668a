// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What differs between the databases that a queue can be kept in. All else is the same SQL for
 * both.
 */
sealed interface QueueDialect permits SqliteDialect, PostgresqlDialect {

  /** The dialect that a URL calls for. */
  static QueueDialect of(String url) {
    if (SqliteDialect.takes(url)) {
      return new SqliteDialect();
    }
    if (PostgresqlDialect.takes(url)) {
      return new PostgresqlDialect();
    }
    throw new QueueException(
        "the queue's URL starts with jdbc:sqlite: or jdbc:postgresql:, not as the one given");
  }

  /** What db-scheduler has to know of it. */
  JdbcCustomization customization();

  /** Name of the resource with the statements that create the tables. */
  String script();

  /**
   * A query for the films that tasks name: {@code orthanc}, {@code film}, which is the SOP Instance
   * UID, and {@code study} and {@code instance}, which are Orthanc's identifiers.
   */
  String filmsOfTasks();

  /** A statement that keeps others from creating the tables at the same time. */
  String lockSchema();

  /**
   * Prepares the pool's source of connections.
   *
   * @throws QueueException when the URL can't be used
   */
  void configure(HikariConfig pool, QueueSettings settings, QueueDatabase.Side side);

  /** Prepares the database itself, before its tables are looked at; what fails there is logged. */
  void prepare(Connection connection) throws SQLException;

  /**
   * Gives the disk space of removed rows back to the system, some of it at a time.
   *
   * @return whether there is more to give back
   */
  boolean giveBack(Connection connection) throws SQLException;

  /** Whether it may be out of reach for a while, so that a start does not wait for it. */
  boolean isRemote();
}
