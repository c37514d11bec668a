// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.picture.Shade;
import org.orthancprism.dicom.result.DerivedUid;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.effects.EffectEnds;
import org.orthancprism.effects.EffectRecords;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.queue.StudyQueue;

/**
 * What a pack's classifier saw, every kind of object that can be asked for, and a long queue, as
 * people see them in a real browser.
 */
class EffectsInBrowserTest {

  private static final int FILMS = 4;
  private static final int FURTHER_PATIENTS = 8;
  private static final long FIRST_SEED = 954;
  private static final int LONG_QUEUE = 10_000;

  @TempDir private static Path folder;
  private static Pacs pacs;
  private static Browser browser;
  private static String digest = "";
  private static final List<String> STUDIES = new ArrayList<>();

  @BeforeAll
  static void filmsAreEditedByAPackWithAClassifier() throws Exception {
    digest = Pack.load(Checkout.INSTALLATION.pack()).digest();
    ServerSettings settings = Pacs.settings(folder.resolve("orthanc"), Checkout.INSTALLATION);
    JsonObject prism =
        Json.createObjectBuilder(settings.sections().getJsonObject("Prism"))
            .add("Results", Json.createObjectBuilder().add("Flicker", true).add("Store", "all"))
            .build();
    pacs = Pacs.start(settings.withSection("Prism", prism));
    for (int i = 0; i < FILMS - 1; i++) {
      post(TestFilm.ofSeed(FIRST_SEED + i));
    }
    // The same UIDs under another Patient ID, as archives hold them.
    post(TestFilm.ofSeed(FIRST_SEED).with(film -> film.set(Tag.PATIENT_ID, "ANOTHER-PATIENT")));
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
    for (String study : STUDIES) {
      pacs.awaitDone(study);
    }
  }

