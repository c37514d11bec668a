// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.delivery.DeliveryRecords;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.dicom.signature.Signer;
import org.orthancprism.dicom.signature.SigningKey;
import org.orthancprism.models.editor.EditorSettings;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.fixture.TinyPacks;
import org.orthancprism.models.pack.FileDigests;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.provenance.KnownSigners;
import org.orthancprism.provenance.MadeResults;
import org.orthancprism.provenance.ResultFiles;
import org.orthancprism.queue.Attempt;
import org.orthancprism.queue.TaskOutcome;
import org.orthancprism.results.Outdated;
import org.orthancprism.results.TargetStudy;
import org.orthancprism.testing.HeldStudy;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.pack.EditorSlot;

/** What a task asks Orthanc about a study of four films, each in a series of its own. */
class StudyReadOnceTest {

  private static final int FILMS = 4;
  private static final int SIDE = 64;
  private static final String EDIT = "remove-pleural-effusion";
  private static final String LISTING = "GET /studies/" + HeldStudy.ID + "/instances";

  private static SigningKey key;

  private final HeldStudy study = new HeldStudy(EDIT);
  private final ScriptedOrthanc orthanc = new ScriptedOrthanc(study::answer);
  private final Attempt attempt = Mockito.mock();

  @TempDir private Path folder;
  private QueueDatabase database;
  private EditorSlot packs;
  private StudyProcessor processor;

  @BeforeAll
  static void makeTheKey(@TempDir Path keys) throws Exception {
    key = new SigningKeyFile(keys.resolve("signing-key.pem"), false).open();
  }

  @BeforeEach
  void open() throws Exception {
    for (int i = 1; i <= FILMS; i++) {
      study.store(film(i, 0));
    }
    Mockito.when(attempt.studyId()).thenReturn(HeldStudy.ID);
    Mockito.when(attempt.request()).thenReturn(Optional.empty());
    Path pack = Files.createDirectories(folder.resolve("pack"));
    TinyPacks.imageConditioned(pack, new TinyPacks.Ending(0.5f, 9, 0));
    Clock clock = Clock.systemUTC();
    packs = new EditorSlot(pack, EditorSettings.BY_DEVICE, new FileDigests(clock), device -> {});
    database =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + folder.resolve("queue.db")),
            QueueDatabase.Side.TRIGGERS);
    OrthancClient client = new OrthancClient(orthanc.address(), "");
    processor =
        new StudyProcessor(
            client,
            packs,
            new FilmSelector(),
            WorkLimits.DEFAULT,
            new WantedResults(
                true,
                true,
                true,
                true,
                Storing.ALL,
                Outdated.DELETE,
                TargetStudy.SOURCE,
                Destinations.NONE),
            new Part10Codec(),
            new ResultFiles(
                new Part10Codec(),
                new Signer(key, clock),
                new KnownSigners(database, clock),
                new MadeResults(database, clock)),
            new DeliveryRecords(database, "north", clock),
            new IntakeThrottle(client, System::nanoTime, time -> {}).budget(),
            () -> false,
            clock);
  }

  @AfterEach
  void close() {
    packs.close();
    database.close();
    orthanc.close();
  }

  private static DicomObject film(int number, int change) {
    int[] values = IntStream.range(0, SIDE * SIDE).map(i -> (i * number + change) % 4096).toArray();
    DigitalRadiograph.Description description =
        new DigitalRadiograph.Description(
            "Phantom^Tested",
            "P",
            "AP",
            false,
            12,
            2048,
            4096,
            0.7,
            LocalDateTime.of(2026, 1, 1, 12, 0));
    DicomObject film =
        DigitalRadiograph.of(new StoredPixels(SIDE, SIDE, values), description, "read once");
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
