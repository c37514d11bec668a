// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections of which all that one thread does together uses one, so that it is one
 * transaction, db-scheduler's statements among it.
 *
 * <p>A connection whose transaction could not begin or end does not come back to the pool: SQLite's
 * driver no longer commits each statement on it, and what the next user writes would be lost.
 */
public final class SharingDataSource extends HikariDataSource {

  private final ThreadLocal<Optional<Connection>> shared = ThreadLocal.withInitial(Optional::empty);

  public SharingDataSource(HikariConfig config) {
    super(config);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Optional<Connection> one = shared.get();
    return one.isPresent() ? one.get() : evictedOnFailure(super.getConnection());
  }

  /**
   * Does work in one transaction: all of it is there afterwards, or nothing.
   *
   * @throws SQLException when it can't be begun or committed
   */
  public void inOneTransaction(Runnable work) throws SQLException {
    try (Connection connection = getConnection()) {
      connection.setAutoCommit(false);
      shared.set(Optional.of(leftOpen(connection)));
      try {
        work.run();
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        takeBack(connection, e);
        throw e;
      } finally {
        shared.remove();
      }
      connection.setAutoCommit(true);
    }
  }

  private static void takeBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** The same connection, which leaves the pool when a transaction on it can't begin or end. */
  private Connection evictedOnFailure(Connection connection) {
    return proxy(
        (proxy, method, arguments) -> {
          try {
            return invoke(connection, method, arguments);
          } catch (SQLException e) {
            if (isOfTransaction(method)) {
              evictConnection(connection);
            }
            throw e;
          }
        });
  }

  private static boolean isOfTransaction(Method method) {
    return switch (method.getName()) {
      case "setAutoCommit", "commit", "rollback" -> true;
      default -> false;
    };
  }

  /** The same connection, which those who use it can't close. */
  private static Connection leftOpen(Connection connection) {
    return proxy(
        (proxy, method, arguments) ->
            method.getName().equals("close") ? null : invoke(connection, method, arguments));
  }

  private static Connection proxy(InvocationHandler handler) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private static @Nullable Object invoke(
      Connection connection, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
