// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.orthancprism.command.server.Await;
import org.orthancprism.command.server.ServerException;

/**
 * Many who ask at once, and long lists: studies that arrive meanwhile are worked on all the same.
 */
@ExtendWith(SharedPacs.class)
class LoadTest {

  private static final int READERS = 60;
  private static final int STUDIES = 10_000;

  private static String stored(Pacs pacs, TestFilm film) throws ServerException {
    pacs.post(film.bytes());
    return pacs.studyId(film.studyInstanceUid());
  }

  private static int status(Pacs pacs, String path) {
    try {
      return pacs.server().api().status(path);
    } catch (ServerException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyReadersOfTheEffectsAreAnsweredAndAStudyThatArrivesMeanwhileIsDone(Pacs pacs)
      throws Exception {
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      List<CompletableFuture<Integer>> answers =
          IntStream.range(0, READERS)
              .mapToObj(
                  i -> CompletableFuture.supplyAsync(() -> status(pacs, "/prism/effects"), readers))
              .toList();
      String study = stored(pacs, TestFilm.ofSeed(940));
      assertEquals(200, status(pacs, "/prism/status"));
      for (CompletableFuture<Integer> answer : answers) {
        assertEquals(200, answer.get());
      }
      pacs.awaitDone(study);
    } finally {
      readers.shutdownNow();
    }
  }

  private static JsonObject asked(List<String> studies) {
    JsonArrayBuilder ids = Json.createArrayBuilder(studies);
    return Json.createObjectBuilder().add("studies", ids).build();
  }

  private static HttpResponse<byte[]> backfill(Pacs pacs, List<String> studies) {
    byte[] body = asked(studies).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return pacs.server().api().answer("POST", "/prism/backfill", "application/json", body);
    } catch (ServerException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonObject progress(Pacs pacs) throws ServerException {
    return pacs.server().api().json("/prism/backfill").asJsonObject();
  }

  @Test
  void aLongBackfillIsRefusedAsAWholeOrQueuedAndAStudyThatArrivesMeanwhileIsDone(Pacs pacs)
      throws Exception {
    String past = stored(pacs, TestFilm.ofSeed(941));
    pacs.awaitDone(past);
    long before = progress(pacs).getJsonNumber("studies").longValue();
    List<String> unknown =
        IntStream.range(0, STUDIES - 1)
            .mapToObj(
                i -> String.format(Locale.ROOT, "%08x-00000000-00000000-00000000-00000000", i))
            .toList();
    List<String> all = new ArrayList<>(unknown);
    all.add(past);
    CompletableFuture<HttpResponse<byte[]>> refused =
        CompletableFuture.supplyAsync(() -> backfill(pacs, all));
    String arrived = stored(pacs, TestFilm.ofSeed(942));
    pacs.awaitDone(arrived);
    assertEquals(400, refused.get().statusCode());
    String reason = new String(refused.get().body(), StandardCharsets.UTF_8);
    assertTrue(reason.contains("does not hold " + (STUDIES - 1) + " of these"), reason);
    assertEquals(before, progress(pacs).getJsonNumber("studies").longValue(), "none was queued");

    assertEquals(202, backfill(pacs, List.of(past, arrived)).statusCode());
    assertTrue(
        Await.until(
            Pacs.PATIENCE,
            () -> {
              try {
                return !progress(pacs).getBoolean("runs");
              } catch (ServerException e) {
                return false;
              }
            }));
    JsonObject ended = progress(pacs);
    assertEquals(ended.getJsonNumber("studies"), ended.getJsonNumber("queued"), ended::toString);
    pacs.awaitDone(past);
  }
}