  private static void post(TestFilm film) throws Exception {
    pacs.post(film.bytes());
    STUDIES.add(
        OrthancId.ofStudy(
            film.object().dataset().string(Tag.PATIENT_ID).orElseThrow(), film.studyInstanceUid()));
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

  private static final String LINKED_STUDIES =
      "return [...document.querySelectorAll('.effect-films tbody a')].map((a) =>"
          + " a.hash.split('/').pop());";

  /** What the worker might have noted of a film of each of so many further patients. */
  private static void noteFilmsOfFurtherPatients(int patients) {
    Path database = folder.resolve("orthanc/storage/prism/queue.db");
    try (QueueDatabase queue =
        QueueDatabase.open(
            QueueSettings.of("jdbc:sqlite:" + database), QueueDatabase.Side.WORKERS)) {
      EffectRecords effects = new EffectRecords(queue, "local", Clock.systemUTC());
      String known = effects.newest(digest, EffectEnds.ALL, 1).get(0).film();
      FilmEffect seen =
          effects.ofFilm(digest, known).stream()
              .filter(effect -> effect.edit().equals(Checkout.REMOVE_DEVICES))
              .findFirst()
              .orElseThrow();
      for (int patient = 0; patient < patients; patient++) {
        String other = "0%07x-0".formatted(patient);
        effects.put(
            digest,
            new FilmEffect(other, Optional.of(other), seen.edit(), seen.before(), seen.after()));
      }
    }
  }

  private static void assertTooFewFilmsMarkNothing(String cell) throws Exception {
    browser.open("effects");
    browser.awaitText(FILMS + " films of " + FILMS + " patients");
    String shown = browser.element(cell).getText();
    assertTrue(shown.contains("too few films"), shown);
    assertFalse(shown.contains("…") || shown.contains("✓") || shown.contains("!"), shown);
    browser.picture("effects-too-few-films");
  }

  @Test
  void theMatrixIsAHeatMapThatLeadsToItsFilmsAndToASpreadsheet() throws Exception {
    String cell = ".heat-cell[data-edit=remove-support-devices][data-finding=\"Support Devices\"]";
    assertTooFewFilmsMarkNothing(cell);
    noteFilmsOfFurtherPatients(FURTHER_PATIENTS);
    for (String scheme : List.of("light", "dark")) {
      browser.colours(scheme);
      browser.size(1280, 860);
      browser.open("effects");
      assertTrue(browser.element(cell).getText().contains("…"), "an interval");
      browser.awaitText((FILMS + FURTHER_PATIENTS) + " films of ");
      browser.click(cell);
      browser.awaitText("Films behind: Remove support devices, Support Devices");
      assertEquals(
          Set.copyOf(STUDIES),
          Set.copyOf((List<?>) browser.run(LINKED_STUDIES)),
          "each film leads to the study of its own patient");
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
    assertTrue(table.startsWith("edit,finding,films,patients,mean_before"), table);
    assertTrue(
        table.contains(
            "remove-support-devices,Support Devices,"
                + (FILMS + FURTHER_PATIENTS)
                + ","
                + (FILMS + FURTHER_PATIENTS)
                + ","),
        table);
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

  /** Orthanc's identifiers of the links under "In Orthanc", by what the page calls them. */
  private static Map<String, String> linkedObjects() {
    Object links =
        browser.run(
            "return [...document.querySelectorAll('.objects li a:first-child')].map((a) =>"
                + " a.textContent + '=' + new URLSearchParams(a.hash.split('?')[1]).get('uuid'));");
    Map<String, String> objects = new LinkedHashMap<>();
    for (Object link : (List<?>) links) {
      String[] parts = link.toString().split("=", 2);
      objects.put(parts[0], parts[1]);
    }
    return objects;
  }

  @Test
  void aStudyLinksToEachObjectOfAnEditAndEachLinkOpensIt() throws Exception {
    TestFilm sent = TestFilm.ofSeed(FIRST_SEED);
    FilmVersion film = sent.version();
    String edit = Checkout.REMOVE_DEVICES;
    Map<String, String> expected =
        Map.of(
            "Source film",
            sent.sopInstanceUid(),
            "Counterfactual",
            DerivedUid.counterfactualImage(digest, edit, film),
            "Difference in colour",
            DerivedUid.image(DerivedUid.Role.DIFFERENCE_IMAGE, digest, edit, film),
            "Flicker image",
            DerivedUid.image(DerivedUid.Role.FLICKER_IMAGE, digest, edit, film),
            "Contours (presentation state)",
            DerivedUid.presentationState(digest, Checkout.EDITS, film),
            "Report",
            sent.report(digest));
    browser.open("study/" + STUDIES.get(0));
    browser.element(".pane[data-shown=counterfactual]");
    Map<String, String> linked = linkedObjects();
    assertEquals(expected.keySet(), linked.keySet());
    Object statuses =
        browser.run(
            "const links = [...document.querySelectorAll('.objects a')].map((a) => a.href);"
                + "return (await Promise.all(links.map((l) => fetch(l)))).map((a) => a.status);");
    assertEquals(Collections.nCopies(2 * expected.size(), 200L), statuses);
    for (Map.Entry<String, String> object : linked.entrySet()) {
      byte[] file = pacs.server().api().get("/instances/" + object.getValue() + "/file");
      assertEquals(
          expected.get(object.getKey()),
          new Part10Codec().read(file).sopInstanceUid().orElseThrow(),
          object.getKey());
      browser.visit("/app/explorer.html#instance?uuid=" + object.getValue());
      assertTrue(
          Await.until(
              Pacs.PATIENCE,
              () -> browser.source().contains(expected.getOrDefault(object.getKey(), "?"))),
          object::toString);
    }
  }

  /** The colours at the strongest change are those of the study's difference series. */
  @Test
  void theDifferenceHasTheColoursAndTheScaleOfTheDifferenceSeries() throws Exception {
    browser.open("study/" + STUDIES.get(0));
    browser.element(".pane[data-shown=counterfactual]");
    browser.click(".panes");
    browser.press("4");
    browser.element(".pane[data-shown=difference]");
    Object table =
        browser.run(
            "const { colours } = await import(new URL('film/shade.js', location));"
                + "const hash = await crypto.subtle.digest('SHA-256', colours());"
                + "return [...new Uint8Array(hash)].map((b) => b.toString(16).padStart(2, '0'))"
                + ".join('');");
    assertEquals(digestOfShades(), table);
    String difference = linkedObjects().get("Difference in colour");
    String told =
        pacs.object(
                DerivedUid.image(
                    DerivedUid.Role.DIFFERENCE_IMAGE,
                    digest,
                    Checkout.REMOVE_DEVICES,
                    TestFilm.ofSeed(FIRST_SEED).version()))
            .dataset()
            .string(Tag.DERIVATION_DESCRIPTION)
            .orElseThrow();
    Matcher full = Pattern.compile("at a change of (\\d+) %").matcher(told);
    assertTrue(full.find(), told);
    String scale = browser.element(".change-scale").getText();
    assertTrue(scale.contains("−" + full.group(1) + " %"), scale + ", but " + told);
    @SuppressWarnings("unchecked")
    List<Long> compared = (List<Long>) browser.run(COMPARE.formatted(STUDIES.get(0), difference));
    long pixels = compared.get(0);
    assertTrue(compared.get(1) > 50, "pixels in colour: " + compared);
    assertTrue(compared.get(2) < 0.16 * pixels, "others lie in the legend alone: " + compared);
    browser.picture("difference-scale");
  }

  /**
   * Draws the difference at one pixel of the screen for one of the film, and holds it against the
   * stored object: gives the number of pixels, of those in colour, and the area of the rectangle
   * around all that differ, which is where the object has its legend.
   */
  private static final String COMPARE =
      """
      const load = (name) => import(new URL('film/' + name + '.js', location));
      const { readStudy } = await load('study');
      const { loadFilm, withoutLabel } = await load('film');
      const { labelOf } = await load('label');
      const { fullChange } = await load('shade');
      const { paintDifference, paintGrey, sample } = await load('render');
      const signal = new AbortController().signal;
      const { pairs: [pair] } = await readStudy('%s', signal);
      const read = (name) => loadFilm(pair[name].id, pair[name].tags, signal);
      const [source, labelled] = await Promise.all(['source', 'counterfactual'].map(read));
      const bare = withoutLabel(labelled, source, labelOf(pair.counterfactual.tags));
      const { columns, rows, window: own, inverted } = source;
      const view = { x: columns / 2, y: rows / 2, scale: 1 };
      const [before, after] = [source, bare].map((f) => sample(f.levels, view, columns, rows));
      const image = new ImageData(columns, rows);
      paintGrey(image, before, own, inverted);
      paintDifference(image, before, after, { window: own, inverted, full: fullChange(source, bare) }, 1);
      const raw = await fetch(new URL('../../instances/%s/frames/0/raw', location.href.split('#')[0]));
      const stored = new Uint8Array(await raw.arrayBuffer());
      let coloured = 0, left = columns, right = -1, top = rows, bottom = -1;
      for (let at = 0; at < columns * rows; at++) {
        const far = [0, 1, 2].some((c) => Math.abs(image.data[4 * at + c] - stored[3 * at + c]) > 3);
        if (far) {
          const x = at %% columns, y = Math.floor(at / columns);
          left = Math.min(left, x); right = Math.max(right, x);
          top = Math.min(top, y); bottom = Math.max(bottom, y);
        } else if (Math.abs(stored[3 * at] - stored[3 * at + 2]) > 40) {
          coloured++;
        }
      }
      return [columns * rows, coloured, (right - left + 1) * (bottom - top + 1)];
      """;

  private static String digestOfShades() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int grey = 0; grey < 256; grey++) {
      for (int amount = -128; amount <= 128; amount++) {
        int rgb = Shade.rgb(grey / 255.0, amount / 128.0);
        digest.update(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb});
      }
    }
    return HexFormat.of().formatHex(digest.digest());
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
