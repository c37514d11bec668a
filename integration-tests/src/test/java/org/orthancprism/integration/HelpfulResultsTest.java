// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.orthanc.StoredInstance;

/**
 * What arrives gets results that help, and nothing else; what somebody asks for is stored with its
 * caution. The pack is the project's, with limits that give each end on a phantom.
 */
class HelpfulResultsTest {

  /** The classifier calls an opacity absent, whatever it sees. */
  private static final String NOTHING = "remove-lung-opacity";

  /** Any change is too much, and the classifier's points are such that it does not see it. */
  private static final String WITHHELD = "add-pleural-effusion";

  /** The classifier is never sure. */
  private static final String UNDECIDED = "toggle-cardiomegaly";

  /** The classifier calls devices present, and no limit could be passed. */
  private static final String MADE = "remove-support-devices";

  @TempDir private static Path folder;
  private static Pacs none;
  private static Pacs some;
  private static String withSome = "";
  private static Browser browser;

  @BeforeAll
  static void orthancsWhoseFilmsArrive() throws Exception {
    Path pack = pack();
    none = start("none", pack, List.of(NOTHING, WITHHELD, UNDECIDED));
    some = start("some", pack, List.of(NOTHING, WITHHELD, UNDECIDED, MADE));
    TestFilm film = TestFilm.ofSeed(2001);
    some.post(film.bytes());
    withSome = some.studyId(film.studyInstanceUid());
    some.awaitDone(withSome);
    browser = Browser.start(some.server().address(), folder.resolve("profile"));
  }

  @AfterAll
  static void close() {
    browser.close();
    some.close();
    none.close();
  }

  private static Pacs start(String name, Path pack, List<String> edits) throws Exception {
    ServerSettings settings =
        Pacs.settings(folder.resolve(name), Checkout.INSTALLATION.withPack(pack));
    JsonObject prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Edits", Json.createArrayBuilder(edits))
            .remove("Results")
            .build();
    return Pacs.start(settings.withSection("Prism", prism));
  }

