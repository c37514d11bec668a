// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.verdicts;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueSettings;

/** What readers said, in SQLite. */
class SqliteVerdictRecordsTest extends VerdictRecordsContract {

  @TempDir private Path folder;

  @Override
  QueueSettings emptyQueue() {
    return QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db"));
  }
}
