// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.results.Outdated;
import org.orthancprism.results.TargetStudy;
import org.orthancprism.testing.HeldStudy;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.TestFilms;
import org.orthancprism.worker.film.WantedResults;

/** What a task asks Orthanc about a study of four films, each in a series of its own. */
class StudyReadOnceTest {

  private static final int FILMS = 4;
  private static final int SIDE = 64;
  private static final String EDIT = "remove-pleural-effusion";
  private static final String LISTING = "GET /studies/" + HeldStudy.ID + "/instances";

  private final HeldStudy study = new HeldStudy(EDIT);
  private final ScriptedOrthanc orthanc = new ScriptedOrthanc(study::answer);
  private final Attempt attempt = Mockito.mock();

  @TempDir private Path folder;
  private TinyWorker worker;
  private StudyProcessor processor;

  @BeforeEach
  void open() throws Exception {
    for (int i = 1; i <= FILMS; i++) {
      study.store(film(i, 0));
    }
    Mockito.when(attempt.studyId()).thenReturn(HeldStudy.ID);
    Mockito.when(attempt.request()).thenReturn(Optional.empty());
    worker =
        TinyWorker.open(
            folder,
            new TinyPacks.Ending(0.5f, 9, 0),
            orthanc,
            new WantedResults(
                true,
                true,
                true,
                true,
                Storing.ALL,
                Outdated.DELETE,
                TargetStudy.SOURCE,
                Destinations.NONE));
    processor = worker.processor();
  }

  @AfterEach
  void close() {
    worker.close();
    orthanc.close();
  }

  private static DicomObject film(int number, int change) {
    int[] values = IntStream.range(0, SIDE * SIDE).map(i -> (i * number + change) % 4096).toArray();
    DicomObject film = TestFilms.film(new StoredPixels(SIDE, SIDE, values), "P", "AP", "read once");
    return DicomObject.of(
        film.dataset().toBuilder()
            .set(Tag.STUDY_INSTANCE_UID, "1.5")
            .set(Tag.SERIES_INSTANCE_UID, "1.6." + number)
            .set(Tag.SERIES_NUMBER, number)
            .set(Tag.SOP_INSTANCE_UID, "1.7." + number)
            .build());
  }

  private List<String> process() {
    int before = orthanc.requests().size();
    assertInstanceOf(TaskOutcome.Done.class, processor.process(attempt));
    List<String> all = orthanc.requests();
    return all.subList(before, all.size());
  }

  private static long count(List<String> requests, String line) {
    return requests.stream().filter(line::equals).count();
  }

  private static List<String> series(List<String> requests) {
    return requests.stream().filter(line -> line.contains("/series")).toList();
  }

  private static void assertEachFileWasReadOnce(List<String> requests) {
    List<String> files = requests.stream().filter(line -> line.endsWith("/file")).toList();
    assertEquals(Set.copyOf(files).size(), files.size(), files::toString);
    assertTrue(files.size() >= FILMS, files::toString);
  }

  @Test
  void oneListOfItsSeriesServesTheSelectionOfFilmsAndTheNumbersOfSeries() {
    List<String> requests = process();
    assertEquals(List.of("GET /studies/" + HeldStudy.ID + "/series"), series(requests));
    assertEachFileWasReadOnce(requests);
    Set<Integer> numbers =
        study.datasets().stream()
            .filter(one -> one.string(Tag.SYNTHETIC_DATA).isPresent())
            .map(one -> one.integer(Tag.SERIES_NUMBER).orElseThrow())
            .collect(Collectors.toSet());
    assertTrue(numbers.stream().allMatch(number -> number >= 9001), numbers::toString);
  }

  @Test
  void itsInstancesAreListedAgainOnlyWhereResultsAreStored() {
    List<String> requests = process();
    assertEquals(3, count(requests, LISTING));
    int stored = requests.indexOf("POST /instances");
    assertTrue(requests.lastIndexOf(LISTING) > requests.lastIndexOf("POST /instances"));
    assertEquals(2, count(requests.subList(0, stored), LISTING));
  }

  @Test
  void anotherTriggerAsksForNeitherSeriesNorFiles() {
    process();
    int before = orthanc.requests().size();
    assertEquals(new TaskOutcome.NothingNew(), processor.process(attempt));
    List<String> requests = orthanc.requests().subList(before, orthanc.requests().size());
    assertEquals(List.of(), series(requests));
    assertEquals(0, requests.stream().filter(line -> line.endsWith("/file")).count());
  }

  @Test
  void aCorrectedFilmMakesAllFilmsNewAndStillEachFileIsReadOnce() {
    process();
    study.store(film(3, 100));
    List<String> requests = process();
    assertEquals(1, series(requests).size());
    assertEachFileWasReadOnce(requests);
  }
}
