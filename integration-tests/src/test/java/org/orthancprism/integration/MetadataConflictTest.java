// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orthancprism.orthanc.Metadata;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;

/** Two who write the metadata of one study in an Orthanc that checks revisions. */
@OnPostgresql
@ExtendWith(SharedPacs.class)
class MetadataConflictTest {

  /** What a worker writes on a study that is done. */
  private static final int MARK = 5120;

  private static String stored(Pacs pacs, TestFilm film) throws Exception {
    pacs.post(film.bytes());
    return pacs.studyId(film.studyInstanceUid());
  }

  private static JsonObject mark(Pacs pacs, String study) throws OrthancRestException {
    String text = pacs.server().client().metadata(study, MARK).orElseThrow().value();
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return reader.readObject();
    }
  }

  private static List<String> films(JsonObject mark) {
    return mark.getJsonArray("films").getValuesAs(JsonString::getString);
  }

  @Test
  void whatWasReadBeforeSomebodyElseWroteTakesThePlaceOfNothing(Pacs pacs) throws Exception {
    String study = stored(pacs, TestFilm.ofSeed(950));
    OrthancClient orthanc = pacs.server().client();
    orthanc.setMetadata(study, 5999, "first", Optional.empty());
    Optional<Metadata> first = orthanc.metadata(study, 5999);
    assertTrue(first.orElseThrow().revision().isPresent());
    orthanc.setMetadata(study, 5999, "second", first);
    assertThrows(
        OrthancRestException.Conflict.class,
        () -> orthanc.setMetadata(study, 5999, "third", first));
    assertThrows(
        OrthancRestException.Conflict.class,
        () -> orthanc.setMetadata(study, 5999, "third", Optional.empty()));
    assertEquals("second", orthanc.metadata(study, 5999).orElseThrow().value());
    orthanc.setMetadata(study, 5999, "third");
    assertEquals("third", orthanc.metadata(study, 5999).orElseThrow().value());
  }

  @Test
  void theMarkThatAnotherWorkerWroteMeanwhileIsMergedAndNotLost(Pacs pacs) throws Exception {
    String other = stored(pacs, TestFilm.ofSeed(951));
    pacs.awaitDone(other);
    JsonObject theirs =
        Json.createObjectBuilder(mark(pacs, other))
            .add("films", Json.createArrayBuilder().add("a film that they did"))
            .build();
    String study = stored(pacs, TestFilm.large(952));
    // The mark is read before films are.
    pacs.awaitTask(
        study, task -> Pacs.isRunning(task) && task.getString("stage", "").equals("edit"));
    pacs.server().client().setMetadata(study, MARK, theirs.toString(), Optional.empty());
    pacs.awaitDone(study);
    JsonObject merged = mark(pacs, study);
    assertEquals(2, films(merged).size(), merged::toString);
    assertTrue(films(merged).contains("a film that they did"), merged::toString);
  }
}
