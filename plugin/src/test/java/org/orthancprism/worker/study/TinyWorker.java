// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.models.editor.EditorSettings;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.TestResults;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.pack.EditorSlot;

/**
 * What a worker does studies with: a tiny pack, and a queue of its own.
 *
 * @param database the queue
 * @param packs the pack, in the folder {@code pack}
 * @param processor does the studies
 */
record TinyWorker(QueueDatabase database, EditorSlot packs, StudyProcessor processor)
    implements AutoCloseable {

  /**
   * Opens all of it in a folder.
   *
   * @param ending what the pack's edits come to
   */
  static TinyWorker open(
      Path folder, TinyPacks.Ending ending, ScriptedOrthanc orthanc, WantedResults wanted)
      throws Exception {
    Path pack = Files.createDirectories(folder.resolve("pack"));
    TinyPacks.imageConditioned(pack, ending);
    Clock clock = Clock.systemUTC();
    QueueDatabase database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
    EditorSlot packs =
        new EditorSlot(pack, EditorSettings.BY_DEVICE, new FileDigests(clock), device -> {});
    OrthancClient client = new OrthancClient(orthanc.address(), "");
    StudyProcessor processor =
        new StudyProcessor(
            client,
            packs,
            new FilmSelector(),
            WorkLimits.DEFAULT,
            wanted,
            new Part10Codec(),
            TestResults.files(database, clock),
            new DeliveryRecords(database, "north", clock),
            new IntakeThrottle(client, System::nanoTime, time -> {}).budget(),
            () -> false,
            clock);
    return new TinyWorker(database, packs, processor);
  }

  @Override
  public void close() {
    packs.close();
    database.close();
  }
}
