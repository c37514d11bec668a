// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.readings;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueSettings;

/** Blinded readings, in SQLite. */
class SqliteReadingRecordsTest extends ReadingRecordsContract {

  @TempDir private Path folder;

  @Override
  QueueSettings emptyQueue() {
    return QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db"));
  }
}