  /** The project's pack, whose operating points and limits decide how each edit ends. */
  private static Path pack() throws IOException {
    Path pack = Files.createDirectories(folder.resolve("pack"));
    try (Stream<Path> files = Files.list(Checkout.INSTALLATION.pack())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, pack.resolve(file.getFileName()));
      }
    }
    Path manifest = pack.resolve("pack.json");
    JsonObject json = Json.createReader(new StringReader(Files.readString(manifest))).readObject();
    var findings = Json.createArrayBuilder();
    for (JsonObject finding : json.getJsonArray("findings").getValuesAs(JsonObject.class)) {
      boolean effusion = finding.getString("name").equals("Pleural Effusion");
      findings.add(
          Json.createObjectBuilder(finding)
              .add(
                  "limits",
                  Json.createObjectBuilder()
                      .add("outsideThorax", 1)
                      .add("changed", effusion ? 0 : 1)
                      .add("otherFindings", 1)));
    }
    Map<String, double[]> points =
        new TreeMap<>(
            Map.of(
                "Support Devices", new double[] {0, 0},
                "Pleural Effusion", new double[] {1, 1},
                "Cardiomegaly", new double[] {0, 1},
                "Lung Opacity", new double[] {1, 1}));
    var classifiers = Json.createArrayBuilder();
    for (JsonObject one : json.getJsonArray("classifier").getValuesAs(JsonObject.class)) {
      var own = Json.createArrayBuilder();
      for (JsonString label : one.getJsonArray("labels").getValuesAs(JsonString.class)) {
        if (points.containsKey(label.getString())) {
          double[] point = points.get(label.getString());
          own.add(
              Json.createObjectBuilder()
                  .add("label", label.getString())
                  .add("absentBelow", point[0])
                  .add("presentFrom", point[1]));
        }
      }
      classifiers.add(Json.createObjectBuilder(one).add("operatingPoints", own));
    }
    Files.writeString(
        manifest,
        Json.createObjectBuilder(json)
            .add("findings", findings)
            .add("classifier", classifiers)
            .build()
            .toString());
    return pack;
  }

  /** How the edits of a task's only film ended. */
  private static Map<String, String> ends(JsonObject task) {
    Map<String, String> ends = new TreeMap<>();
    for (JsonObject film : task.getJsonArray("films").getValuesAs(JsonObject.class)) {
      if (film.containsKey("edits")) {
        film.getJsonArray("edits")
            .getValuesAs(JsonObject.class)
            .forEach(
                edit ->
                    ends.put(
                        edit.getString("edit"),
                        edit.getString("end") + (edit.getBoolean("stored") ? ", stored" : "")));
      }
    }
    return ends;
  }

  @Test
  void aStudyWhoseEditsAllEndedWithoutAnImageGetsNoObjectButRecordMarkAndLabel() throws Exception {
    TestFilm film = TestFilm.ofSeed(2002);
    none.post(film.bytes());
    String study = none.studyId(film.studyInstanceUid());
    JsonObject task = none.awaitDone(study);
    assertEquals(
        Map.of(NOTHING, "nothing-to-do", WITHHELD, "withheld", UNDECIDED, "undecided"), ends(task));
    assertEquals(1, none.instances(study).size(), "the film alone");
    String metadata = "/studies/" + study + "/metadata/";
    assertEquals("done, nothing stored", text(none, metadata + "5121"));
    assertTrue(text(none, metadata + "5120").contains("\"films\""), "the mark of what is done");
    if (none.server().client().hasLabels()) {
      assertEquals("[\"prism-nothing\"]", compact(none, "/studies/" + study + "/labels"));
    }
  }

  private static String text(Pacs pacs, String path) throws Exception {
    return new String(pacs.server().api().get(path), StandardCharsets.UTF_8);
  }

  private static String compact(Pacs pacs, String path) throws Exception {
    JsonValue json = pacs.server().api().json(path);
    return json.toString();
  }

  @Test
  void theReportOfAStudyWithSomeImagesListsTheOtherEditsWithTheirReasons() throws Exception {
    Map<String, String> ends = ends(some.awaitDone(withSome));
    assertEquals("made, stored", ends.get(MADE), ends::toString);
    assertEquals(4, ends.size());
    List<StoredInstance> instances = some.instances(withSome);
    assertEquals(5, instances.size(), "film, counterfactual, difference, state, report");
    Dataset report = report(instances);
    List<String> comments = texts(report, new ArrayList<>());
    for (String reason :
        List.of(
            "nothing to do. the classifier says that Lung Opacity is absent",
            "classifier, amount. failed: classifier",
            "undecided. the classifier sees Cardiomegaly")) {
      assertTrue(
          comments.stream()
              .anyMatch(text -> text.startsWith("No image is stored of this edit: " + reason)),
          comments::toString);
    }
  }

  private static Dataset report(List<StoredInstance> instances) throws Exception {
    for (StoredInstance instance : instances) {
      Dataset dataset = some.object(instance.sopInstanceUid()).dataset();
      if (dataset.string(Tag.MODALITY).orElse("").equals("SR")) {
        return dataset;
      }
    }
    throw new AssertionError("the study has no report");
  }

  private static List<String> texts(Dataset item, List<String> found) {
    item.string(Tag.TEXT_VALUE).ifPresent(found::add);
    item.items(Tag.CONTENT_SEQUENCE).forEach(below -> texts(below, found));
    return found;
  }

  @Test
  void whatSomebodyAsksForIsStoredWithItsCautionOnImagePageAndReport() throws Exception {
    TestFilm film = TestFilm.ofSeed(2003);
    some.post(film.bytes());
    String study = some.studyId(film.studyInstanceUid());
    some.awaitDone(study);
    JsonObject request =
        Json.createObjectBuilder().add("edits", Json.createArrayBuilder().add(WITHHELD)).build();
    String path = "/prism/studies/" + study + "/counterfactuals";
    JsonObject task = some.awaitDone(some.server().api().postJson(path, request).getString("id"));
    assertEquals(Map.of(WITHHELD, "withheld, stored"), ends(task));
    List<String> derivations = new ArrayList<>();
    List<String> comments = new ArrayList<>();
    for (StoredInstance instance : some.instances(study)) {
      Dataset dataset = some.object(instance.sopInstanceUid()).dataset();
      dataset.string(Tag.DERIVATION_DESCRIPTION).ifPresent(derivations::add);
      texts(dataset, comments);
    }
    String caution = "Caution: classifier, amount. failed: classifier";
    assertTrue(
        derivations.stream().anyMatch(text -> text.contains(caution)), derivations::toString);
    assertTrue(comments.stream().anyMatch(text -> text.startsWith(caution)), comments::toString);
    browser.size(1280, 860);
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    browser.click(".choices label:has(.chip.failed) span");
    browser.element(".edit-facts .caution");
    browser.awaitText("failed: classifier");
    browser.assertAccessible("a study with a caution");
    browser.picture("study-with-caution");
  }

  @Test
  void thePageTellsTheFourEndsInWorklistStudyEffectsAndAdministration() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      browser.size(1280, 860);
      browser.open("worklist");
      browser.awaitText("1 made, 1 nothing to do, 1 undecided, 1 withheld");
      browser.assertAccessible("worklist with ends " + scheme);
      browser.picture("worklist-ends-" + scheme);
      browser.open("study/" + withSome);
      browser.element(".pane[data-shown=counterfactual]");
      browser.click(".unstored summary");
      browser.awaitText("Add pleural effusion: withheld");
      browser.assertAccessible("study with edits without an image " + scheme);
      browser.picture("study-unstored-" + scheme);
      browser.open("effects");
      browser.awaitText("How edits ended");
      browser.click(".effects-of input[value=made]");
      browser.awaitText("Remove support devices");
      browser.assertAccessible("effects with ends " + scheme);
      browser.picture("effects-ends-" + scheme);
      browser.open("administration");
      browser.awaitText("How edits ended, by week");
      browser.awaitText("amount: ");
      browser.assertAccessible("administration with ends " + scheme);
      browser.picture("administration-ends-" + scheme);
    }
    browser.assertNoConsoleError();
  }
}
