// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * An Orthanc's REST API as a client outside of it sees it: what the command shows and the tests
 * assert is what any user of that Orthanc would get.
 */
public final class RestApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI address;
  private final Optional<Credentials> credentials;

  public RestApi(URI address, Optional<Credentials> credentials) {
    this.address = address;
    this.credentials = credentials;
  }

  /** Whether a GET of the path is answered with 200. */
  public boolean answers(String path) {
    try {
      return status(path) == 200;
    } catch (ServerException e) {
      return false;
    }
  }

  /** The HTTP status of a GET. */
  public int status(String path) throws ServerException {
    return send("GET", path, new byte[0]).statusCode();
  }

  /** The body of a GET that must succeed. */
  public byte[] get(String path) throws ServerException {
    return body("GET", path, send("GET", path, new byte[0]));
  }

  /** The JSON that a GET answers. */
  public JsonValue json(String path) throws ServerException {
    return parse(get(path));
  }

  /** The JSON that a POST answers. */
  public JsonValue post(String path, byte[] content) throws ServerException {
    return parse(body("POST", path, send("POST", path, content)));
  }

  /** Whatever is answered to a request with a body of some content type. */
  public HttpResponse<byte[]> answer(String method, String path, String contentType, byte[] content)
      throws ServerException {
    return send(method, path, content, Optional.of(contentType));
  }

  /** The JSON that a POST of JSON answers, which may be that it was taken on (202). */
  public JsonObject postJson(String path, JsonObject content) throws ServerException {
    byte[] body = content.toString().getBytes(StandardCharsets.UTF_8);
    HttpResponse<byte[]> response = answer("POST", path, "application/json", body);
    if (response.statusCode() != 200 && response.statusCode() != 202) {
      throw new ServerException(
          "Orthanc answers "
              + response.statusCode()
              + " to POST "
              + path
              + ": "
              + new String(response.body(), StandardCharsets.UTF_8));
    }
    return parse(response.body()).asJsonObject();
  }

  /** A PUT that must succeed. */
  public void put(String path, byte[] content) throws ServerException {
    body("PUT", path, send("PUT", path, content));
  }

  /** A DELETE that must succeed. */
  public void delete(String path) throws ServerException {
    body("DELETE", path, send("DELETE", path, new byte[0]));
  }

  private static JsonValue parse(byte[] json) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(json))) {
      return reader.readValue();
    }
  }

  private static byte[] body(String method, String path, HttpResponse<byte[]> response)
      throws ServerException {
    if (response.statusCode() != 200) {
      throw new ServerException(
          "Orthanc answers " + response.statusCode() + " to " + method + " " + path);
    }
    return response.body();
  }

  private HttpResponse<byte[]> send(String method, String path, byte[] content)
      throws ServerException {
    return send(method, path, content, Optional.empty());
  }

  private HttpResponse<byte[]> send(
      String method, String path, byte[] content, Optional<String> contentType)
      throws ServerException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(TIMEOUT)
            .method(
                method,
                content.length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(content));
    contentType.ifPresent(type -> request.header("Content-Type", type));
    credentials.ifPresent(one -> request.header("Authorization", one.basic()));
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new ServerException("Orthanc does not answer " + method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for " + method + " " + path, e);
    }
  }
}
