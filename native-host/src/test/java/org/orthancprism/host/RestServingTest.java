// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.host.plugins.RoutingPlugin;

/** REST requests from a client over a real Orthanc to a plugin, and back. */
class RestServingTest {
  @TempDir static Path folder;
  private static RunningOrthanc orthanc;

  @BeforeAll
  static void start() throws Exception {
    orthanc = RunningOrthanc.withPlugin(folder, RoutingPlugin.class.getName());
  }

  @AfterAll
  static void stop() {
    orthanc.close();
  }

  /** Orthanc 1.10.1 decodes the path and hands parameters out as they stand in the request. */
  @Test
  void aGetRequestArrivesWithItsPathGroupsHeadersAndParameters() throws Exception {
    String answer =
        orthanc.getText(
            "/test/describe/a%20b/%F0%9F%A9%BB?name=R%C3%B6ntgen&view=PA&empty=",
            "X-Test", "film 7");

    assertEquals(
        """
        method GET
        uri /test/describe/a b/🩻
        groups describe and a b/🩻
        header film 7
        parameters {empty=, name=R%C3%B6ntgen, view=PA}
        body 0""",
        answer);
  }

  @Test
  void postAndPutArriveWithTheirBody() throws Exception {
    for (String method : List.of("POST", "PUT")) {
      String answer =
          new String(
              orthanc.send(method, "/test/describe/x", "Müller^Zoë 🩻".getBytes(UTF_8)).body(),
              UTF_8);

      assertTrue(answer.startsWith("method " + method + "\n"), answer);
      assertTrue(answer.endsWith("body " + "Müller^Zoë 🩻".getBytes(UTF_8).length), answer);
    }
  }

  @Test
  void deleteArrivesWithoutBody() throws Exception {
    String answer = new String(orthanc.send("DELETE", "/test/describe/x", null).body(), UTF_8);

    assertTrue(answer.startsWith("method DELETE\n"), answer);
    assertTrue(answer.endsWith("body 0"), answer);
  }

  @Test
  void textOutsideTheBasicMultilingualPlaneComesBackUnchanged() throws Exception {
    byte[] name = "Patient 🩻👩🏽‍⚕️ 漢字".getBytes(UTF_8);

    assertArrayEquals(name, orthanc.send("POST", "/test/echo/name", name).body());
  }

  @Test
  void bodiesKeepTheirZeros() throws Exception {
    byte[] body = {0, 1, 0, 0, -1, 127, -128, 0};

    assertArrayEquals(body, orthanc.send("PUT", "/test/echo/x", body).body());
  }

  @Test
  void aBodyOfFiveMegabytesComesBackUnchanged() throws Exception {
    byte[] film = new byte[5 << 20];
    new Random(1).nextBytes(film);

    assertArrayEquals(film, orthanc.send("POST", "/test/echo/film", film).body());
  }

  @Test
  void emptyBodiesStayEmpty() throws Exception {
    assertEquals(0, orthanc.send("POST", "/test/echo/x", new byte[0]).body().length);
    assertEquals(0, orthanc.get("/test/empty/x").body().length);
    assertEquals(200, orthanc.get("/test/empty/x").statusCode());
  }

  @Test
  void thePluginChoosesStatusAndBody() throws Exception {
    HttpResponse<byte[]> answer =
        orthanc.send("POST", "/test/status/409", "busy 🩻".getBytes(UTF_8));

    assertEquals(409, answer.statusCode());
    assertEquals("busy 🩻", new String(answer.body(), UTF_8));
    assertEquals(404, orthanc.get("/test/code/404").statusCode());
  }

  @Test
  void thePluginRefusesMethodsAndAsksForCredentials() throws Exception {
    HttpResponse<byte[]> refused = orthanc.get("/test/methods/x");
    HttpResponse<byte[]> asked = orthanc.get("/test/credentials/x");

    assertEquals(405, refused.statusCode());
    assertEquals("GET,PUT", refused.headers().firstValue("Allow").orElseThrow());
    assertEquals(401, asked.statusCode());
    assertTrue(asked.headers().firstValue("WWW-Authenticate").orElseThrow().contains("films"));
  }

