// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;

/**
 * An installation's queue, opened beside it.
 *
 * @param database the queue
 * @param signers who has signed
 * @param made what was made
 */
record OpenQueue(QueueDatabase database, KnownSigners signers, MadeResults made)
    implements AutoCloseable {

  private static final String SQLITE = "jdbc:sqlite:";

  /**
   * Opens one that is there.
   *
   * @throws IOException where there is none, which SQLite would make
   */
  static OpenQueue of(String url, String user, String password) throws IOException {
    if (url.startsWith(SQLITE) && !Files.exists(Path.of(url.substring(SQLITE.length())))) {
      throw new NoSuchFileException(url.substring(SQLITE.length()), null, "there is no queue");
    }
    QueueDatabase database =
        QueueDatabase.open(new QueueSettings(url, user, password), QueueDatabase.Side.WORKERS);
    Clock clock = Clock.systemUTC();
    return new OpenQueue(
        database, new KnownSigners(database, clock), new MadeResults(database, clock));
  }

  @Override
  public void close() {
    database.close();
  }
}
