// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.endure;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.orthancprism.server.PostgresqlServer;

/** Where the queue of a trial is. */
public sealed interface EnduranceQueue {

  /** A SQLite file of the trial's own, beside the one Orthanc. */
  record Sqlite() implements EnduranceQueue {}

  /** A PostgreSQL that is started for the trial, and crashed in it. */
  record Postgresql() implements EnduranceQueue {}

  /**
   * A queue that is there already. Its server is left alone.
   *
   * @param url JDBC URL of a SQLite file or of a PostgreSQL database
   * @param user user of PostgreSQL
   * @param password password of the user; empty where none is needed
   */
  record Given(String url, String user, String password) implements EnduranceQueue {
    public Given {
      Objects.requireNonNull(url, "url");
      Objects.requireNonNull(user, "user");
      Objects.requireNonNull(password, "password");
    }

    /** Without the password. */
    @Override
    public String toString() {
      return url;
    }
  }

  /** Whether several Orthancs and workers share it. */
  default boolean isShared() {
    return this instanceof Postgresql
        || (this instanceof Given given && given.url().startsWith("jdbc:postgresql:"));
  }

  /**
   * What is meant by a text.
   *
   * @param text {@code sqlite}, {@code postgresql}, or a JDBC URL of either
   * @param user user of a PostgreSQL that is there already
   * @param password of that user
   * @throws IllegalArgumentException when it is none of these
   */
  static EnduranceQueue parse(String text, String user, String password) {
    if (text.equals("sqlite")) {
      return new Sqlite();
    }
    if (text.equals("postgresql")) {
      return new Postgresql();
    }
    if (text.startsWith("jdbc:sqlite:/") || text.startsWith("jdbc:postgresql://")) {
      return new Given(text, user, password);
    }
    throw new IllegalArgumentException(
        "--queue is sqlite, postgresql, jdbc:sqlite:/FILE or jdbc:postgresql://HOST/DATABASE, not "
            + text);
  }

  /** A queue that is open for a trial: how it is reached, and what ends with the trial. */
  final class Open implements AutoCloseable {

    private static final String PASSWORD = "of the trial";
    private static final String LOOPBACK = "127.0.0.1";

    private final EnduranceQueue queue;
    private final @Nullable PostgresqlServer server;

    private Open(EnduranceQueue queue, @Nullable PostgresqlServer server) {
      this.queue = queue;
      this.server = server;
    }

    /** Opens it, starting a server where one of its own is wanted. */
    static Open of(EnduranceQueue queue, String listenAddress) throws IOException {
      return new Open(
          queue,
          queue instanceof Postgresql ? PostgresqlServer.start(PASSWORD, listenAddress) : null);
    }

    boolean isShared() {
      return queue.isShared();
    }

    /** The server, where it is the trial's own. */
    @Nullable PostgresqlServer server() {
      return server;
    }

    String password() {
      return queue instanceof Given given ? given.password() : PASSWORD;
    }

    /** The section Queue of its users; empty for the default. */
    JsonObjectBuilder section(String host) {
      JsonObjectBuilder section = Json.createObjectBuilder();
      if (server != null) {
        section
            .add("Url", url(server, host))
            .add("User", PostgresqlServer.USER)
            .add("PasswordVariable", EnduranceWorker.PASSWORD_VARIABLE);
      } else if (queue instanceof Given given) {
        section.add("Url", given.url());
        if (isShared()) {
          section.add("User", given.user());
          if (!given.password().isEmpty()) {
            section.add("PasswordVariable", EnduranceWorker.PASSWORD_VARIABLE);
          }
        }
      }
      return section;
    }

    /** Towards another machine the worker insists on TLS; these wires lead to no other machine. */
    private static String url(PostgresqlServer server, String host) {
      return host.equals(LOOPBACK)
          ? server.url()
          : server.url().replace(LOOPBACK, host) + "?sslmode=disable";
    }

    @Override
    public void close() {
      if (server != null) {
        server.close();
      }
    }
  }
}
