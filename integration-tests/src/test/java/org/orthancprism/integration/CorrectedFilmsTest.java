// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orthancprism.command.server.Await;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;

/**
 * Films that are sent again with other content, that share UIDs, and studies that an archive's
 * users modify, merge, split and anonymise: each film has one set of results, its own.
 */
@OnPostgresql
@ExtendWith(SharedPacs.class)
class CorrectedFilmsTest {

  private static String stored(Pacs pacs, TestFilm film) throws Exception {
    return pacs.server()
        .api()
        .post("/instances", film.bytes())
        .asJsonObject()
        .getString("ParentStudy");
  }

  private static String done(Pacs pacs, TestFilm film) throws Exception {
    String study = stored(pacs, film);
    pacs.awaitDone(study);
    return study;
  }

  private static List<Dataset> objects(Pacs pacs, String study) throws Exception {
    List<Dataset> objects = new ArrayList<>();
    for (StoredInstance instance : pacs.instances(study)) {
      byte[] file = pacs.server().client().file(instance.id());
      objects.add(new Part10Codec().read(file).dataset());
    }
    return objects;
  }

  private static Set<String> values(List<Dataset> objects, Tag tag) {
    return objects.stream()
        .map(object -> object.string(tag).orElse(""))
        .collect(Collectors.toSet());
  }

