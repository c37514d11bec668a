// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.queue.QueueDatabase;
import org.orthancprism.queue.QueueSettings;
import org.orthancprism.queue.StudyQueue;

/** What a pack's classifier saw, and a long queue, as people see them in a real browser. */
class EffectsInBrowserTest {

  private static final int FILMS = 4;
  private static final int LONG_QUEUE = 10_000;

  @TempDir private static Path folder;
  private static Pacs pacs;
  private static Browser browser;
  private static final List<String> STUDIES = new ArrayList<>();

  @BeforeAll
  static void filmsAreEditedByAPackWithAClassifier() throws Exception {
    Path pack = JudgedPack.in(folder.resolve("pack"));
    pacs =
        Pacs.start(
            ServerSettings.withPlugin(
                folder.resolve("orthanc"), Checkout.INSTALLATION.withPack(pack), Checkout.EDITS));
    for (int i = 0; i < FILMS; i++) {
      TestFilm film = TestFilm.ofSeed(950 + i);
      pacs.post(film.bytes());
      STUDIES.add(pacs.studyId(film.studyInstanceUid()));
    }
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
    for (String study : STUDIES) {
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

  @Test
  void theMatrixIsAHeatMapThatLeadsToItsFilmsAndToASpreadsheet() throws Exception {
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      browser.size(1280, 860);
      browser.open("effects");
      String cell =
          ".heat-cell[data-edit=remove-support-devices][data-finding=\"Support Devices\"]";
      assertTrue(browser.element(cell).getText().contains("…"), "an interval");
      browser.awaitText(FILMS + " films");
      browser.click(cell);
      browser.awaitText("Films behind: Remove support devices, Support Devices");
      assertEquals(FILMS, browser.count(".effect-films tbody tr"));
      browser.assertAccessible("effects " + scheme);
      browser.picture("effects-judged-" + scheme);
      browser.size(820, 1180);
      browser.assertAccessible("effects on a tablet " + scheme);
      browser.picture("effects-judged-" + scheme + "-tablet");
    }
    browser.size(1280, 860);
    browser.click(".effect-films tbody a");
    browser.element(".pane[data-shown=counterfactual]");
    assertTrue(STUDIES.stream().anyMatch(study -> browser.address().endsWith("/study/" + study)));
    String table =
        new String(pacs.server().api().get("/prism/effects.csv"), StandardCharsets.UTF_8);
    assertTrue(table.startsWith("edit,finding,films,mean_before"), table);
    assertTrue(table.contains("remove-support-devices,Support Devices," + FILMS + ","), table);
  }

  @Test
  void aStudyShowsProbabilitiesBeforeAndAfterAsPairsOfBarsAndItsRule() throws Exception {
    browser.open("study/" + STUDIES.get(0));
    browser.element(".pane[data-shown=counterfactual]");
    browser.awaitText("Probability of findings");
    assertEquals(browser.count(".bars dd.before meter"), browser.count(".bars dd.after meter"));
    assertTrue(browser.count(".bars dt") > 1, "all that the classifier tells");
    browser.picture("study-judged");
    browser.open("worklist/done");
    browser.awaitText("on arrival, rule ");
  }

  /** The figure is told, not judged: it depends on what else the machine does. */
  @Test
  void theWorklistShowsTheNewestOfTenThousandTasks() throws Exception {
    pacs.server()
        .api()
        .answer(
            "POST",
            "/prism/queue/pause",
            "application/json",
            "{}".getBytes(StandardCharsets.UTF_8));
    Path database = folder.resolve("orthanc/storage/prism/queue.db");
    try (QueueDatabase queue =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + database), QueueDatabase.Side.TRIGGERS)) {
      StudyQueue studies = new StudyQueue(queue, "local", Clock.systemUTC());
      for (int i = 0; i < LONG_QUEUE; i++) {
        studies.backfill("0%07x-0".formatted(i));
      }
    }
    browser.open("administration");
    browser.element("#workers");
    browser.open("worklist");
    browser.element("tbody tr");
    Object millis =
        browser.run(
            "return Math.round(performance.getEntriesByName('prism-first-view')[0].startTime);");
    System.out.println("worklist of " + LONG_QUEUE + " tasks: first view after " + millis + " ms");
    browser.awaitText("10,0");
    assertEquals(25, browser.count("tbody tr"));
    browser.picture("worklist-ten-thousand");
  }
}
