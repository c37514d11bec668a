// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Regions that are drawn on a film in a real browser, and what becomes of them. */
@ExtendWith(SharedPacs.class)
class RegionInBrowserTest {

  private static final String CANVAS = ".drawing canvas";
  private static final double[][] UPPER_LEFT = {{.1, .1}, {.5, .1}, {.5, .4}, {.1, .4}};

  @TempDir private static Path folder;
  private static Browser browser;
  private static String study;

  @BeforeAll
  static void aFilmHasCome(Pacs pacs) throws Exception {
    TestFilm film = TestFilm.ofSeed(931);
    pacs.post(film.bytes());
    study = pacs.studyId(film.studyInstanceUid());
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
    pacs.awaitDone(study);
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  @BeforeEach
  void openTheForm() {
    browser.open("generate/" + study);
    browser.click("input[value=inside]");
    browser.element(CANVAS);
    browser.awaitText("0 regions");
  }

  @AfterEach
  void theConsoleIsQuiet() {
    browser.assertNoConsoleError();
  }

  /** The polygons that would be asked for, in the film's pixels. */
  private static String asked() {
    return String.valueOf(
        browser.run(
            "const posted = new Promise((resolve) => {"
                + " const real = window.fetch; window.fetch = (url, options) => {"
                + "  if (options?.body?.includes('dryRun')) { window.fetch = real;"
                + "   resolve(JSON.stringify(JSON.parse(options.body).region ?? null)); }"
                + "  return real(url, options); }; });"
                + "document.querySelector('form.request').dispatchEvent(new Event('input'));"
                + "return await posted;"));
  }

  @Test
  void aFilmChangesOnlyWhereSomebodyDrewAroundIt(Pacs pacs) throws Exception {
    browser.click("input[value=remove-support-devices]");
    browser.drag(CANVAS, UPPER_LEFT);
    browser.awaitText("1 region");
    browser.assertAccessible("a region is drawn");
    browser.picture("region");
    String asked = asked();
    assertTrue(
        asked.matches(".*\"editMask\":\\[\\[\\[\\d+,\\d+\\](,\\[\\d+,\\d+\\]){3}\\]\\].*"), asked);
    browser.click("button[value=go]");
    browser.element(".outcome .chip.done");
    browser.click(".outcome a");
    browser.awaitText("within a region");
  }

  @Test
  void cornersAreClickedTakenBackAndClosedAtTheFirst() {
    browser.click("input[value=remove-support-devices]");
    browser.clickAt(CANVAS, UPPER_LEFT);
    browser.clickAt(CANVAS, new double[] {.9, .9});
    browser.click("[data-action=undo]");
    browser.clickAt(CANVAS, UPPER_LEFT[0]);
    browser.awaitText("1 region");
    String whole = asked();
    browser.click("[data-action=clear]");
    browser.awaitText("0 regions");
    assertEquals("null", asked());
    browser.drag(CANVAS, UPPER_LEFT);
    browser.awaitText("1 region");
    assertEquals(whole, asked(), "a line drawn around the same corners");
  }

  @Test
  void aRegionIsDrawnWithTheKeyboardAlone() {
    browser.click("input[value=remove-support-devices]");
    browser.run("document.querySelector('" + CANVAS + "').focus();");
    String enter = "\ue007";
    browser.press(enter);
    browser.press("\ue014".repeat(10) + enter);
    browser.press("\ue015".repeat(10) + enter);
    assertFalse(browser.text().contains("1 region"));
    browser.press("\ue012".repeat(10) + "\ue013".repeat(10) + enter);
    browser.awaitText("1 region");
  }

  @Test
  void whoAsksForRegionsAndDrawsNoneIsTold() {
    browser.click("input[value=remove-support-devices]");
    browser.click("button[value=go]");
    browser.awaitText("Draw at least one region");
    browser.click("input[value=everywhere]");
    assertEquals("null", asked());
  }

  @Test
  void aLongLineIsToldInFewCorners() {
    Object told =
        browser.run(
            "const { simplified } = await import(new URL('film/outlines.js', location));"
                + "const circle = Array.from({ length: 2000 }, (_, i) => ({"
                + " x: 500 + 400 * Math.cos(i * Math.PI / 1000),"
                + " y: 500 + 400 * Math.sin(i * Math.PI / 1000) }));"
                + "const few = simplified(circle, 128);"
                + "const off = few.map(({ x, y }) => Math.abs(Math.hypot(x - 500, y - 500) - 400));"
                + "return [few.length, Math.max(...off)];");
    List<?> numbers = (List<?>) told;
    int corners = ((Number) numbers.get(0)).intValue();
    assertTrue(corners >= 16 && corners <= 128, "corners: " + corners);
    assertTrue(((Number) numbers.get(1)).doubleValue() < 1e-6, told::toString);
  }
}
