// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditEnding;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.report.Assessment;
import org.orthancprism.dicom.report.EditWithoutImage;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.SeriesNumbers;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.testing.TestFilms;
import org.orthancprism.testing.TestResults;

/** What is made of a film's edits, of those that are stored and of those that are not. */
class EditObjectsTest {

  private static final int SIDE = 64;
  private static final String DIGEST = "a".repeat(64);
  private static final EditEnding WITHHELD =
      new EditEnding(EditEnding.Status.WITHHELD, "place", "failed: place 0.200 above 0.050");

  private final DicomObject film = film();
  private final FilmVersion version = FilmVersion.of(film.dataset());
  private final Radiograph source = radiograph(film);

  @TempDir private Path folder;
  private QueueDatabase database;
  private EditObjects objects;

  @BeforeEach
  void open() throws Exception {
    Clock clock = Clock.systemUTC();
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
    objects =
        new EditObjects(
            source,
            WantedResults.DEFAULT,
            new Origin(
                new Algorithm(
                    "orthanc-prism", "orthanc-prism", "1", "default", "1", DIGEST, "orthanc-prism"),
                SeriesNumbers.behind(Map.of("1.2.3", 1)),
                clock),
            TestResults.files(database, clock));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static DicomObject film() {
    int[] values = new int[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 4000;
    }
    return TestFilms.film(new StoredPixels(SIDE, SIDE, values), "TEST", "AP", "edit objects");
  }

  private static Radiograph radiograph(DicomObject film) {
    int[] values = new int[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 4000;
    }
    try {
      return Radiograph.of(film, new StoredPixels(SIDE, SIDE, values));
    } catch (FilmException e) {
      throw new AssertionError(e);
    }
  }

  private static EditDescription edit(EditEnding ending) {
    return new EditDescription(
        EditIdentity.of("remove-pleural-effusion"),
        "Pleural effusion",
        new CodedConcept("60046008", "SCT", "Pleural effusion"),
        EditDescription.Change.REMOVED,
        "image-conditioned",
        "",
        "remove pleural effusion",
        1,
        1,
        1,
        Optional.empty(),
        ending);
  }

  private FilmEdit changed(EditEnding ending) {
    int[] values = new int[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = i < 10 * SIDE ? 100 : i % 4000;
    }
    return new FilmEdit(source, new StoredPixels(SIDE, SIDE, values), edit(ending));
  }

  @Test
  void anEditThatIsStoredHasImageDifferenceAndPresentationState() {
    objects.add(changed(EditEnding.MADE), Assessment.none());
    EditObjects.Made made = objects.made();
    assertEquals(3, made.files().size());
    assertEquals(1, made.films().size());
    assertTrue(made.films().get(0).presentationState().isPresent());
  }

  @Test
  void ofAnEditThatIsNotStoredTheReportAloneTells() {
    objects.leave(edit(WITHHELD), version);
    EditObjects.Made made = objects.made();
    assertTrue(made.files().isEmpty() && made.films().isEmpty(), "no presentation state either");
    EditWithoutImage left = made.withoutImage().get(0);
    assertEquals(
        DerivedUid.counterfactualImage(DIGEST, "remove-pleural-effusion", version),
        left.counterfactual());
    assertEquals(WITHHELD, left.edit().ending());
    assertTrue(left.source().get(Tag.PIXEL_DATA).isEmpty(), "without the film's pixels");
  }

  @Test
  void whatIsStoredWithACautionSaysSoInItsAttributes() {
    objects.add(changed(WITHHELD), Assessment.none());
    String derivation =
        objects
            .made()
            .films()
            .get(0)
            .counterfactual()
            .string(Tag.DERIVATION_DESCRIPTION)
            .orElseThrow();
    assertTrue(derivation.contains("Caution: place. failed: place"), derivation);
  }
}
