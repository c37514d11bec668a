// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.packs.hub;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A model hub's API, in the routes that Hugging Face publishes and its mirrors share. The token
 * goes to the hub alone, never to the hosts that it redirects to.
 *
 * @see <a href="https://github.com/huggingface/huggingface_hub">the reference client's routes</a>
 */
public final class HubClient {

  /** Longer than the list of files of any model. */
  private static final int MOST_JSON = 1 << 26;

  private static final int MOST_REDIRECTS = 10;
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  private final HubSettings settings;
  private final HttpClient client;

  public HubClient(HubSettings settings) {
    this.settings = settings;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .proxy(settings.proxies())
            .build();
  }

  /**
   * Asks what a model consists of.
   *
   * @param revision a branch, tag or commit
   * @throws HubException when there is none, or it may not be seen
   * @throws IOException when asking again may help
   */
  HubModel model(ModelName name, String revision)
      throws HubException, IOException, InterruptedException {
    URI address =
        URI.create(
            settings.endpoint()
                + "/api/models/"
                + name
                + "/revision/"
                + encoded(revision)
                + "?blobs=true");
    HttpResponse<TimedBody> response = send(name, address, 0);
    try (TimedBody body = response.body();
        JsonReader reader = Json.createReader(new ByteArrayInputStream(all(body)))) {
      return HubModel.parse(name, reader.readObject());
    } catch (JsonException e) {
      throw new HubException(
          address.getHost()
              + " does not answer as a hub does about "
              + name
              + ": check the address",
          e);
    }
  }

  /**
   * Opens a file of a model.
   *
   * @param from the first byte that is wanted
   * @return an answer of status 200 from the file's beginning, of 206 from there, or 416 when the
   *     file is shorter
   */
  HttpResponse<TimedBody> open(HubModel model, HubFile file, long from)
      throws HubException, IOException, InterruptedException {
    String path =
        Arrays.stream(file.path().split("/"))
            .map(HubClient::encoded)
            .collect(Collectors.joining("/"));
    return send(
        model.name(),
        URI.create(
            settings.endpoint() + "/" + model.name() + "/resolve/" + model.commit() + "/" + path),
        from);
  }

  private static String encoded(String step) {
    return URLEncoder.encode(step, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] all(TimedBody body) throws IOException, InterruptedException, HubException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (List<ByteBuffer> piece = body.next(); !piece.isEmpty(); piece = body.next()) {
      for (ByteBuffer buffer : piece) {
        byte[] part = new byte[buffer.remaining()];
        buffer.get(part);
        bytes.writeBytes(part);
      }
      if (bytes.size() > MOST_JSON) {
        throw new HubException("the hub's answer does not end: check its address");
      }
    }
    return bytes.toByteArray();
  }

  private HttpResponse<TimedBody> send(ModelName name, URI address, long from)
      throws HubException, IOException, InterruptedException {
    URI next = address;
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      HttpResponse<TimedBody> response = answer(request(next, from));
      int status = response.statusCode();
      if (status == 200 || status == 206 || status == 416) {
        return response;
      }
      response.body().close();
      if (status < 300 || status >= 400) {
        throw refusal(name, next, response);
      }
      next = redirected(name, next, response);
    }
    throw new HubException("the hub redirects in a circle for " + name + ": check its address");
  }

  private static URI redirected(ModelName name, URI from, HttpResponse<?> response)
      throws HubException {
    try {
      URI to = from.resolve(response.headers().firstValue("Location").orElse(""));
      boolean isWorse = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
      if (to.getHost() != null && !to.equals(from) && !isWorse) {
        return to;
      }
    } catch (IllegalArgumentException e) {
      throw new HubException("the hub redirects to no address for " + name, e);
    }
    throw new HubException(
        "the hub redirects from https to where nothing is encrypted, or nowhere, for "
            + name
            + ": check its address");
  }

  private HttpRequest request(URI address, long from) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).GET().header("User-Agent", "orthanc-prism");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    if (isTheHub(address)) {
      settings.token().ifPresent(token -> request.header("Authorization", token.bearer()));
    }
    return request.build();
  }

  private boolean isTheHub(URI address) {
    URI hub = settings.endpoint();
    return hub.getScheme().equalsIgnoreCase(address.getScheme())
        && hub.getHost().equalsIgnoreCase(address.getHost())
        && port(hub) == port(address);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
  }

  private HttpResponse<TimedBody> answer(HttpRequest request)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<TimedBody>> answer =
        client.sendAsync(request, head -> new TimedBody(settings.stall()));
    try {
      return answer.get(CONNECT.plus(settings.stall()).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(request.uri().getHost() + " does not answer", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw new IOException(
          request.uri().getHost() + " can't be reached or hung up (" + cause + ")", cause);
    } finally {
      answer.cancel(true);
    }
  }

  private TemporaryFailure temporary(URI address, HttpResponse<?> response) {
    Optional<Duration> wait =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(text -> SECONDS.matcher(text).matches())
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    return new TemporaryFailure(
        address.getHost() + " answers with status " + response.statusCode(), wait);
  }

  private HubException refusal(ModelName name, URI address, HttpResponse<?> response)
      throws TemporaryFailure {
    int status = response.statusCode();
    // Addresses that a hub redirects to are signed for some minutes, then refused.
    if (status >= 500 || status == 429 || status == 408 || !isTheHub(address)) {
      throw temporary(address, response);
    }
    String error = response.headers().firstValue("X-Error-Code").orElse("");
    return new HubException(
        switch (status) {
          case 401, 403 -> forbidden(name, status, error);
          case 404 -> "the hub has no model " + name + ", or not this revision: check both";
          default -> "the hub refuses " + name + " with status " + status + ": check its address";
        });
  }

  private String forbidden(ModelName name, int status, String error) {
    String page = settings.page(name).toString();
    if (settings.token().isEmpty()) {
      return "the hub gives "
          + name
          + " to known users alone: accept its licence on "
          + page
          + ", make a token there, and set "
          + HubSettings.TOKEN
          + "; or the name is wrong";
    }
    return status == 403 || error.equals("GatedRepo")
        ? "the hub does not give " + name + " to the token's user: accept its licence on " + page
        : "the hub does not know the token in " + HubSettings.TOKEN + ": make a new one";
  }
}