  @Test
  void thePluginRedirects() throws Exception {
    HttpResponse<byte[]> answer = orthanc.get("/test/elsewhere/x");

    assertTrue(answer.statusCode() / 100 == 3, "" + answer.statusCode());
    assertEquals("../../system", answer.headers().firstValue("Location").orElseThrow());
  }

  @Test
  void thePluginSetsHeaders() throws Exception {
    HttpResponse<byte[]> answer = orthanc.get("/test/header/chest-7");

    assertEquals("chest-7", answer.headers().firstValue("X-Film").orElseThrow());
  }

  @Test
  void anExceptionBecomesStatus500AndOneLineAndOrthancGoesOn() throws Exception {
    HttpResponse<byte[]> answer = orthanc.get("/test/throw/x");

    assertEquals(500, answer.statusCode());
    assertEquals(
        1,
        orthanc
            .awaitErrors(
                "the callback of the REST request GET /test/throw/x failed:"
                    + " java.lang.IllegalStateException: broken on | purpose 💥")
            .size(),
        () -> "" + orthanc.log("Prism host"));
    orthanc.awaitLog("at org.orthancprism.host.plugins.RoutingPlugin.route");
    assertTrue(orthanc.answers());
  }

  @Test
  void aStackOverflowBecomesStatus500AndOrthancGoesOn() throws Exception {
    assertEquals(500, orthanc.get("/test/overflow/x").statusCode());
    assertEquals(
        "ok", new String(orthanc.send("POST", "/test/echo/x", "ok".getBytes(UTF_8)).body(), UTF_8));
  }

  @Test
  void anExceptionAfterTheAnswerLeavesTheAnswerAndOrthancAsTheyAre() throws Exception {
    assertEquals("first", orthanc.getText("/test/afteranswer/x"));
    orthanc.awaitLog("broken after the answer");
    assertTrue(orthanc.answers());
  }

  @Test
  void aHandlerThatDoesNotAnswerBecomesStatus500() throws Exception {
    assertEquals(500, orthanc.get("/test/silent/x").statusCode());
    assertEquals(1, orthanc.awaitErrors("GET /test/silent/x failed").size());
  }

  @Test
  void anOutputIsOfNoUseAfterTheRequest() throws Exception {
    orthanc.get("/test/keep/x");

    assertTrue(
        orthanc.getText("/test/late/x").startsWith("OrthancException: This request is over"));
  }

  @Test
  void sixteenRequestsAreServedAtATimeOnThreadsOfJava() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(orthanc.sendLater("GET", "/test/together/x", null));
    }

    Set<String> threads = new HashSet<>();
    for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
      threads.add(new String(answer.get().body(), UTF_8));
    }
    assertEquals(16, threads.size(), () -> "" + threads);
    assertTrue(
        threads.stream().allMatch(name -> name.startsWith("orthanc-rest-")), () -> "" + threads);
  }

  @Test
  void fiftyRequestsAtATimeGetEachItsOwnAnswer() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      answers.add(orthanc.sendLater("POST", "/test/echo/x", ("film " + i).getBytes(UTF_8)));
    }

    for (int i = 0; i < 50; i++) {
      assertEquals("film " + i, new String(answers.get(i).get().body(), UTF_8));
    }
  }

  @Test
  void aRequestMayAskForAnotherPathOfThePlugin() throws Exception {
    String answer = orthanc.getText("/test/nested/nested/nested/describe/x");

    assertTrue(answer.contains("uri /test/describe/x"), answer);
  }

  @Test
  void nestedRequestsNeedNoFurtherThreads() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      answers.add(orthanc.sendLater("GET", "/test/nestedtogether/describe/" + i, null));
    }

    for (int i = 0; i < 16; i++) {
      String answer = new String(answers.get(i).get().body(), UTF_8);
      assertTrue(answer.contains("uri /test/describe/" + i), answer);
    }
  }

  @Test
  void anExceptionInANestedRequestReachesTheOuterOneAsOrthancException() throws Exception {
    assertEquals(500, orthanc.get("/test/nested/throw/inner").statusCode());
    assertEquals(
        1,
        orthanc
            .awaitErrors(
                "GET /test/nested/throw/inner failed: be.uclouvain.orthanc.OrthancException")
            .size());
  }
}
