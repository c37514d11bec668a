// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Links that somebody else made, followed by a reader who is logged in. */
@ExtendWith(SharedPacs.class)
class HostileLinksInBrowserTest {

  private static final String ID = "abae0b24-5a718d9e-1b560140-2cda3ae0-30b846cb";

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void open(Pacs pacs) throws Exception {
    browser = Browser.start(pacs.server().address(), folder.resolve("profile"));
  }

  @AfterAll
  static void close() {
    browser.close();
  }

  /** What the page that is shown asked for, but for its own files and what it always polls. */
  @SuppressWarnings("unchecked")
  private static List<String> asked() {
    return (List<String>)
        browser.run(
            "return performance.getEntriesByType('resource')"
                + ".filter(one => one.initiatorType === 'fetch')"
                + ".map(one => one.name.replace(location.origin, ''))"
                + ".filter(one => !['/prism/status'].includes(one));");
  }

  @Test
  void aLinkThatLeadsOutOfItsPathAsksOrthancForNothing() throws Exception {
    for (String view : List.of("generate", "study")) {
      for (String part :
          List.of(
              "..%2F..%2Ftools%2Freset%3F",
              "..%2f..%2ftools%2freset%23",
              "%2E%2E%2F%2E%2E%2Ftools%2Fshutdown%3F",
              "..%5C..%5Ctools%5Creset%3F",
              ID + "%2F..%2F..%2Ftools%2Freset%3F",
              ID + "%3Fa",
              ID.toUpperCase(java.util.Locale.ROOT),
              "..",
              ".",
              "%252e%252e",
              "%00",
              "__proto__")) {
        browser.visit("/prism/app/index.html#/" + view + "/" + part);
        browser.awaitText("This address names no study.");
        assertEquals(List.of(), asked(), view + "/" + part);
        assertEquals(0, browser.count("form"), part);
      }
    }
    browser.assertNoConsoleError();
  }

  @Test
  void aViewThatThereIsNotIsTheWorklist() throws Exception {
    for (String view : List.of("constructor", "__proto__", "toString", "..%2F..", "%")) {
      browser.visit("/prism/app/index.html#/" + view);
      browser.element(".view.worklist");
    }
    assertTrue(browser.text().contains("Worklist"));
    browser.assertNoConsoleError();
  }

  @Test
  void theHelperTakesNothingThatLeadsOutOfAPath() {
    assertEquals(
        List.of(),
        browser.run(
            "return import('/prism/app/address.js').then(({ at, isIdentifier }) =>"
                + " ['', '.', '..', '../x', 'a/b', 'a\\\\b', 'a?b', 'a#b', 'a%2Fb', 'a b', null,"
                + " undefined, {}, 'ä', 'a\\n'].filter(part => { try { at`studies/${part}/x`;"
                + " return true; } catch { return isIdentifier(part); } }));"));
  }
}
