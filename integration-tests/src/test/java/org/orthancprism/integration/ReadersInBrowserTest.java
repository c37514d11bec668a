// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.orthanc.StoredInstance;

/** Readers in a real browser, whom a proxy authenticates, at results in a real Orthanc. */
class ReadersInBrowserTest {

  private static final String HEADER = "X-Remote-User";
  private static final long FIRST_SEED = 1201;
  private static final int STUDIES = 3;

  @TempDir private static Path folder;
  private static Pacs pacs;
  private static Browser browser;
  private static final List<String> studies = new ArrayList<>();

  @BeforeAll
  static void filmsAreEdited() throws Exception {
    ServerSettings settings = Pacs.settings(folder.resolve("orthanc"));
    JsonObject prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("UserHeader", HEADER)
            .add(
                "Results",
                Json.createObjectBuilder().add("Store", "all").add("Implausible", "hide"))
            .build();
    pacs = Pacs.start(settings.withSection("Prism", prism));
    for (int i = 0; i < STUDIES; i++) {
      TestFilm film = TestFilm.ofSeed(FIRST_SEED + i);
      pacs.post(film.bytes());
      studies.add(pacs.studyId(film.studyInstanceUid()));
    }
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
    for (String study : studies) {
      pacs.awaitDone(study);
    }
  }

  @AfterAll
  static void close() {
    browser.close();
    pacs.close();
  }

  @AfterEach
  void theConsoleIsQuiet() {
    browser.assertNoConsoleError();
  }

