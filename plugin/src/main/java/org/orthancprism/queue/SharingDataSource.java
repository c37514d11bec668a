// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.queue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A pool of connections of which all that one thread does together uses one, so that it is one
 * transaction, db-scheduler's statements among it.
 */
final class SharingDataSource extends HikariDataSource {

  private final ThreadLocal<Optional<Connection>> shared = ThreadLocal.withInitial(Optional::empty);

  SharingDataSource(HikariConfig config) {
    super(config);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Optional<Connection> one = shared.get();
    return one.isPresent() ? one.get() : super.getConnection();
  }

  /**
   * Does work in one transaction: all of it is there afterwards, or nothing.
   *
   * @throws SQLException when it can't be committed
   */
  void inOneTransaction(Runnable work) throws SQLException {
    try (Connection connection = super.getConnection()) {
      connection.setAutoCommit(false);
      shared.set(Optional.of(leftOpen(connection)));
      try {
        work.run();
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        connection.rollback();
        throw e;
      } finally {
        shared.remove();
        connection.setAutoCommit(true);
      }
    }
  }

  /** The same connection, which those who use it can't close. */
  private static Connection leftOpen(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("close")) {
                return null;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
