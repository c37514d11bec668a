// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.command.send.DicomFile;
import org.orthancprism.dicom.codec.DicomFormatException;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

@WithDefaultPack
@ExtendWith(SharedPacs.class)
class CounterfactualSeriesTest {

  private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
  private static final String GRAYSCALE_PRESENTATION_STATE = "1.2.840.10008.5.1.4.1.1.11.1";
  private static final String COMPREHENSIVE_3D_SR = "1.2.840.10008.5.1.4.1.1.88.34";

  /** One film for all tests that only look at what became of it. */
  private static final TestFilm FILM = TestFilm.ofSeed(101);

  /** SHA-256 of the pack that the Orthanc of these tests edits with. */
  private static String packDigest;

  @TempDir private static Path films;
  @TempDir private Path folder;

  @BeforeAll
  static void aFilmArrives(Pacs pacs) throws Exception {
    packDigest = Pack.load(Path.of(pacs.status().getString("pack"))).digest();
    pacs.send(FILM.file(films));
    pacs.awaitDone(pacs.studyId(FILM.studyInstanceUid()));
  }

  private static String counterfactual(TestFilm film, String edit) {
    return DerivedUid.counterfactualImage(packDigest, edit, film.version());
  }

  private static String difference(TestFilm film, String edit) {
    return DerivedUid.image(DerivedUid.Role.DIFFERENCE_IMAGE, packDigest, edit, film.version());
  }

  private static String state(TestFilm film) {
    return DerivedUid.presentationState(packDigest, Checkout.EDITS, film.version());
  }

  private static String report(TestFilm film) {
    return film.report(packDigest);
  }

