// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.queue.StudyQueue;
import org.orthancprism.task.TaskRecords;
import org.orthancprism.task.TaskState;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.TestSigningKey;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/** A worker that Orthanc does not let in leaves the tasks to others. */
class WorkerTest {

  @TempDir private Path folder;

  @Test
  void aWrongPasswordSpoilsNoTask() throws Exception {
    QueueSettings settings = QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db"));
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(401, ""));
        QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS)) {
      new StudyQueue(database, "radiology", Clock.systemUTC()).add("ab");
      WorkerConfiguration configuration =
          new WorkerConfiguration(
              "w",
              "cpu",
              List.of(
                  new OrthancAccess(
                      "radiology", orthanc.address(), "Basic c2VjcmV0", Optional.empty())),
              settings,
              folder,
              1,
              WorkLimits.DEFAULT,
              FilmCriteria.DEFAULT,
              WantedResults.DEFAULT,
              WorkerPrecision.AUTO,
              TestSigningKey.file());
      try (Worker worker = Worker.open(configuration, Clock.systemUTC())) {
        String message = assertThrows(ConfigurationException.class, worker::start).getMessage();
        assertTrue(message.startsWith("$.Orthancs.radiology"), message);
        assertFalse(message.contains("c2VjcmV0"), message);
      }
      assertEquals(
          TaskState.QUEUED,
          new TaskRecords(database, "radiology").find("ab").orElseThrow().state());
    }
  }
}
