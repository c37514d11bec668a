// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.queue.QueueControl;
import org.orthancprism.testing.ChildJvm;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.TestSigningKey;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/** The worker's process. */
class WorkerMainTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 15})
  void aSignalEndsItAsTheEndOfItsInputDoes(int signal) throws Exception {
    QueueSettings settings = QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db"));
    try (ScriptedOrthanc orthanc =
            new ScriptedOrthanc(request -> new Answer(200, "{\"Version\": \"1.10.1\"}"));
        QueueDatabase database = QueueDatabase.open(settings, QueueDatabase.Side.TRIGGERS)) {
      Process worker =
          new ProcessBuilder(
                  ChildJvm.java().toString(),
                  "-cp",
                  ChildJvm.classPath(),
                  WorkerMain.class.getName())
              .redirectErrorStream(true)
              .start();
      worker
          .getOutputStream()
          .write(
              (configuration(orthanc, settings).toLine() + "\n").getBytes(StandardCharsets.UTF_8));
      worker.getOutputStream().flush();
      List<String> lines = new ArrayList<>();
      try (BufferedReader output = worker.inputReader()) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          lines.add(line);
          if (line.endsWith("is ready")) {
            new ProcessBuilder("sh", "-c", "kill -" + signal + " " + worker.pid()).start();
          }
        }
      }
      assertEquals(128 + signal, worker.waitFor(), lines::toString);
      assertTrue(lines.stream().noneMatch(line -> line.startsWith("ERROR")), lines::toString);
      // One that is killed is counted among the workers until it was not heard of for a while.
      assertEquals(List.of(), new QueueControl(database, Clock.systemUTC()).workers());
    }
  }

  private WorkerConfiguration configuration(ScriptedOrthanc orthanc, QueueSettings settings) {
    return new WorkerConfiguration(
        "w",
        "cpu",
        List.of(
            new OrthancAccess("radiology", orthanc.address(), "Basic c2VjcmV0", Optional.empty())),
        settings,
        folder,
        1,
        WorkLimits.DEFAULT,
        FilmCriteria.DEFAULT,
        WantedResults.DEFAULT,
        WorkerPrecision.AUTO,
        TestSigningKey.file());
  }
}
