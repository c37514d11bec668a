// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.models.film.Film;

/** A service on this machine that answers as each test wants. */
class HttpModelTest {

  private static final String TOKEN = "a-token-that-nobody-may-see";

  /** A status with a body. */
  private record Answer(int status, String body) {}

  @TempDir private Path folder;
  private final List<HttpExchange> received = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  /** The answer to the first, the second, and so on. */
  private IntFunction<Answer> answers = number -> probability("0.25");

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/predict", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private static Answer probability(String number) {
    return new Answer(200, "{\"findings\": [{\"p\": " + number + "}]}");
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.setAttribute("body", exchange.getRequestBody().readAllBytes());
      received.add(exchange);
      Answer answer = answers.apply(received.size() - 1);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Location", "/elsewhere");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Path settings(String more) throws IOException {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/predict";
    return Files.writeString(
        folder.resolve("service.json"),
        "{\"url\": \""
            + url
            + "\", \"post\": \"png\", \"probabilities\": {\"Edema\": \"/findings/0/p\"},"
            + " \"pauseMilliseconds\": 0"
            + more
            + "}");
  }

  private static Film grey(float luminance) {
    float[] values = new float[16 * 16];
    Arrays.fill(values, luminance);
    return new Film(16, 16, values);
  }

  private List<Map<String, Double>> ask(String more, Film... films) throws Exception {
    try (AuditedModel model =
        new ModelAddress("service", settings(more).toString()).open(List.of())) {
      return model.ask(List.of(films));
    }
  }

  private void assertFails(String why, String more) {
    ModelException failed = assertThrows(ModelException.class, () -> ask(more, grey(0.5f)));
    assertTrue(String.valueOf(failed.getMessage()).contains(why), failed::toString);
  }

  @Test
  void theAnswersAreThoseOfTheFilmsInOrderHoweverManyArePostedAtOnce() throws Exception {
    byte[] dark = FilmFormat.PNG.bytes(grey(0));
    answers =
        number ->
            probability(
                Arrays.equals(dark, (byte[]) received.get(number).getAttribute("body"))
                    ? "0.1"
                    : "0.9");
    assertEquals(
        List.of(Map.of("Edema", 0.1), Map.of("Edema", 0.9), Map.of("Edema", 0.1)),
        ask("", grey(0), grey(1), grey(0)));
    received.clear();
    assertEquals(3, ask(", \"atOnce\": 3", grey(0.2f), grey(0.3f), grey(0.4f)).size());
    assertEquals("image/png", received.get(0).getRequestHeaders().getFirst("Content-Type"));
    assertFalse(received.get(0).getRequestHeaders().containsKey("Authorization"));
  }

  @Test
  void aFaultThatPassesIsRetried() throws Exception {
    answers = number -> number < 2 ? new Answer(503, "busy") : probability("0.25");
    assertEquals(List.of(Map.of("Edema", 0.25)), ask("", grey(0.5f)));
    assertEquals(3, received.size());
  }

  @Test
  void aFaultThatDoesNotPassIsToldAfterTheRetries() {
    answers = number -> new Answer(500, "broken");
    assertFails("status 500, asked 2 times", ", \"retries\": 1");
    assertEquals(2, received.size());
  }

  @Test
  void aRefusalIsNotRetriedAndARedirectionNotFollowed() {
    answers = number -> new Answer(403, "no");
    assertFails("status 403", "");
    answers = number -> new Answer(307, "there");
    assertFails("status 307", "");
    assertEquals(2, received.size());
  }

  @Test
  void aServiceThatHangsIsNotWaitedForAnyLonger() {
    answers =
        number -> {
          awaitEnd();
          return probability("0.25");
        };
    assertFails("did not answer within 1 s", ", \"retries\": 0, \"timeoutSeconds\": 1");
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anAnswerThatHasNoProbabilityIsRefused() {
    for (String[] wrong :
        new String[][] {
          {"{\"findings\": [{\"p\": NaN}]}", "no JSON"},
          {"{\"findings\": [{\"p\": \"high\"}]}", "no number at /findings/0/p for Edema"},
          {"{\"findings\": []}", "no number at"},
          {"{\"findings\": [{\"p\": 1.5}]}", "1.5 as the probability"},
          {"<html>", "no JSON"},
          {" ".repeat(2_000_000), "longer than"},
        }) {
      answers = number -> new Answer(200, wrong[0]);
      assertFails(wrong[1], ", \"retries\": 0");
    }
  }

  @Test
  void theTokenIsSentAndStandsInNoWordsAboutTheModel() throws Exception {
    Files.writeString(folder.resolve("token"), TOKEN + "\n");
    assertEquals(1, ask(", \"tokenFile\": \"token\"", grey(0.5f)).size());
    assertEquals("Bearer " + TOKEN, received.get(0).getRequestHeaders().getFirst("Authorization"));
    HttpSettings settings = HttpSettings.read(settings(", \"tokenFile\": \"token\""), List.of());
    assertFalse(settings.toString().contains(TOKEN));
    answers = number -> new Answer(401, TOKEN);
    ModelException failed =
        assertThrows(ModelException.class, () -> ask(", \"tokenFile\": \"token\"", grey(0.5f)));
    assertFalse(failed.toString().contains(TOKEN), failed::toString);
  }

  @Test
  void anotherAddressOrPlaceOfAProbabilityIsAnotherModelAndAnotherTimeoutIsNot() throws Exception {
    String digest = digest("");
    assertEquals(digest, digest(", \"retries\": 7"));
    Path file = settings("");
    Files.writeString(file, Files.readString(file).replace("/findings/0/p", "/findings/1/p"));
    assertFalse(digest.equals(HttpSettings.read(file, List.of()).digest()));
  }

  private String digest(String more) throws Exception {
    return HttpSettings.read(settings(more), List.of()).digest();
  }

  @Test
  void aServiceThatIsNotThereIsTold() throws Exception {
    server.stop(0);
    assertFails("can't be reached", ", \"retries\": 0");
  }
}
