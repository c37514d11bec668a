// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;
import org.orthancprism.testing.EditedStudy;

/** What readers say by the REST API, held against the description that is served. */
class VerdictRoutesTest {

  private static final String STUDY = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";
  private static final String FILM = "00000000-00000000-00000000-00000000-00000001";
  private static final String IMAGE = "00000000-00000000-00000000-00000000-00000002";
  private static final String REPORT = "00000000-00000000-00000000-00000000-00000003";

  private static final Set<String> ANSWERED = new TreeSet<>();
  private static Set<String> described = Set.of();

  private final EditedStudy study = EditedStudy.make();

  @TempDir private Path storage;
  private DescribedApi api;

  /** Whether a method and path of the description are asked here. */
  static boolean asks(String operation) {
    return operation.contains("/prism/verdicts");
  }

  @BeforeEach
  void anOrthancHoldsAFilmItsCounterfactualAndTheReport() {
    api = DescribedApi.entered(storage, ANSWERED);
    described = api.described();
    RecordingHost host = api.host();
    hold(FILM, study.film());
    hold(IMAGE, study.counterfactual());
    hold(REPORT, study.report());
    host.answers.put(
        "/studies/" + STUDY + "/series",
        "[{\"MainDicomTags\": {\"Modality\": \"DX\"}, \"Instances\": [\"%s\", \"%s\"]}, {\"MainDicomTags\": {\"Modality\": \"SR\"}, \"Instances\": [\"%s\"]}]"
            .formatted(FILM, IMAGE, REPORT));
  }

  private void hold(String instance, DicomObject object) {
    byte[] file = EditedStudy.file(object);
    RecordingHost host = api.host();
    host.files.put("/instances/" + instance + "/file", file);
    host.answers.put("/instances/" + instance, "{\"FileSize\": " + file.length + "}");
    host.answers.put("/instances/" + instance + "/study", "{\"ID\": \"" + STUDY + "\"}");
  }

  @AfterAll
  static void everyPathOfTheDescriptionWasAsked() {
    described.removeIf(operation -> !asks(operation));
    ANSWERED.removeIf(operation -> !asks(operation));
    assertEquals(described, ANSWERED);
  }

  private RestAnswer say(String instance, String opinion, String more) {
    return api.post(
        "/prism/verdicts",
        "{\"instance\": \"%s\", \"opinion\": \"%s\"%s}".formatted(instance, opinion, more));
  }

  private static JsonObject json(RestAnswer answer) {
    try (JsonReader reader = Json.createReader(new StringReader(answer.body()))) {
      return reader.readObject();
    }
  }

  private static String uid(DicomObject object) {
    return object.dataset().string(Tag.SOP_INSTANCE_UID).orElseThrow();
  }

  /** The way back from a stored result, which no verdict changes. */
  private List<JsonValue> ofResult(String uid) {
    return json(api.send("GET", "/prism/verdicts", Map.of("result", uid), "", ""))
        .getJsonArray("verdicts");
  }

  @Test
  void aVerdictIsKeptUnderTheLoginWithWhatTheReportTellsOfTheEdit() {
    RestAnswer answer =
        say(IMAGE, "took-along", ", \"region\": \"heart\", \"words\": \"=the aorta, too\"");
    assertEquals(201, answer.status());
    JsonObject said = json(answer);
    assertEquals("reader", said.getString("reader"));
    assertEquals(uid(study.counterfactual()), said.getString("result"));
    assertEquals(EditedStudy.EDIT, said.getString("edit"));
    assertEquals(EditedStudy.PACK, said.getString("pack"));
    assertEquals(STUDY, said.getString("study"));
    assertEquals("waiting", said.getString("documentState"));
    JsonObject all = json(api.send("GET", "/prism/verdicts", Map.of("study", STUDY), "", ""));
    assertEquals("keep", all.getString("implausible"));
    assertEquals(List.of(said), all.getJsonArray("verdicts"));
    assertEquals(List.of(said), ofResult(uid(study.counterfactual())));
    assertEquals(List.of(), ofResult(uid(study.report())));
    String table = api.get("/prism/verdicts.csv").body();
    assertTrue(
        table.contains(",took-along,heart,\"'=the aorta, too\",remove-pleural-effusion,"), table);
    JsonObject entry = json(api.get("/prism/audit")).getJsonArray("entries").getJsonObject(0);
    assertEquals("verdict", entry.getString("action"));
    assertEquals("reader", entry.getString("actor"));
    assertFalse(entry.getString("detail").contains("aorta"), "words stay out of the audit trail");
  }

  @Test
  void aHeaderThatNobodyVouchesForIsNotBelieved() {
    RestAnswer answer =
        api.host()
            .routes
            .answer(
                new RestRequest(
                    "POST",
                    "/prism/verdicts",
                    Map.of(),
                    Map.of("content-type", "application/json", "x-remote-user", "professor"),
                    ("{\"instance\": \"" + IMAGE + "\", \"opinion\": \"plausible\"}").getBytes()));
    assertEquals("unidentified", json(answer).getString("reader"));
  }

  @Test
  void acceptanceIsCountedByTheLatestVerdicts() {
    say(IMAGE, "implausible", "");
    say(IMAGE, "plausible", "");
    JsonObject counted = json(api.get("/prism/verdicts/acceptance"));
    assertEquals(1, counted.getInt("verdicts"));
    JsonObject edit = counted.getJsonArray("edit").getJsonObject(0);
    assertEquals(EditedStudy.EDIT, edit.getString("name"));
    assertEquals(1, edit.getJsonObject("plausible").getInt("hits"));
    assertFalse(edit.getJsonObject("plausible").containsKey("low"), "too few for an interval");
    String table = api.get("/prism/verdicts/acceptance.csv").body();
    assertTrue(table.contains("edit,remove-pleural-effusion,1,1,,,0,1,,,0,1,,"), table);
    assertEquals(2, api.get("/prism/verdicts").body().split("\"number\"").length - 1);
  }

  @Test
  void onlyACounterfactualThatIsReportedIsJudged() {
    assertEquals(400, say(FILM, "plausible", "").status());
    assertEquals(400, say(REPORT, "plausible", "").status());
    assertEquals(404, say(STUDY, "plausible", "").status());
    api.host().answers.put("/studies/" + STUDY + "/series", "[]");
    assertEquals(400, say(IMAGE, "plausible", "").status());
    assertEquals(
        "{\"reader\":\"reader\",\"implausible\":\"keep\",\"verdicts\":[]}",
        api.get("/prism/verdicts").body());
  }

  @Test
  void whatIsNotAsDescribedIsRefused() {
    assertEquals(400, say("../film", "plausible", "").status());
    assertEquals(400, say(IMAGE, "superb", "").status());
    assertEquals(400, say(IMAGE, "plausible", ", \"region\": \"elbow\"").status());
    assertEquals(400, say(IMAGE, "plausible", ", \"reader\": \"professor\"").status());
    assertEquals(
        400, say(IMAGE, "plausible", ", \"words\": \"" + "x".repeat(1001) + "\"").status());
    assertEquals(400, api.send("GET", "/prism/verdicts", Map.of("study", "../x"), "", "").status());
    Map<String, String> both = Map.of("study", STUDY, "result", "1.2");
    assertEquals(400, api.send("GET", "/prism/verdicts", both, "", "").status());
    assertEquals(415, api.send("POST", "/prism/verdicts", Map.of(), "text/plain", "{}").status());
  }
}