  @Test
  void aFilmThatArrivesGetsASeriesForEachEditAndOneReportInItsOwnStudy(Pacs pacs) throws Exception {
    TestFilm film = FILM;
    String study = pacs.studyId(film.studyInstanceUid());
    Set<String> series = new HashSet<>();
    for (String edit : Checkout.EDITS) {
      Dataset derived = pacs.object(counterfactual(film, edit)).dataset();
      assertEquals(SECONDARY_CAPTURE, derived.string(Tag.SOP_CLASS_UID).orElseThrow());
      assertDerivedFrom(film, derived);
      series.add(derived.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    }
    for (String edit : Checkout.EDITS) {
      Dataset difference = pacs.object(difference(film, edit)).dataset();
      assertEquals("RGB", difference.string(Tag.PHOTOMETRIC_INTERPRETATION).orElseThrow());
      assertDerivedFrom(film, difference);
      series.add(difference.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    }
    Dataset state = pacs.object(state(film)).dataset();
    assertEquals(GRAYSCALE_PRESENTATION_STATE, state.string(Tag.SOP_CLASS_UID).orElseThrow());
    series.add(state.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    Dataset report = pacs.object(report(film)).dataset();
    assertEquals(COMPREHENSIVE_3D_SR, report.string(Tag.SOP_CLASS_UID).orElseThrow());
    assertEquals(film.studyInstanceUid(), report.string(Tag.STUDY_INSTANCE_UID).orElseThrow());
    series.add(report.string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    series.add(film.object().dataset().string(Tag.SERIES_INSTANCE_UID).orElseThrow());
    assertEquals(Checkout.COMPLETE, series.size(), "every object has a series of its own");
    assertEquals(Checkout.COMPLETE, pacs.instances(study).size());
  }

  private static void assertDerivedFrom(TestFilm film, Dataset derived) {
    Dataset source = film.object().dataset();
    assertEquals("YES", derived.string(Tag.SYNTHETIC_DATA).orElseThrow());
    assertEquals(List.of("DERIVED", "SECONDARY"), derived.strings(Tag.IMAGE_TYPE).subList(0, 2));
    for (Tag same : List.of(Tag.STUDY_INSTANCE_UID, Tag.PATIENT_ID, Tag.PATIENT_NAME)) {
      assertEquals(source.string(same), derived.string(same));
    }
    assertEquals(
        film.sopInstanceUid(),
        derived
            .items(Tag.SOURCE_IMAGE_SEQUENCE)
            .get(0)
            .string(Tag.REFERENCED_SOP_INSTANCE_UID)
            .orElseThrow());
  }

  @Test
  void everyObjectPassesDciodvfyWithoutError(Pacs pacs) throws Exception {
    TestFilm film = FILM;
    for (String uid :
        List.of(
            counterfactual(film, Checkout.REMOVE_DEVICES),
            counterfactual(film, Checkout.REMOVE_EFFUSION),
            difference(film, Checkout.REMOVE_DEVICES),
            state(film),
            report(film))) {
      Path file = Files.write(folder.resolve("result.dcm"), pacs.file(uid));
      assertEquals(List.of(), Tool.dicomErrors(file));
      assertEquals(
          List.of(),
          Tool.lines("dcmftest", file).stream().filter(CounterfactualSeriesTest::isNo).toList());
    }
    Path file = Files.write(folder.resolve("report.dcm"), pacs.file(report(film)));
    List<String> dump = Tool.lines("dsrdump", file);
    assertTrue(dump.stream().noneMatch(line -> line.matches("[EWF]: .*")), dump::toString);
  }

  @Test
  void dcentvfyFindsAllObjectsToBeOfOneStudyOfOnePatient(Pacs pacs) throws Exception {
    List<StoredInstance> instances = pacs.instances(pacs.studyId(FILM.studyInstanceUid()));
    List<String> files = new ArrayList<>();
    for (StoredInstance instance : instances) {
      byte[] bytes = pacs.server().client().file(instance.id());
      files.add(Files.write(folder.resolve(instance.id()), bytes).toString());
    }
    assertEquals(Checkout.COMPLETE, files.size());
    String[] others = files.subList(1, files.size()).toArray(String[]::new);
    List<String> said = Tool.lines("dcentvfy", Path.of(files.get(0)), others);
    assertEquals(List.of(), said.stream().filter(line -> line.contains("Error")).toList());
  }

  private static boolean isNo(String line) {
    return line.startsWith("no:");
  }

  @Test
  void dciodvfyCatchesAFilmThatLacksItsPhotometricInterpretation() throws Exception {
    TestFilm film =
        TestFilm.ofSeed(103).with(builder -> builder.remove(Tag.PHOTOMETRIC_INTERPRETATION));
    Path file = Files.write(folder.resolve("planted.dcm"), film.bytes());
    assertTrue(!Tool.dicomErrors(file).isEmpty());
  }

  @Test
  void mostStoredValuesAreBitIdenticalAndTheSourceIsUntouched(Pacs pacs) throws Exception {
    TestFilm film = FILM;
    int[] before = NativePixels.read(film.object()).values();
    assertArrayEquals(before, NativePixels.read(pacs.object(film.sopInstanceUid())).values());
    DicomObject derived = pacs.object(counterfactual(film, Checkout.REMOVE_DEVICES));
    int[] after = NativePixels.read(derived).values();
    long same = 0;
    for (int i = 0; i < before.length; i++) {
      same += before[i] == after[i] ? 1 : 0;
    }
    double share = (double) same / before.length;
    assertTrue(share > 0.6 && share < 1, "share of equal stored values: " + share);
  }

  @Test
  void aSecondTriggerForTheSameFilmsAddsNothing(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(105);
    pacs.send(film.file(folder));
    String study = pacs.studyId(film.studyInstanceUid());
    pacs.awaitDone(study);
    Set<String> once = ids(pacs, study);
    JsonObject first = pacs.awaitDone(study);

    TestFilm lateral =
        film.with(
            builder ->
                builder
                    .set(Tag.SOP_INSTANCE_UID, film.sopInstanceUid() + ".1")
                    .set(Tag.VIEW_POSITION, "LL"));
    pacs.send(lateral.file(folder));
    pacs.awaitTask(
        study,
        task ->
            Pacs.hasEnded(task)
                && task.getJsonArray("films").size() > first.getJsonArray("films").size());
    Set<String> twice = ids(pacs, study);
    twice.removeAll(once);
    assertEquals(
        List.of(lateral.sopInstanceUid()),
        pacs.instances(study).stream()
            .filter(instance -> twice.contains(instance.id()))
            .map(StoredInstance::sopInstanceUid)
            .toList());
  }

  private static Set<String> ids(Pacs pacs, String study) throws OrthancRestException {
    return pacs.instances(study).stream().map(StoredInstance::id).collect(Collectors.toSet());
  }

  @Test
  void ownResultsAreNeverInputAgain(Pacs pacs) throws Exception {
    TestFilm film = FILM;
    String study = pacs.studyId(film.studyInstanceUid());
    // The results themselves make the study stable once more.
    JsonObject again = pacs.awaitTask(study, task -> Pacs.hasEnded(task) && isSettled(pacs, study));
    assertEquals("done", again.getString("state"));
    assertEquals(Checkout.COMPLETE, pacs.instances(study).size());
  }

  private static boolean isSettled(Pacs pacs, String study) {
    try {
      return pacs.instances(study).size() > 1
          && pacs.server().api().json("/studies/" + study).asJsonObject().getBoolean("IsStable");
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void aLateralFilmIsPassedOverWithItsReason(Pacs pacs) throws Exception {
    TestFilm lateral = TestFilm.ofSeed(107).with(builder -> builder.set(Tag.VIEW_POSITION, "LL"));
    pacs.send(lateral.file(folder));
    String study = pacs.studyId(lateral.studyInstanceUid());
    JsonObject task = pacs.awaitDone(study);
    JsonObject film = task.getJsonArray("films").getJsonObject(0);
    assertTrue(!film.getBoolean("eligible") && !film.getString("reason").isBlank(), film::toString);
    assertEquals(1, pacs.instances(study).size());
  }

  static Stream<Path> filmsOfDetectors() throws Exception {
    Path phantom = TestFilm.large(108).file(films).file();
    return Stream.concat(Stream.of(phantom), Checkout.realFilms().stream());
  }

  @ParameterizedTest
  @MethodSource("filmsOfDetectors")
  void filmsOfDetectorsGetResultsThatPassDciodvfy(Path path, Pacs pacs) throws Exception {
    DicomFile film = read(path);
    pacs.send(film);
    String study = pacs.studyId(film.studyInstanceUid());
    JsonObject task = pacs.awaitDone(study);
    JsonObject selected = task.getJsonArray("films").getJsonObject(0);
    assertTrue(selected.getBoolean("eligible"), task::toString);
    List<JsonObject> edits = selected.getJsonArray("edits").getValuesAs(JsonObject.class);
    assertEquals(Checkout.EDITS.size(), edits.size());
    assertTrue(
        edits.stream().noneMatch(edit -> edit.getString("reason").isBlank()), task::toString);
    List<StoredInstance> instances = pacs.instances(study);
    assertEquals(Checkout.COMPLETE, instances.size());
    for (StoredInstance instance : instances) {
      if (!instance.sopInstanceUid().equals(film.sopInstanceUid())) {
        byte[] bytes = pacs.server().client().file(instance.id());
        Path file = Files.write(folder.resolve("result.dcm"), bytes);
        assertEquals(List.of(), Tool.dicomErrors(file), () -> describe(bytes));
      }
    }
  }

  private static String describe(byte[] bytes) {
    try {
      return new Part10Codec().read(bytes).dataset().string(Tag.SERIES_DESCRIPTION).orElse("");
    } catch (DicomFormatException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static DicomFile read(Path path) throws Exception {
    return DicomFile.read(path);
  }
}
