// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.server.ServerSettings;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Each recipe of docs/routing.md, as it is written there, in an Orthanc that forwards to a second:
 * that gets the films and no synthetic object.
 */
class RoutingTest {

  private static final Path PYTHON = Path.of("/usr/share/orthanc/plugins/libOrthancPython.so");

  @TempDir private Path folder;

  /** The recipe that begins with a comment. */
  private static String recipe(String language, String comment) throws Exception {
    String text = Files.readString(Checkout.ROOT.resolve("docs/routing.md"));
    Matcher found = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(text);
    while (found.find()) {
      if (found.group(1).contains(comment)) {
        return found.group(1);
      }
    }
    throw new AssertionError("docs/routing.md has no recipe: " + comment);
  }

  private static TestFilm film(long seed) {
    return TestFilm.ofSeed(seed)
        .with(builder -> builder.set(Tag.MANUFACTURER, "A vendor of detectors"));
  }

  private OrthancServer start(String name, JsonObject sections, List<Path> plugins)
      throws ServerException {
    return OrthancServer.start(
        ServerSettings.plain(folder.resolve(name), plugins, sections)
            .withStableAge(Duration.ofSeconds(1)));
  }

  private static JsonObject modality(OrthancServer receiver) {
    return Json.createObjectBuilder()
        .add(
            "PACS",
            Json.createArrayBuilder()
                .add(OrthancServer.AE_TITLE)
                .add("127.0.0.1")
                .add(receiver.dicomPort()))
        .build();
  }

  private JsonObject lua(String recipe) throws Exception {
    Path script = Files.writeString(folder.resolve("rules.lua"), recipe);
    return Json.createObjectBuilder()
        .add("LuaScripts", Json.createArrayBuilder().add(script.toString()))
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "Sends each film and no result.,false",
    "Sends the series of films of each study,false",
    "Sends whole studies but for those of results.,true"
  })
  void aRuleInLuaForwardsFilmsAndNoResult(String comment, boolean apart) throws Exception {
    String written =
        comment.replace("film and", "film, and").replace("studies but", "studies, but");
    try (OrthancServer pacs = start("pacs", JsonObject.EMPTY_JSON_OBJECT, List.of());
        OrthancServer router =
            start(
                "router",
                Json.createObjectBuilder(lua(recipe("lua", written)))
                    .add("DicomModalities", modality(pacs))
                    .build(),
                List.of())) {
      assertForwardsFilmsAlone(router, pacs, apart);
    }
  }

  @Test
  void aRuleInPythonForwardsFilmsAndNoResult() throws Exception {
    Path script =
        Files.writeString(
            folder.resolve("rules.py"), recipe("python", "Sends the series of films"));
    try (OrthancServer pacs = start("pacs", JsonObject.EMPTY_JSON_OBJECT, List.of());
        OrthancServer router =
            start(
                "router",
                Json.createObjectBuilder()
                    .add("PythonScript", script.toString())
                    .add("DicomModalities", modality(pacs))
                    .build(),
                List.of(PYTHON))) {
      assertForwardsFilmsAlone(router, pacs, false);
    }
  }

  @Test
  void aReceiverRefusesResultsWhoeverSendsThem() throws Exception {
    try (OrthancServer pacs = start("pacs", lua(recipe("lua", "Stores no result.")), List.of())) {
      TestFilm film = film(2203);
      for (DicomObject object : MadeResults.of(film.object()).values()) {
        pacs.api().post("/instances", new Part10Codec().write(object));
      }
      pacs.api().post("/instances", film.bytes());
      assertEquals(Set.of(film.sopInstanceUid()), Archive.uids(pacs));
    }
  }

  /** Results come first, so that they are forwarded first where they are. */
  private static void assertForwardsFilmsAlone(
      OrthancServer router, OrthancServer pacs, boolean apart) throws Exception {
    TestFilm first = film(2201);
    TestFilm second = film(2202);
    Collection<DicomObject> results =
        (apart ? MadeResults.apart(first.object()) : MadeResults.of(first.object())).values();
    for (DicomObject result : results) {
      router.api().post("/instances", new Part10Codec().write(result));
    }
    router.api().post("/instances", first.bytes());
    awaitStable(router, apart ? 2 : 1);
    router.api().post("/instances", second.bytes());
    assertEquals(results.size() + 2, Archive.uids(router).size());
    Set<String> films = Set.of(first.sopInstanceUid(), second.sopInstanceUid());
    assertTrue(Await.until(Pacs.PATIENCE, () -> holdsAll(pacs, films)), "the films are forwarded");
    awaitStable(router, apart ? 3 : 2);
    assertTrue(Await.until(Pacs.PATIENCE, () -> isIdle(router)), "all jobs have ended");
    assertEquals(films, Archive.uids(pacs), "no synthetic object among them");
  }

  private static void awaitStable(OrthancServer server, int studies) {
    boolean came =
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                List<JsonObject> held =
                    server
                        .api()
                        .json("/studies?expand")
                        .asJsonArray()
                        .getValuesAs(JsonObject.class);
                return held.size() == studies
                    && held.stream().allMatch(study -> study.getBoolean("IsStable"));
              } catch (ServerException e) {
                return false;
              }
            });
    assertTrue(came, "the studies are stable");
  }

  private static boolean isIdle(OrthancServer server) {
    try {
      return server.api().json("/jobs?expand").asJsonArray().getValuesAs(JsonObject.class).stream()
          .allMatch(job -> job.getString("State").equals("Success"));
    } catch (ServerException e) {
      return false;
    }
  }

  private static boolean holdsAll(OrthancServer server, Set<String> uids) {
    try {
      return Archive.uids(server).containsAll(uids);
    } catch (ServerException e) {
      return false;
    }
  }
}
