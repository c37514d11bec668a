// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.dicom.dataset.Tag;

/** What people see, in a real browser, of real results in a real Orthanc. */
@ExtendWith(SharedPacs.class)
class PageInBrowserTest {

  private static final String HOSTILE = "<script>alert(1)</script>\"'\u202e\u05d0\u05d1";
  private static final String EMOJI = "\ud83d\ude42".repeat(64);
  private static final int MORE_THAN_A_PAGE = 31;

  @TempDir private static Path folder;
  private static Browser browser;
  private static String study;

  @BeforeAll
  static void aFilmOfSomebodyWithAHostileNameIsDone(Pacs pacs) throws Exception {
    TestFilm film =
        TestFilm.ofSeed(901)
            .with(
                builder ->
                    builder
                        .set(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192")
                        .set(Tag.PATIENT_NAME, HOSTILE)
                        .set(Tag.STUDY_DESCRIPTION, EMOJI));
    pacs.post(film.bytes());
    study = pacs.studyId(film.studyInstanceUid());
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
    pacs.awaitDone(study);
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @AfterEach
  void theConsoleIsQuiet() {
    browser.assertNoConsoleError();
  }

  private static void post(Pacs pacs, String path, String json) throws Exception {
    pacs.server()
        .api()
        .answer("POST", path, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void everyViewIsAccessibleInLightAndDarkOnADeskAndOnATablet() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      for (String view : List.of("worklist", "study", "generate", "effects", "administration")) {
        boolean aboutAStudy = view.equals("study") || view.equals("generate");
        browser.size(1280, 860);
        browser.open(aboutAStudy ? view + "/" + study : view);
        browser.element(settled(view));
        browser.assertAccessible(view + " " + scheme);
        browser.picture(view + "-" + scheme);
        browser.size(820, 1180);
        browser.assertAccessible(view + " " + scheme + " on a tablet");
        Object width = browser.run("return document.documentElement.scrollWidth;");
        assertTrue(((Number) width).intValue() <= 820, view + " is wider than a tablet: " + width);
        browser.picture(view + "-" + scheme + "-tablet");
      }
    }
    browser.size(1280, 860);
  }

  /** What is there when a view is complete. */
  private static String settled(String view) {
    return switch (view) {
      case "worklist" -> "tbody tr";
      case "study" -> ".pane[data-shown=counterfactual]";
      case "generate" -> ".request";
      case "effects" -> ".effects .empty, .effects .heat";
      default -> "#workers";
    };
  }

  @Test
  void aHostileNameIsShownAsText() throws Exception {
    for (String view : List.of("worklist", "study/" + study, "generate/" + study)) {
      browser.open(view);
      browser.awaitText("<script>alert(1)</script>\"'");
    }
    browser.open("study/" + study);
    browser.awaitText(EMOJI);
    browser.element(".pane[data-shown=counterfactual]");
    browser.picture("hostile-name");
  }

  @Test
  void filmsAreLookedAtSideBySideByWipeByFlickerAndByTheirDifference() throws Exception {
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    String source = browser.pixels(".pane[data-picture=source] canvas");
    String other = browser.pixels(".pane[data-picture=counterfactual] canvas");
    assertNotEquals(source, other);
    browser.awaitText("Changed fraction of the image");
    browser.awaitText("SYNTHETIC - not for diagnosis");

    browser.click(".panes");
    browser.press("2");
    browser.element(".pane[data-shown=wipe]");
    String half = browser.pixels(".pane[data-shown=wipe] canvas");
    browser.run(
        "const s = document.getElementById('slider-wipe'); s.value = 100;"
            + "s.dispatchEvent(new Event('input'));");
    browser.awaitOther(half, ".pane canvas");
    browser.picture("wipe");

    browser.press("f");
    browser.element(".pane[data-shown=counterfactual]");
    String flickered = browser.pixels(".pane canvas");
    browser.press("f");
    browser.element(".pane[data-shown=source]");
    browser.awaitOther(flickered, ".pane canvas");

    browser.press("4");
    browser.element(".pane[data-shown=difference]");
    String plain = browser.pixels(".pane[data-shown=difference] canvas");
    browser.press("c");
    browser.awaitOther(plain, ".pane canvas");
    assertTrue(browser.element(".pane-mark").getText().contains("SYNTHETIC"));
    browser.picture("difference");
  }

  @Test
  void windowZoomAndPlaceAreTheSameForBothFilms() throws Exception {
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    browser.click(".panes");
    for (String key : List.of("+", "\ue014", "\ue008\ue013")) {
      String source = browser.pixels(".pane[data-picture=source] canvas");
      String other = browser.pixels(".pane[data-picture=counterfactual] canvas");
      browser.press(key);
      browser.awaitOther(source, ".pane[data-picture=source] canvas");
      browser.awaitOther(other, ".pane[data-picture=counterfactual] canvas");
    }
  }

  @Test
  void greyIsDicomsLinearVoiLutFunctionOfTheStoredValue() {
    browser.open("worklist");
    browser.element("h1");
    // PS3.3 C.11.2.1.2.1 with center 100 and width 51: black up to 74.5, white from 124.5 on.
    Object greys =
        browser.run(
            "const { paintGrey, sample } = await import(new URL('film/render.js', location));"
                + "const values = Uint16Array.from([0, 74, 75, 99, 100, 124, 125, 4095]);"
                + "const level = { columns: 8, rows: 1, values };"
                + "const samples = sample([level], { x: 4, y: 0.5, scale: 1 }, 8, 1);"
                + "const image = new ImageData(8, 1);"
                + "paintGrey(image, samples, { center: 100, width: 51 }, false);"
                + "return [...image.data].filter((v, i) => i % 4 === 0).join(' ');");
    StringBuilder expected = new StringBuilder();
    for (int value : new int[] {0, 74, 75, 99, 100, 124, 125, 4095}) {
      double grey = ((value - (100 - 0.5)) / (51 - 1) + 0.5) * 255;
      expected.append(Math.round(Math.rint(Math.max(0, Math.min(255, grey))))).append(' ');
    }
    assertEquals(expected.toString().strip(), greys);
  }

  @Test
  void editsAreAskedForAndComeWhileSomebodyLooks() throws Exception {
    browser.open("generate/" + study);
    browser.click("button[value=go]");
    browser.awaitText("Choose at least one change.");
    browser.click("input[value=add-pleural-effusion]");
    browser.awaitText("1 film of this study would be considered");
    assertTrue(browser.element(".preview q").getText().contains("add pleural effusion"));
    browser.click("button[value=go]");
    browser.element(".outcome .chip");
    browser.picture("generate-running");
    browser.element(".outcome .chip.done");
    browser.click(".outcome a");
    browser.awaitText("Pleural Effusion added");
    assertTrue(browser.address().endsWith("#/study/" + study));
  }

  /** A worker looks every two seconds whether it is to pause. */
  private static void pause(Pacs pacs) throws Exception {
    post(pacs, "/prism/queue/pause", "{}");
    assertTrue(Await.until(Pacs.PATIENCE, () -> isAtRest(pacs)), "the worker goes on");
  }

  private static boolean isAtRest(Pacs pacs) {
    try {
      return pacs.server().logLines().stream()
          .filter(line -> line.contains("task is begun") || line.contains("Tasks are begun"))
          .reduce((former, later) -> later)
          .filter(line -> line.contains("No further task is begun"))
          .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anEditIsAskedForInOnesOwnWordsWithASeed(Pacs pacs) throws Exception {
    browser.open("generate/" + study);
    browser.click("input[value=words]");
    browser.write("textarea[name=target]", HOSTILE + " remove support devices");
    browser.click("details.advanced summary");
    browser.write("input[name=seed]", "11");
    browser.awaitText("1 film of this study would be considered");
    browser.assertAccessible("generate in own words");
    browser.picture("generate-words");
    browser.click("button[value=go]");
    browser.element(".outcome .chip.done");
    browser.click(".outcome a");
    browser.awaitText("Prompted change");
    browser.run(
        "for (const one of document.querySelectorAll('.choices label'))"
            + " if (one.textContent.includes('Prompted change')) one.click();");
    browser.awaitText("as a caption asked for");
    browser.click(".edit-facts summary");
    browser.awaitText("<script>alert(1)</script>");
  }

  @Test
  void whatSomebodyAskedForIsCancelledWhereItWasAskedFor(Pacs pacs) throws Exception {
    try {
      pause(pacs);
      browser.open("generate/" + study);
      browser.click("input[value=remove-pleural-effusion]");
      browser.click("button[value=go]");
      browser.element(".outcome .chip.queued");
      browser.click(".outcome [data-action=cancel]");
      browser.click("dialog .primary");
      browser.element(".outcome .chip.cancelled");
    } finally {
      post(pacs, "/prism/queue/resume", "{}");
    }
  }

  @Test
  void theBurnedInLabelIsNoPartOfTheChange() {
    browser.open("study/" + study);
    browser.element(".pane[data-shown=counterfactual]");
    Object counts =
        browser.run(
            "const load = (name) => import(new URL('film/' + name + '.js', location));"
                + "const { readStudy } = await load('study');"
                + "const { changeMask, loadFilm, withoutLabel } = await load('film');"
                + "const { labelOf } = await load('label');"
                + "const signal = new AbortController().signal;"
                + "const { pairs: [pair] } = await readStudy('"
                + study
                + "', signal);"
                + "const films = ['source', 'counterfactual'].map((name) =>"
                + " loadFilm(pair[name].id, pair[name].tags, signal));"
                + "const [source, other] = await Promise.all(films);"
                + "const label = labelOf(pair.counterfactual.tags);"
                + "const changed = (film) => {"
                + " const mask = changeMask(source, film)[0].values; let inside = 0, all = 0;"
                + " mask.forEach((one, i) => { const x = i % source.columns;"
                + " const y = Math.floor(i / source.columns); all += one;"
                + " inside += one && x >= label.left && x < label.right && y >= label.top"
                + " && y < label.bottom; }); return [inside, all]; };"
                + "return [...changed(other), ...changed(withoutLabel(other, source, label))];");
    @SuppressWarnings("unchecked")
    List<Long> pixels = (List<Long>) counts;
    assertTrue(pixels.get(0) > 100, "the label changes pixels: " + pixels);
    assertEquals(0, pixels.get(2), "in the label: " + pixels);
    assertEquals(pixels.get(1) - pixels.get(0), pixels.get(3), "outside: " + pixels);
  }

  @Test
  void aTaskThatWaitsIsCancelledAndOneThatFailedIsTriedAgain(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(902).with(builder -> builder.remove(Tag.PIXEL_DATA));
    pacs.post(film.bytes());
    String failing = pacs.studyId(film.studyInstanceUid());
    pacs.awaitFailure(failing);
    browser.open("worklist/failed");
    String row = "tr[data-task=\"" + failing + "\"] ";
    assertTrue(!browser.element(row + ".reason").getText().isBlank());
    browser.picture("worklist-failed");
    try {
      pause(pacs);
      browser.click(row + "[data-action=retry]");
      pacs.awaitTask(failing, task -> task.getString("state").equals("queued"));
      browser.open("worklist/queued");
      browser.click(row + "[data-action=cancel]");
      browser.click("dialog .primary");
      pacs.awaitTask(failing, Pacs::hasEnded);
      browser.open("worklist/cancelled");
      browser.element(row + ".chip.cancelled");
    } finally {
      post(pacs, "/prism/queue/resume", "{}");
    }
  }

  @Test
  void tasksComeAPageAtATime(Pacs pacs) throws Exception {
    try {
      pause(pacs);
      for (int seed = 1; seed <= MORE_THAN_A_PAGE; seed++) {
        post(
            pacs,
            "/prism/studies/" + study + "/counterfactuals",
            "{\"edits\": [\"add-pleural-effusion\"], \"seed\": " + seed + "}");
      }
      browser.open("worklist/queued");
      browser.element("tbody tr");
      assertEquals(25, browser.count("tbody tr"));
      browser.picture("worklist-queued");
      browser.click(".pages button:last-child");
      browser.awaitText("Page 2");
      assertTrue(
          Await.until(
              Pacs.PATIENCE,
              () -> browser.count("tbody tr") >= 5 && browser.count("tbody tr") < 25));
    } finally {
      for (var task :
          pacs.server()
              .api()
              .json("/prism/tasks?state=queued")
              .asJsonObject()
              .getJsonArray("tasks")) {
        post(pacs, "/prism/tasks/" + task.asJsonObject().getString("id") + "/cancel", "{}");
      }
      post(pacs, "/prism/queue/resume", "{}");
    }
  }

  @Test
  void aPatientIsFoundByName() {
    browser.open("worklist");
    browser.write("#search", "alert(1)");
    browser.click("form[role=search] button");
    assertTrue(Await.until(Pacs.PATIENCE, () -> browser.count("tbody tr") > 0));
    browser.write("#search", "nobody of this name");
    browser.click("form[role=search] button");
    browser.awaitText("No task was found");
  }

  @Test
  void theQueueIsPausedResumedFedFromThePastAndTheRulesAreTried(Pacs pacs) throws Exception {
    browser.open("administration");
    browser.write("#pause-reason", "new pack");
    browser.click("[data-action=pause]");
    browser.awaitText("new pack");
    assertTrue(pacs.status().containsKey("paused"));
    browser.click("[data-action=resume]");
    browser.element("#pause-reason");
    assertTrue(!pacs.status().containsKey("paused"));
    browser.write("#rules-study", study);
    browser.click("section[aria-labelledby=rules] button");
    browser.awaitText("This study would get: Remove support devices");
    browser.run(
        "for (const [id, day] of [['from', '2026-01-01'], ['to', '2026-01-02']])"
            + "document.getElementById('backfill-' + id).value = day;");
    browser.click("section[aria-labelledby=backfill] button[value=try]");
    browser.awaitText("in this range. Nothing was queued.");
    assertTrue(!browser.text().matches("(?s).*\\b1 (studies|films|tasks|times)\\b.*"));
    browser.awaitText("resume");
    browser.picture("administration-used");
  }

  @Test
  void orthancExplorerLeadsFromAStudyAndASeriesToTheirCounterfactuals(Pacs pacs) throws Exception {
    String series =
        pacs.server()
            .api()
            .json("/studies/" + study)
            .asJsonObject()
            .getJsonArray("Series")
            .getString(0);
    for (String page : List.of("study?uuid=" + study, "series?uuid=" + series)) {
      browser.visit("/app/explorer.html#" + page);
      browser.element("#" + page.split("\\?")[0] + " .prism-button");
      browser.picture("explorer-" + page.split("\\?")[0]);
      browser.click("#" + page.split("\\?")[0] + " .prism-button a");
      browser.followNewWindow();
      browser.element(".pane[data-shown=counterfactual]");
      assertTrue(browser.address().endsWith("/prism/app/index.html#/study/" + study));
    }
  }
}
