// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of who may call what holds every route once, and no other. */
class DocumentedRoutesTest {

  private static final Pattern ROUTE = Pattern.compile("`((?:GET|POST) /prism/[^`]*)`");

  private static Set<String> described() throws Exception {
    Set<String> routes = new TreeSet<>();
    try (InputStream in = PrismRoutes.class.getResourceAsStream("openapi.json");
        JsonReader reader = Json.createReader(Objects.requireNonNull(in))) {
      reader
          .readObject()
          .getJsonObject("paths")
          .forEach(
              (path, methods) ->
                  methods
                      .asJsonObject()
                      .keySet()
                      .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path)));
    }
    return routes;
  }

  @Test
  void administratorsAreToldOfEachRouteForWhomItIs() throws Exception {
    String text = Files.readString(Path.of("../docs/administrator.md"));
    int from = text.indexOf("## Who may call what");
    Set<String> told = new TreeSet<>();
    Matcher route = ROUTE.matcher(text.substring(from, text.indexOf("\n## ", from + 1)));
    while (route.find()) {
      assertTrue(told.add(route.group(1)), route.group(1) + " is in two rows");
    }
    assertEquals(described(), told);
  }
}
