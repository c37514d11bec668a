// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.database;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * PostgreSQL, shared by any number of Orthancs and workers.
 *
 * <p>Options of its driver belong in the URL. Towards another machine the certificate and its name
 * are verified ({@code sslmode=verify-full}) unless the URL says otherwise.
 */
public final class PostgresqlDialect implements QueueDialect {

  private static final String PREFIX = "jdbc:postgresql:";
  private static final String LOGIN_SECONDS = "10";
  private static final String ANSWER_SECONDS = "30";

  /** Anything will do that no other program locks: the letters of our name. */
  private static final long SCHEMA_LOCK = 0x7072_6973_6d51L;

  private static final Set<String> SECRETS =
      Set.of("user", "password", "sslpassword", "authenticationpluginclassname");
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  PostgresqlDialect() {}

  /** Whether a URL is one of PostgreSQL's. */
  public static boolean takes(String url) {
    return url.startsWith(PREFIX);
  }

  /**
   * Refuses a URL that the driver does not understand, or that holds what belongs in a file.
   *
   * @throws IllegalArgumentException whose message says what is wrong and never quotes the URL
   */
  public static void check(String url) {
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null || parsed.getProperty("PGDBNAME") == null) {
      throw new IllegalArgumentException("must be jdbc:postgresql://HOST:PORT/DATABASE?OPTIONS");
    }
    Set<String> secrets = new TreeSet<>();
    for (String option : parsed.stringPropertyNames()) {
      if (SECRETS.contains(option.toLowerCase(Locale.ROOT))) {
        secrets.add(option);
      }
    }
    if (!secrets.isEmpty() || authority(url).contains("@")) {
      throw new IllegalArgumentException(
          "must hold no user and no password, which belong in User, and PasswordFile or"
              + " PasswordVariable");
    }
  }

  @Override
  public JdbcCustomization customization() {
    return new PostgreSqlJdbcCustomization(false, false);
  }

  @Override
  public String script() {
    return "postgresql.sql";
  }

  @Override
  public String filmsOfTasks() {
    return "SELECT tasks.orthanc, tasks.study_id AS study, (film.value ->> 'sopInstanceUid')::VARCHAR(64) AS film,"
        + " (film.value ->> 'instance')::VARCHAR(64) AS instance"
        + " FROM tasks, jsonb_array_elements(tasks.films::jsonb) AS film";
  }

  @Override
  public String lockSchema() {
    return "SELECT pg_advisory_xact_lock(" + SCHEMA_LOCK + ")";
  }

  @Override
  public boolean isRemote() {
    return true;
  }

  @Override
  public void prepare(Connection connection) {
    // Nothing to prepare: the server's administrator has done it.
  }

  /** Its own autovacuum does. */
  @Override
  public boolean giveBack(Connection connection) {
    return false;
  }

  @Override
  public void configure(HikariConfig pool, QueueSettings settings, QueueDatabase.Side side) {
    try {
      check(settings.url());
    } catch (IllegalArgumentException e) {
      throw new QueueException("the queue's URL " + e.getMessage(), e);
    }
    pool.setDataSource(source(settings));
  }

  /** Where connections come from. */
  public static PGSimpleDataSource source(QueueSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(settings.url());
    otherwise(source, PGProperty.LOGIN_TIMEOUT, LOGIN_SECONDS);
    otherwise(source, PGProperty.CONNECT_TIMEOUT, LOGIN_SECONDS);
    otherwise(source, PGProperty.SOCKET_TIMEOUT, ANSWER_SECONDS);
    otherwise(source, PGProperty.TCP_KEEP_ALIVE, "true");
    otherwise(source, PGProperty.APPLICATION_NAME, "orthanc-prism");
    if (!isThisMachine(settings.url())) {
      otherwise(source, PGProperty.SSL_MODE, "verify-full");
    }
    source.setUser(settings.user());
    source.setPassword(settings.password());
    return source;
  }

  /** Sets what the URL leaves open. */
  private static void otherwise(PGSimpleDataSource source, PGProperty property, String value) {
    if (source.getProperty(property) == null) {
      source.setProperty(property, value);
    }
  }

  private static boolean isThisMachine(String url) {
    String hosts = authority(url);
    for (String host : hosts.split(",", -1)) {
      if (!host.isEmpty() && !THIS_MACHINE.contains(host.replaceFirst(":\\d+$", ""))) {
        return false;
      }
    }
    return true;
  }

  /** Hosts and ports of a URL; empty where it names none, which means this machine. */
  private static String authority(String url) {
    String rest = url.substring(PREFIX.length());
    if (!rest.startsWith("//")) {
      return "";
    }
    return rest.substring(2).split("[/?]", 2)[0];
  }
}
