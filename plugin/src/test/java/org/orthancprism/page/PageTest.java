// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.orthancprism.dicom.picture.DivergingColours;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

class PageTest {

  private static final String EXPLORER = "explorer.js";

  private final Page page = new Page();

  private RestAnswer get(String path) {
    return page.answer(RestRequest.get(path));
  }

  /** Every file that lies among the resources, by its path below the page. */
  private static List<String> files() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(Page.class.getResource("index.html")).toURI()).getParent();
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.matches(".*\\.(html|css|js|svg)"))
          .toList();
    }
  }

  private static String text(String path) {
    return PageFile.read(path).text();
  }

  @Test
  void everyFileOfThePageIsServedWithItsMediaType() throws Exception {
    Map<String, String> types =
        Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");
    assertTrue(files().size() > 15, files()::toString);
    for (String path : files()) {
      if (!path.equals(EXPLORER)) {
        RestAnswer answer = get("/prism/app/" + path);
        assertEquals(200, answer.status(), path);
        assertEquals(types.get(path.replaceFirst(".*\\.", "")), answer.mediaType());
        assertEquals(text(path), answer.body());
      }
    }
  }

  @Test
  void theAddressLeadsToTheFirstFileWhetherItEndsWithASlashOrNot() {
    // Orthanc takes a slash at the end away: the browser resolves either way.
    assertEquals("index.html", get("/prism/app").headers().get("Location"));
    assertEquals("app/index.html", get("/prism/index.html").headers().get("Location"));
  }

  @Test
  void whatIsNotOfThePageIsNotFound() {
    for (String path :
        List.of("../plugin/openapi.json", "views/", "PageFile.class", "%2e%2e/x", EXPLORER)) {
      assertEquals(404, get("/prism/app/" + path).status(), path);
    }
    RestRequest post =
        new RestRequest("POST", "/prism/app/index.html", Map.of(), Map.of(), new byte[0]);
    assertEquals(405, page.answer(post).status());
  }

  @Test
  void aBrowserThatHasAFileAlreadyIsSpokenToBriefly() {
    String tag = get("/prism/app/main.js").headers().get("ETag");
    RestAnswer again =
        page.answer(
            new RestRequest(
                "GET",
                "/prism/app/main.js",
                Map.of(),
                Map.of("if-none-match", Objects.requireNonNull(tag)),
                new byte[0]));
    assertEquals(304, again.status());
    assertEquals("", again.body());
    assertEquals(tag, again.headers().get("ETag"));
  }

  @Test
  void nothingComesFromAnotherHostAndNoScriptStandsInThePage() throws Exception {
    String policy =
        Objects.requireNonNull(
            get("/prism/app/index.html").headers().get("Content-Security-Policy"));
    assertTrue(policy.startsWith("default-src 'none'; script-src 'self'; style-src 'self';"));
    assertTrue(!policy.contains("unsafe") && !policy.contains("http"), policy);
    Pattern elsewhere = Pattern.compile("https?://(?!www\\.w3\\.org/2000/svg)|[\"'(]//[a-z]");
    for (String path : files()) {
      assertTrue(!elsewhere.matcher(text(path)).find(), path);
    }
    assertTrue(!text("index.html").matches("(?s).*<script[^>]*>[^<].*"));
  }

  /**
   * As in the heat map that an audit writes; the strongest step is light enough for its figures.
   */
  @Test
  void theHeatMapHasTheColoursOfAudits() {
    String style = text("style.css");
    for (int step = 1; step <= 5; step++) {
      for (int sign : new int[] {-1, 1}) {
        String rule =
            ".%s%d { background: #%06x; }"
                .formatted(
                    sign < 0 ? "less" : "more", step, DivergingColours.rgb(sign * 0.16 * step));
        assertTrue(style.contains(rule), rule);
      }
    }
  }

  @Test
  void noScriptWritesMarkup() throws Exception {
    Pattern markup =
        Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|eval\\(|\\.html\\(");
    for (String path : files()) {
      assertTrue(!markup.matcher(text(path)).find(), path);
    }
  }

  /** Where a script builds an address out of what it was told, each part is checked on the way. */
  @Test
  void everyAddressIsBuiltByTheHelperThatChecksItsParts() throws Exception {
    Pattern unchecked = Pattern.compile("(?<!\\bat)`([^`]*/[^`]*#[^`]*|[^`]*#[^`]*/[^`]*)`");
    List<String> found = new ArrayList<>();
    for (String path : files()) {
      for (String line : text(path).lines().toList()) {
        // What is put in stands as a number sign, whatever it is computed by.
        Matcher matcher =
            unchecked.matcher(line.replace("#", "").replaceAll("\\$\\{[^}]*\\}", "#"));
        if (matcher.find()) {
          found.add(path + ": " + line.strip());
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void everyTextThatAScriptAsksForIsThere() throws Exception {
    Set<String> known = new TreeSet<>(texts());
    Set<String> missing = new TreeSet<>();
    for (String path : files()) {
      for (String key : found(path, "\\bt\\(\\s*'([^']+)'")) {
        if (!known.contains(key)) {
          missing.add(path + ": " + key);
        }
      }
    }
    assertTrue(known.size() > 100);
    assertEquals(Set.of(), missing);
  }

  /** One would take the other's place, as the files of all views are put together. */
  @Test
  void noTwoTextsHaveTheSameKey() throws Exception {
    List<String> texts = texts();
    List<String> twice = new ArrayList<>(texts);
    Set.copyOf(texts).forEach(twice::remove);
    assertEquals(List.of(), twice);
  }

  /** The keys of all texts. */
  private static List<String> texts() throws Exception {
    List<String> keys = new ArrayList<>();
    for (String path : files()) {
      if (path.startsWith("texts/")) {
        keys.addAll(all(path, "(?m)^  '?([a-z][A-Za-z0-9.-]*)'?:"));
        assertTrue(text("texts.js").contains("from './" + path + "'"), path);
      }
    }
    return keys;
  }

  private static Set<String> found(String path, String expression) {
    return new TreeSet<>(all(path, expression));
  }

  private static List<String> all(String path, String expression) {
    return Pattern.compile(expression)
        .matcher(text(path))
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  @Test
  void everyModuleThatIsImportedIsThere() throws Exception {
    List<String> files = files();
    List<String> missing = new ArrayList<>();
    for (String path : files) {
      for (String module : found(path, "(?:from|import\\() ?'(\\.[^']+)'")) {
        Path resolved = Path.of("/" + path).resolveSibling(module).normalize();
        if (!files.contains(resolved.toString().substring(1))) {
          missing.add(path + ": " + module);
        }
      }
    }
    assertEquals(List.of(), missing);
  }
}
