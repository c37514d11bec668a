// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueSettings;

/** Recalls that are kept in SQLite. */
class SqliteRecallTest extends RecallContract {

  @TempDir private Path folder;

  @Override
  QueueSettings emptyQueue() {
    return QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db"));
  }
}
