// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.orthancprism.rest.RestAnswer;
import org.orthancprism.rest.RestRequest;

/**
 * The page at {@code /prism/app/}. It is made of the files named here and of nothing else, so that
 * no path leads out of it, and it may load nothing from anywhere else (Content Security Policy,
 * level 3).
 */
public final class Page {

  /** Where the page is. */
  public static final String ADDRESS = "/prism/app/";

  private static final String FIRST = "index.html";
  private static final String BARE = "/prism/app";
  private static final String BESIDE = "/prism/" + FIRST;

  private static final List<String> FILES =
      List.of(
          FIRST,
          "style.css",
          "table.js",
          "icon.svg",
          "main.js",
          "address.js",
          "api.js",
          "dom.js",
          "format.js",
          "poll.js",
          "tasks.js",
          "texts.js",
          "texts/administration.js",
          "texts/common.js",
          "texts/effects.js",
          "texts/generate.js",
          "texts/readings.js",
          "texts/study.js",
          "texts/worklist.js",
          "film/film.js",
          "film/label.js",
          "film/outlines.js",
          "film/pane.js",
          "film/render.js",
          "film/report.js",
          "film/shade.js",
          "film/stage.js",
          "film/study.js",
          "views/acceptance.js",
          "views/administration.js",
          "views/blinded-image.js",
          "views/edit-facts.js",
          "views/effects.js",
          "views/generate.js",
          "views/readings.js",
          "views/recall.js",
          "views/region.js",
          "views/study.js",
          "views/verdict.js",
          "views/viewer.js",
          "views/worklist.js");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "same-origin",
          // Kept, but asked about each time: a new version of the plugin shows at once.
          "Cache-Control",
          "no-cache");

  private final Map<String, PageFile> files = new LinkedHashMap<>();

  /** Reads all files out of the plugin's jar. */
  public Page() {
    for (String path : FILES) {
      files.put(path, PageFile.read(path));
    }
  }

  /** A script for Orthanc Explorer's own pages: buttons that lead from a study or series here. */
  public static String explorerButtons() {
    return PageFile.read("explorer.js").text();
  }

  /** Whether a request is for the page, whatever it may find there. */
  public static boolean has(RestRequest request) {
    String path = request.path();
    return path.startsWith(ADDRESS) || path.equals(BARE) || path.equals(BESIDE);
  }

  /**
   * The file that a request is for; 304 where the browser has it already.
   *
   * <p>Orthanc does not say whether an address ended with a slash, so that relative ones lead
   * either into the folder or beside it; both ways lead on to the first file.
   */
  public RestAnswer answer(RestRequest request) {
    if (!request.method().equals("GET")) {
      return RestAnswer.methodNotAllowed(List.of("GET"));
    }
    if (request.path().equals(BARE)) {
      return RestAnswer.redirect(FIRST);
    }
    if (request.path().equals(BESIDE)) {
      return RestAnswer.redirect("app/" + FIRST);
    }
    return file(request, request.path().substring(ADDRESS.length()));
  }

  private RestAnswer file(RestRequest request, String path) {
    PageFile file = files.get(path);
    if (file == null) {
      return RestAnswer.problem(404, "Not found", "The page begins at " + ADDRESS + ".");
    }
    Map<String, String> headers = new LinkedHashMap<>(HEADERS);
    headers.put("ETag", file.entityTag());
    boolean known = request.header("If-None-Match").orElse("").contains(file.entityTag());
    return (known ? RestAnswer.notModified() : RestAnswer.text(file.mediaType(), file.text()))
        .with(headers);
  }
}