  private static Set<String> uids(Pacs pacs, String study) throws OrthancRestException {
    return pacs.instances(study).stream()
        .map(StoredInstance::sopInstanceUid)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Waits until the task of a study has ended that was begun after a number of attempts. */
  private static void awaitUids(Pacs pacs, String study, Set<String> gone, int complete) {
    boolean came =
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                Set<String> now = uids(pacs, study);
                return now.size() == complete && now.stream().noneMatch(gone::contains);
              } catch (OrthancRestException e) {
                return false;
              }
            });
    assertTrue(came, "the results of the earlier content are still there");
    pacs.awaitDone(study);
  }

  private static byte[] mirrored(TestFilm film) {
    Dataset dataset = film.object().dataset();
    int columns = dataset.integer(Tag.COLUMNS).orElseThrow();
    byte[] from = dataset.bytes(Tag.PIXEL_DATA).orElseThrow();
    byte[] to = new byte[from.length];
    for (int i = 0; i < from.length / 2; i++) {
      int other = i - i % columns + columns - 1 - i % columns;
      to[2 * other] = from[2 * i];
      to[2 * other + 1] = from[2 * i + 1];
    }
    return to;
  }

  @Test
  void theSameUidsUnderAnotherPatientIdGetResultsOfTheirOwn(Pacs pacs) throws Exception {
    TestFilm first = TestFilm.ofSeed(801);
    TestFilm second =
        first.with(
            builder ->
                builder.set(Tag.PATIENT_ID, "TEST-801-B").set(Tag.PATIENT_NAME, "Other^Patient"));
    String one = done(pacs, first);
    String other = done(pacs, second);
    assertEquals(Checkout.COMPLETE, pacs.instances(one).size());
    assertEquals(Checkout.COMPLETE, pacs.instances(other).size());
    assertEquals(Set.of("Phantom^Tested"), values(objects(pacs, one), Tag.PATIENT_NAME));
    assertEquals(Set.of("Other^Patient"), values(objects(pacs, other), Tag.PATIENT_NAME));
    Set<String> shared = uids(pacs, one);
    shared.retainAll(uids(pacs, other));
    assertEquals(Set.of(first.sopInstanceUid()), shared, "the film's UID alone");
  }

  @Test
  void aCorrectedFilmGetsNewResultsAndThoseOfItsEarlierContentAreDeleted(Pacs pacs)
      throws Exception {
    TestFilm wrong = TestFilm.ofSeed(802).with(builder -> builder.set(Tag.IMAGE_LATERALITY, "L"));
    String study = done(pacs, wrong);
    // An original that says that it was derived from the film, as a vendor's processed one does.
    TestFilm lateral =
        wrong.with(
            builder ->
                builder
                    .set(Tag.SOP_INSTANCE_UID, wrong.sopInstanceUid() + ".9")
                    .set(Tag.VIEW_POSITION, "LL")
                    .set(
                        Tag.SOURCE_IMAGE_SEQUENCE,
                        Dataset.builder()
                            .set(Tag.REFERENCED_SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.1.1")
                            .set(Tag.REFERENCED_SOP_INSTANCE_UID, wrong.sopInstanceUid())
                            .build()));
    Set<String> outdated = uids(pacs, study);
    outdated.remove(wrong.sopInstanceUid());
    assertEquals(Checkout.COMPLETE - 1, outdated.size());
    stored(pacs, lateral);
    TestFilm corrected =
        wrong.with(
            builder ->
                builder
                    .set(Tag.IMAGE_LATERALITY, "R")
                    .set(Tag.PATIENT_NAME, "Corrected^Name")
                    .setBytes(Tag.PIXEL_DATA, Vr.OW, mirrored(wrong)));
    assertEquals(study, stored(pacs, corrected));
    awaitUids(pacs, study, outdated, 1 + Checkout.COMPLETE);
    List<Dataset> made =
        objects(pacs, study).stream()
            .filter(object -> object.string(Tag.SYNTHETIC_DATA).isPresent())
            .toList();
    assertEquals(Checkout.COMPLETE - 1, made.size());
    assertEquals(Set.of("Corrected^Name"), values(made, Tag.PATIENT_NAME));
    assertFalse(values(made, Tag.IMAGE_LATERALITY).contains("L"), "the wrong side is gone");
    Set<String> now = uids(pacs, study);
    assertTrue(now.contains(lateral.sopInstanceUid()), "an original is never deleted");
    assertTrue(now.contains(corrected.sopInstanceUid()));
  }

  @Test
  void aFilmThatIsSentAgainAsItWasKeepsItsResults(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(803);
    String study = done(pacs, film);
    Set<String> before = uids(pacs, study);
    stored(pacs, film);
    TestFilm lateral =
        film.with(
            builder ->
                builder
                    .set(Tag.SOP_INSTANCE_UID, film.sopInstanceUid() + ".9")
                    .set(Tag.VIEW_POSITION, "LL"));
    stored(pacs, lateral);
    pacs.awaitTask(study, task -> Pacs.hasEnded(task) && hasFilm(task, lateral));
    before.add(lateral.sopInstanceUid());
    assertEquals(before, uids(pacs, study));
  }

  private static boolean hasFilm(JsonObject task, TestFilm film) {
    return task.getJsonArray("films").getValuesAs(JsonObject.class).stream()
        .anyMatch(one -> one.getString("sopInstanceUid").equals(film.sopInstanceUid()));
  }

  @Test
  void oneFilmInTwoSeriesHasOneSetOfResults(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(804);
    TestFilm copy = film.with(builder -> builder.set(Tag.SERIES_INSTANCE_UID, "2.25.804"));
    stored(pacs, film);
    String study = stored(pacs, copy);
    JsonObject task = pacs.awaitTask(study, each -> Pacs.hasEnded(each) && films(each) >= 2);
    assertEquals("done", task.getString("state"), task::toString);
    assertEquals(1 + Checkout.COMPLETE, pacs.instances(study).size());
  }

  private static int films(JsonObject task) {
    return task.getJsonArray("films").size();
  }

  @Test
  void aStudyThatIsModifiedSplitMergedOrAnonymisedHasOneSetOfResultsForEachFilm(Pacs pacs)
      throws Exception {
    TestFilm film = TestFilm.ofSeed(805);
    String study = done(pacs, film);
    String anonymised = copied(pacs, "/studies/" + study + "/anonymize", empty());
    assertOneSet(pacs, anonymised);
    JsonObject rename =
        Json.createObjectBuilder()
            .add("Replace", Json.createObjectBuilder().add("PatientName", "Renamed^Patient"))
            .build();
    assertOneSet(pacs, copied(pacs, "/studies/" + study + "/modify", rename));
    // All its series leave for a new study, under other UIDs.
    JsonObject series =
        Json.createObjectBuilder()
            .add(
                "Series",
                pacs.server().api().json("/studies/" + study).asJsonObject().get("Series"))
            .add("KeepSource", true)
            .build();
    String split = copied(pacs, "/studies/" + study + "/split", series, "TargetStudy");
    assertOneSet(pacs, split);
    String into = done(pacs, TestFilm.ofSeed(806));
    JsonObject resources =
        Json.createObjectBuilder()
            .add("Resources", Json.createArrayBuilder().add(anonymised))
            .add("KeepSource", true)
            .build();
    copied(pacs, "/studies/" + into + "/merge", resources, "TargetStudy");
    pacs.awaitTask(into, task -> Pacs.hasEnded(task) && films(task) > Checkout.COMPLETE);
    assertEquals(2 * Checkout.COMPLETE, pacs.instances(into).size(), "each its own, and no more");
  }

  private static JsonObject empty() {
    return Json.createObjectBuilder().build();
  }

  private static String copied(Pacs pacs, String path, JsonObject how) throws Exception {
    return copied(pacs, path, how, "ID");
  }

  private static String copied(Pacs pacs, String path, JsonObject how, String key)
      throws Exception {
    return pacs.server().api().postJson(path, how).getString(key);
  }

  private static void assertOneSet(Pacs pacs, String study) throws Exception {
    assertEquals(Checkout.COMPLETE, pacs.instances(study).size(), "all was copied");
    JsonObject task = pacs.awaitDone(study);
    assertEquals(Checkout.COMPLETE, pacs.instances(study).size(), task::toString);
  }
}
