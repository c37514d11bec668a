// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.selection.FilmSelector;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.orthanc.StoredSeries;
import org.orthancprism.results.StudyInstances;
import org.orthancprism.results.StudySeries;
import org.orthancprism.task.FilmSelection;
import org.orthancprism.testing.ScriptedOrthanc;
import org.orthancprism.testing.ScriptedOrthanc.Answer;
import org.orthancprism.testing.TestFilms;

/** What is passed over, and what of that without being read. */
class FilmReaderTest {

  private static final int ROWS = 512;
  private static final int PIXELS = ROWS * 416;
  private static final StudySeries SERIES =
      new StudySeries(List.of(new StoredSeries("cd", "1.2", "DX", "", OptionalInt.empty())));

  @Test
  void anInstanceOfTenGigabytesIsPassedOverUnread() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(404, ""))) {
      FilmReader.Picked picked =
          pick(orthanc, List.of(new StoredInstance("ab", "cd", "1.2.3", 10L << 30)), Set.of());
      assertTrue(picked.films().isEmpty());
      String reason = picked.selections().get(0).reason();
      assertTrue(reason.contains("10240 MB"), reason);
      assertEquals(List.of(), orthanc.requests());
    }
  }

  @Test
  void aFilmWhoseResultsAreThereIsNotEvenLookedAt() throws Exception {
    try (ScriptedOrthanc orthanc = new ScriptedOrthanc(request -> new Answer(404, ""))) {
      FilmReader.Picked picked =
          pick(orthanc, List.of(new StoredInstance("ab", "cd", "1.2.3", 100)), Set.of("ab"));
      assertTrue(picked.films().isEmpty());
      assertEquals(List.of(), orthanc.requests());
    }
  }

  @Test
  void aStudyGetsNoMoreFilmsThanItMay() throws Exception {
    try (ScriptedOrthanc orthanc = filled()) {
      FilmReader.Picked picked = pick(orthanc, limits(2, PIXELS), instances(3), Set.of());
      assertEquals(
          List.of("a0", "a1"), picked.films().stream().map(film -> film.instance().id()).toList());
      assertEquals(
          List.of(true, true, false),
          picked.selections().stream().map(FilmSelection::eligible).toList());
      String reason = picked.selections().get(2).reason();
      assertTrue(reason.contains("more than 2 films (Limits.FilmsPerStudy)"), reason);
    }
  }

  @Test
  void aFilmWithMorePixelsThanItMayHaveIsPassedOver() throws Exception {
    try (ScriptedOrthanc orthanc = filled()) {
      assertEquals(1, pick(orthanc, limits(1, PIXELS), instances(1), Set.of()).films().size());
      FilmReader.Picked picked = pick(orthanc, limits(1, PIXELS - 1), instances(1), Set.of());
      assertTrue(picked.films().isEmpty());
      String reason = picked.selections().get(0).reason();
      assertTrue(reason.contains(PIXELS + " pixels"), reason);
      assertTrue(reason.contains("(Limits.PixelsPerFilm)"), reason);
    }
  }

  @Test
  void aDamagedInstanceCostsItselfAlone() throws Exception {
    DicomObject whole = film();
    DicomObject flat =
        DicomObject.of(whole.dataset().toBuilder().set(Tag.ROWS, 1).set(Tag.COLUMNS, 1).build());
    Map<String, String> files =
        Map.of("a0", "no DICOM at all", "a1", text(flat), "a2", text(whole));
    try (ScriptedOrthanc orthanc = holding(files)) {
      FilmReader.Picked picked = pick(orthanc, instances(3), Set.of());
      assertEquals(
          List.of("a2"), picked.films().stream().map(film -> film.instance().id()).toList());
      List<FilmSelection> selections = picked.selections();
      assertEquals(
          List.of(true, true, false), selections.stream().map(FilmSelection::isDamaged).toList());
      assertTrue(selections.get(0).reason().startsWith("instance 1.2.0: can't be read"));
      assertTrue(selections.get(1).reason().startsWith("instance 1.2.1: "));
    }
  }

  @Test
  void theSameFilmInTwoSeriesIsPickedOnceAndOneOfOtherPixelsUnderItsUidAsWell() throws Exception {
    DicomObject film = withUid(film(), "1.2.0");
    byte[] pixels = film.dataset().bytes(Tag.PIXEL_DATA).orElseThrow().clone();
    pixels[0] ^= 1;
    DicomObject other =
        DicomObject.of(film.dataset().toBuilder().setBytes(Tag.PIXEL_DATA, Vr.OW, pixels).build());
    Map<String, String> files = Map.of("a0", text(film), "a1", text(film), "a2", text(other));
    try (ScriptedOrthanc orthanc = holding(files)) {
      FilmReader.Picked picked = pick(orthanc, instances(3), Set.of());
      assertEquals(
          List.of("a0", "a2"), picked.films().stream().map(each -> each.instance().id()).toList());
      assertEquals("it is the same film as instance a0", picked.selections().get(1).reason());
    }
  }

  @Test
  void aFileThatOrthancLostCostsItsOwnInstance() throws Exception {
    String film = text(withUid(film(), "1.2.1"));
    try (ScriptedOrthanc orthanc =
        new ScriptedOrthanc(
            request ->
                request.line().equals("GET /instances/a0/file")
                    ? new Answer(404, "")
                    : new Answer(200, request.line().endsWith("/file") ? film : "{}"))) {
      FilmReader.Picked picked = pick(orthanc, instances(2), Set.of());
      assertTrue(picked.selections().get(0).isDamaged());
      assertEquals(1, picked.films().size());
    }
  }

  @Test
  void filmsThatArePickedTwiceAreReadOnce() throws Exception {
    try (ScriptedOrthanc orthanc = filled()) {
      FilmReader.Reading reading = reading(orthanc, limits(2, PIXELS), instances(3));
      List<String> first = ids(reading.pick(Set.of("a1"), instance -> true));
      assertEquals(List.of("a0", "a2"), first);
      assertEquals(List.of("a0", "a1"), ids(reading.pick(Set.of(), instance -> true)));
      assertEquals(
          List.of("GET /instances/a0/file", "GET /instances/a2/file", "GET /instances/a1/file"),
          orthanc.requests());
    }
  }

  private static List<String> ids(FilmReader.Picked picked) {
    return picked.films().stream().map(film -> film.instance().id()).toList();
  }

  private static ScriptedOrthanc holding(Map<String, String> files) {
    return new ScriptedOrthanc(request -> new Answer(200, files.get(request.line().split("/")[2])));
  }

  private static String text(DicomObject object) {
    return new String(new Part10Codec().write(object), StandardCharsets.ISO_8859_1);
  }

  private static WorkLimits limits(int films, int pixels) {
    return new WorkLimits(films, pixels, 1 << 30, Optional.empty());
  }

  private static List<StoredInstance> instances(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new StoredInstance("a" + i, "cd", "1.2." + i, 100))
        .toList();
  }

  private static DicomObject withUid(DicomObject film, String uid) {
    return DicomObject.of(film.dataset().toBuilder().set(Tag.SOP_INSTANCE_UID, uid).build());
  }

  /** Holds a film under whatever identifier. */
  private static ScriptedOrthanc filled() {
    DicomObject film = film();
    return new ScriptedOrthanc(
        request ->
            new Answer(
                200, text(withUid(film, "1.2." + request.line().split("/")[2].substring(1)))));
  }

  private static DicomObject film() {
    int[] values = IntStream.range(0, PIXELS).map(i -> i % 4096).toArray();
    return TestFilms.film(new StoredPixels(ROWS, PIXELS / ROWS, values), "TEST", "AP", "film");
  }

  private static FilmReader.Picked pick(
      ScriptedOrthanc orthanc, List<StoredInstance> instances, Set<String> doneBefore)
      throws Exception {
    return pick(orthanc, WorkLimits.DEFAULT, instances, doneBefore);
  }

  private static FilmReader.Picked pick(
      ScriptedOrthanc orthanc,
      WorkLimits limits,
      List<StoredInstance> instances,
      Set<String> doneBefore)
      throws Exception {
    return reading(orthanc, limits, instances).pick(doneBefore, instance -> true);
  }

  private static FilmReader.Reading reading(
      ScriptedOrthanc orthanc, WorkLimits limits, List<StoredInstance> instances) {
    OrthancClient client = new OrthancClient(orthanc.address(), "");
    return new FilmReader(client, new Part10Codec(), new FilmSelector(), limits)
        .open(new StudyInstances(instances, List.of()), SERIES);
  }
}
