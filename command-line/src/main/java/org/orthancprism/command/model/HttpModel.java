// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.model;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonPointer;
import jakarta.json.JsonReader;
import jakarta.json.JsonStructure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.orthancprism.models.film.Film;
import org.orthancprism.orthanc.TrustedCertificates;
import org.orthancprism.supervision.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model behind an HTTP service, which answers the post of a film with JSON. A redirection is not
 * followed: films and token go nowhere but to the address that was given.
 */
final class HttpModel implements AuditedModel {

  private static final Logger LOG = LoggerFactory.getLogger(HttpModel.class);

  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpSettings settings;
  private final HttpClient client;
  private final ExecutorService posting;

  private HttpModel(HttpSettings settings, HttpClient client) {
    this.settings = settings;
    this.client = client;
    this.posting = Executors.newFixedThreadPool(settings.atOnce(), new DaemonThreads("model"));
  }

  /** Opens it; the service hears nothing yet. */
  static AuditedModel open(HttpSettings settings) throws ModelException {
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .connectTimeout(settings.timeout())
            .followRedirects(HttpClient.Redirect.NEVER);
    if (settings.certificates().isPresent()) {
      try {
        client.sslContext(TrustedCertificates.context(settings.certificates().get()));
      } catch (IOException e) {
        throw new ModelException("caFile can't be used: " + e.getMessage(), e);
      }
    }
    return new HttpModel(settings, client.build());
  }

  @Override
  public String digest() {
    return settings.digest();
  }

  @Override
  public String address() {
    return settings.address();
  }

  @Override
  public List<Map<String, Double>> ask(List<Film> films) throws ModelException {
    List<Future<Map<String, Double>>> posted =
        films.stream().map(film -> posting.submit(() -> answer(film))).toList();
    List<Map<String, Double>> answers = new ArrayList<>();
    try {
      for (Future<Map<String, Double>> one : posted) {
        answers.add(one.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelException known) {
        throw known;
      }
      throw new ModelException("posting failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelException("it was interrupted", e);
    } finally {
      posted.forEach(one -> one.cancel(true));
    }
  }

  /** Posts a film until there is an answer that will not get better. */
  private Map<String, Double> answer(Film film) throws ModelException, InterruptedException {
    byte[] file = settings.post().bytes(film);
    for (int attempt = 0; true; attempt++) {
      String fault;
      try {
        HttpResponse<byte[]> response = post(file);
        if (response.statusCode() / 100 == 2) {
          return probabilities(response.body());
        }
        fault = "it answered with status " + response.statusCode();
        if (!mayPass(response.statusCode())) {
          throw new ModelException(fault);
        }
      } catch (TimeoutException e) {
        fault = "it did not answer within " + settings.timeout().toSeconds() + " s";
      } catch (ExecutionException e) {
        fault = "it can't be reached: " + e.getCause();
      }
      if (attempt == settings.retries()) {
        throw new ModelException(
            fault + (attempt == 0 ? "" : ", asked " + (attempt + 1) + " times"));
      }
      LOG.debug("{}: {}; it is asked again", settings.address(), fault);
      TimeUnit.MILLISECONDS.sleep(settings.pauses().wait(attempt + 1).toMillis());
    }
  }

  private static boolean mayPass(int status) {
    return status / 100 == 5 || status == TOO_MANY_REQUESTS;
  }

  private HttpResponse<byte[]> post(byte[] file)
      throws InterruptedException, ExecutionException, TimeoutException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.url())
            .header("Content-Type", settings.post().mediaType())
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(file));
    settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    CompletableFuture<HttpResponse<byte[]>> response =
        client.sendAsync(request.build(), info -> new LimitedBody());
    try {
      return response.get(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      response.cancel(true);
    }
  }

  private Map<String, Double> probabilities(byte[] body) throws ModelException {
    List<String> labels = List.copyOf(settings.probabilities().keySet());
    double[] values = new double[labels.size()];
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      JsonStructure answer = reader.read();
      for (int i = 0; i < values.length; i++) {
        values[i] = value(answer, labels.get(i));
      }
    } catch (JsonException e) {
      throw new ModelException("its answer is no JSON (" + e.getMessage() + ")", e);
    }
    return new OutputLabels(labels).named(values);
  }

  private double value(JsonStructure answer, String label) throws ModelException {
    JsonPointer pointer = Objects.requireNonNull(settings.probabilities().get(label), label);
    String missing = "its answer has no number at " + pointer + " for " + label;
    try {
      if (pointer.getValue(answer) instanceof JsonNumber number) {
        return number.doubleValue();
      }
    } catch (JsonException e) {
      throw new ModelException(missing, e);
    }
    throw new ModelException(missing);
  }

  @Override
  public void close() {
    posting.shutdownNow();
  }
}
