// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.server.PostgresqlServer;

/** Recalls that are kept in a real PostgreSQL. */
class PostgresqlRecallTest extends RecallContract {

  private static final String PASSWORD = "known to the test alone";

  private static PostgresqlServer server;

  @BeforeAll
  static void startServer() throws Exception {
    server = PostgresqlServer.start(PASSWORD);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  QueueSettings emptyQueue() throws Exception {
    server.empty();
    return new QueueSettings(server.url(), PostgresqlServer.USER, PASSWORD);
  }
}
