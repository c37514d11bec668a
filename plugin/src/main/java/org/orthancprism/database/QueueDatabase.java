// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The database behind the queue, shared by the processes of Orthanc, which put studies in, and the
 * workers, which take them out.
 */
public final class QueueDatabase implements AutoCloseable {

  static final int TIMEOUT_MILLIS = 10_000;

  private static final int CONNECTIONS = 4;

  /** Between two statements of a script; what belongs to one that is begun is indented. */
  private static final Pattern STATEMENTS =
      Pattern.compile(";\\s*\\n(?=CREATE|DROP|INSERT|DO|\\z)");

  /**
   * Who uses the database, which decides who writes SQLite's log back to it, waiting for the disk.
   */
  public enum Side {
    /** Puts studies in, in milliseconds: leaves the log to the other side until it is large. */
    TRIGGERS(20_000),
    /** Takes studies out, and has the time. */
    WORKERS(1_000);

    private final int pagesBeforeWritingBack;

    Side(int pagesBeforeWritingBack) {
      this.pagesBeforeWritingBack = pagesBeforeWritingBack;
    }

    int pagesBeforeWritingBack() {
      return pagesBeforeWritingBack;
    }
  }

  private final QueueSettings settings;
  private final QueueDialect dialect;
  private final SharingDataSource pool;
  private final ReentrantLock creation = new ReentrantLock();
  private volatile boolean created;

  private QueueDatabase(QueueSettings settings, QueueDialect dialect, SharingDataSource pool) {
    this.settings = settings;
    this.dialect = dialect;
    this.pool = pool;
  }

  /**
   * Opens the database, creating what is missing of it. One on a server may be down: it is then
   * opened by the first use that finds it up.
   *
   * @param side who uses it
   * @throws QueueException when it can't be opened or written
   */
  public static QueueDatabase open(QueueSettings settings, Side side) {
    QueueDialect dialect = QueueDialect.of(settings.url());
    QueueDatabase database = new QueueDatabase(settings, dialect, pool(dialect, settings, side));
    if (!dialect.isRemote()) {
      // The worker starts when the plugin has opened the queue, so that nobody waits for it then.
      if (side == Side.TRIGGERS) {
        database.prepare();
      }
      database.createTables();
    }
    return database;
  }

  private void prepare() {
    try (Connection connection = pool.getConnection()) {
      dialect.prepare(connection);
    } catch (SQLException e) {
      throw cannotOpen(settings, e);
    }
  }

  /**
   * Gives the disk space of removed rows back to the system, some of it at a time.
   *
   * @return whether there is more to give back
   */
  public boolean giveBack() {
    try (Connection connection = connection()) {
      return dialect.giveBack(connection);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** Connections to the database; each commits automatically by default. */
  public DataSource dataSource() {
    return pool;
  }

  /** A connection to the database, once its tables are there. */
  public Connection connection() throws SQLException {
    if (!created) {
      createTables();
    }
    return pool.getConnection();
  }

  /**
   * Does work that may be one transaction, where that writes less to the disk; an exception takes
   * it back there.
   */
  public void together(Runnable work) {
    if (dialect.isRemote()) {
      // A statement that is refused, as for a task that is there already, ends a transaction there.
      work.run();
      return;
    }
    inOneTransaction(work);
  }

  /**
   * Does work in one transaction, on a server too: all of it is there afterwards, or nothing.
   *
   * @param work whose statements are refused by no server in the course of things
   */
  public void inOneTransaction(Runnable work) {
    if (!created) {
      createTables();
    }
    try {
      pool.inOneTransaction(work);
    } catch (SQLException e) {
      throw Sql.failure(e);
    }
  }

  /** What db-scheduler has to know of the database. */
  public JdbcCustomization customization() {
    return dialect.customization();
  }

  /** Where it is; never shows its password. */
  public QueueSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    pool.close();
  }

  /**
   * Keeps connections open. To open one takes milliseconds, and when the last one closes SQLite
   * writes its log back to the database and waits for the disk: too long for each trigger.
   */
  private static SharingDataSource pool(QueueDialect dialect, QueueSettings settings, Side side) {
    HikariConfig config = new HikariConfig();
    dialect.configure(config, settings, side);
    config.setPoolName("prism-queue");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(TIMEOUT_MILLIS);
    if (dialect.isRemote()) {
      config.setConnectionTimeout(TIMEOUT_MILLIS / 2);
      config.setInitializationFailTimeout(-1);
    }
    try {
      return new SharingDataSource(config);
    } catch (HikariPool.PoolInitializationException e) {
      throw cannotOpen(settings, e);
    }
  }

  private void createTables() {
    creation.lock();
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(dialect.lockSchema());
      for (String sql : STATEMENTS.split(script(dialect.script()), -1)) {
        if (!sql.isBlank()) {
          statement.execute(sql);
        }
      }
      FilmInstances.convert(connection, dialect);
      FilmPatients.convert(connection, dialect);
      connection.commit();
      connection.setAutoCommit(true);
      created = true;
    } catch (SQLException e) {
      throw cannotOpen(settings, e);
    } finally {
      creation.unlock();
    }
  }

  private static QueueException cannotOpen(QueueSettings settings, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return new QueueException(
        "the queue "
            + settings.url()
            + " can't be opened ("
            + cause.getMessage()
            + "); is it there, and writable with this login?",
        e);
  }

  private static String script(String name) {
    try (InputStream in = QueueDatabase.class.getResourceAsStream(name)) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.replaceAll("(?m)^--.*$", "");
    } catch (IOException e) {
      throw new QueueException("the plugin's jar is damaged: " + name + " can't be read", e);
    }
  }
}