  private static Map<String, byte[]> files(String study) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (StoredInstance one : pacs.instances(study)) {
      files.put(one.id(), pacs.server().client().file(one.id()));
    }
    return files;
  }

  private static void say(String opinion, String region, String words) {
    browser.click(".verdict [data-opinion=" + opinion + "]");
    browser.run("document.getElementById('verdict-region').value = '" + region + "';");
    browser.write("#verdict-words", words);
    browser.click(".verdict .save");
  }

  private static JsonArray verdicts(String study) throws ServerException {
    return pacs.server()
        .api()
        .json("/prism/verdicts?study=" + study)
        .asJsonObject()
        .getJsonArray("verdicts");
  }

  /** The documents of a study's verdicts, the oldest first, once there are so many. */
  private static List<Dataset> documents(String study, int number) throws Exception {
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                return verdicts(study).stream()
                        .filter(
                            one -> one.asJsonObject().getString("documentState").equals("stored"))
                        .count()
                    == number;
              } catch (ServerException e) {
                return false;
              }
            }),
        "verdicts are stored");
    List<Dataset> documents = new ArrayList<>();
    for (JsonObject one : verdicts(study).getValuesAs(JsonObject.class)) {
      documents.add(0, pacs.object(one.getString("document")).dataset());
    }
    return documents;
  }

  @Test
  void aReaderJudgesAResultInTwoClicksAndNothingElseChanges() throws Exception {
    String study = studies.get(0);
    Map<String, byte[]> before = files(study);
    browser.as(HEADER, "alice");
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    browser.awaitText("Nobody has judged this image yet.");
    browser.picture("verdict-none");
    browser.click(".verdict [data-opinion=took-along]");
    browser.picture("verdict-first-click");
    say("took-along", "left-lung", "The left hilum went with the tube");
    browser.awaitText("You: Took something along");
    browser.picture("verdict-said");
    assertEquals(1, documents(study, 1).size());
    say("plausible", "", "On second thought");
    browser.awaitText("You: Plausible");
    browser.awaitText("Earlier (1)");
    List<Dataset> documents = documents(study, 2);
    assertEquals(
        documents.get(0).string(Tag.SOP_INSTANCE_UID),
        documents.get(1).items(Tag.PREDECESSOR_DOCUMENTS_SEQUENCE).stream()
            .flatMap(one -> one.items(Tag.REFERENCED_SERIES_SEQUENCE).stream())
            .flatMap(one -> one.items(Tag.REFERENCED_SOP_SEQUENCE).stream())
            .findFirst()
            .orElseThrow()
            .string(Tag.REFERENCED_SOP_INSTANCE_UID));
    assertEquals(SopClass.COMPREHENSIVE_SR, documents.get(0).string(Tag.SOP_CLASS_UID).orElse(""));
    browser.click(".verdict summary");
    browser.picture("verdict-history");
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      browser.assertAccessible("verdicts " + scheme);
    }
    browser.colours("light");
    assertNothingIsMadeAnewOrChanged(study, before, 2);
    assertTheyAreCounted();
  }

  /** The study is worked on once more, as if it had been sent again. */
  private static void assertNothingIsMadeAnewOrChanged(
      String study, Map<String, byte[]> before, int verdicts) throws Exception {
    pacs.server()
        .api()
        .answer(
            "POST",
            "/prism/tasks/" + study + "/retry",
            "application/json",
            "{}".getBytes(StandardCharsets.UTF_8));
    pacs.awaitDone(study);
    Map<String, byte[]> after = files(study);
    before.forEach((id, file) -> assertArrayEquals(file, after.get(id), id));
    Set<String> added = new HashSet<>(after.keySet());
    added.removeAll(before.keySet());
    assertEquals(
        verdicts(study).getValuesAs(JsonObject.class).stream()
            .map(one -> Pacs.instance(pacs.server(), one.getString("document")))
            .collect(Collectors.toSet()),
        added);
    assertEquals(verdicts, added.size());
    JsonObject provenance =
        pacs.server().api().json("/prism/verify/" + added.iterator().next()).asJsonObject();
    assertEquals("unaltered", provenance.getString("signature"));
    assertTrue(provenance.getJsonObject("signedBy").getBoolean("known"));
  }

  private static void assertTheyAreCounted() throws Exception {
    browser.open("effects");
    browser.awaitText("What readers say");
    browser.element(".acceptance table[data-by=edit] tbody tr");
    browser.awaitText("too few to tell");
    browser.assertAccessible("what readers say");
    browser.run("document.querySelector('.acceptance').scrollIntoView();");
    browser.picture("verdicts-counted");
  }

  @Test
  void whatAnyReaderCallsImplausibleIsListedOnDemandAndOtherReadersSeeWhoSaidSo() throws Exception {
    String study = studies.get(1);
    browser.as(HEADER, "alice");
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    say("implausible", "heart", "");
    browser.awaitText("You: Implausible");
    browser.as(HEADER, "bob");
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    browser.awaitText("Called implausible (1)");
    browser.awaitText("Nobody has judged this image yet.");
    browser.click(".implausible summary");
    browser.click(".implausible label");
    browser.awaitText("alice");
    browser.picture("verdict-hidden");
    say("plausible", "", "");
    browser.awaitText("2 readers");
    browser.picture("verdict-two-readers");
  }

  private static JsonObject next(String reading) throws ServerException {
    return pacs.server().api().json("/prism/readings/" + reading).asJsonObject();
  }

  /** Reading goes on where it was left, under another order for each reader. */
  @Test
  void aBlindedReadingHidesWhatIsSyntheticAndIsResumed() throws Exception {
    Set<String> before = imageSeries();
    browser.as(HEADER, "carol");
    browser.open("readings");
    browser.write("#reading-name", "June");
    browser.picture("readings-none");
    for (String study : studies) {
      browser.click("[name=reading-study][value='" + study + "']");
    }
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      browser.assertAccessible("readings " + scheme);
    }
    browser.colours("light");
    browser.click(".make");
    browser.element(".pane[data-shown=blinded]");
    browser.awaitText("Image 1 of " + STUDIES);
    assertNothingTellsWhatIsShown();
    browser.assertAccessible("a blinded image");
    browser.picture("reading-1");
    browser.click("[name=score][value='4']");
    browser.click(".next");
    browser.awaitText("Image 2 of " + STUDIES);
    String address = browser.address();
    browser.open("readings");
    browser.awaitText("Continue");
    browser.picture("readings-resume");
    browser.open(address.replaceFirst(".*#/", ""));
    for (int image = 2; image <= STUDIES; image++) {
      browser.awaitText("Image " + image + " of " + STUDIES);
      browser.element(".pane[data-shown=blinded]");
      browser.picture("reading-" + image);
      browser.click("[name=score][value='1']");
      browser.click(".next");
    }
    browser.awaitText("You have answered all " + STUDIES + " images");
    browser.assertAccessible("results of a reading");
    browser.picture("reading-results");
    String id = address.replaceFirst(".*/", "");
    assertEquals(STUDIES, next(id).getInt("cases"));
    String table =
        String.valueOf(
            browser.run("return (await fetch('/prism/readings/" + id + "/results.csv')).text();"));
    assertEquals(1 + STUDIES, table.lines().count(), table);
    assertTrue(table.contains(",carol,"), table);
    assertEquals(before, imageSeries(), "no image is written into the archive");
  }

  private static void assertNothingTellsWhatIsShown() {
    String said = browser.element(".reading-room").getText();
    for (String telling : List.of("Counterfactual", "Source", "Phantom", "TEST-")) {
      assertFalse(said.contains(telling), said);
    }
    assertEquals(0, browser.count(".reading-room .pane-mark:not(.gone)"));
  }

  /** All but documents of verdicts, which a worker may still be writing. */
  private static Set<String> imageSeries() throws ServerException {
    Set<String> series = new HashSet<>();
    for (String id : pacs.all("series")) {
      JsonObject described = pacs.server().api().json("/series/" + id).asJsonObject();
      if (!described.getJsonObject("MainDicomTags").getString("Modality").equals("SR")) {
        series.add(id + described.getJsonArray("Instances"));
      }
    }
    return series;
  }
}
