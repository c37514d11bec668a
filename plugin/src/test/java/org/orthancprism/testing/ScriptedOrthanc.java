// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An HTTP server that fails as a real Orthanc does, at times when a real one can't be made to. */
public final class ScriptedOrthanc implements AutoCloseable {

  private final HttpServer server;
  private final List<String> requests = new CopyOnWriteArrayList<>();

  /**
   * What is answered.
   *
   * @param body its bytes, each a character of ISO 8859-1
   * @param revision value of the header ETag; empty for none
   */
  public record Answer(int status, String body, String revision) {
    public Answer(int status, String body) {
      this(status, body, "");
    }
  }

  /**
   * A request: its method and path as {@code GET /system}, its token, its body, and the revision
   * that it is to take the place of, empty for none.
   */
  public record Request(String line, String authorization, String body, String revision) {}

  public ScriptedOrthanc(Function<Request, Answer> script) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", exchange -> answer(exchange, script));
    server.start();
  }

  private void answer(HttpExchange exchange, Function<Request, Answer> script) throws IOException {
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
    requests.add(line);
    String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String revision =
        Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("If-Match"), "");
    Answer answer = script.apply(new Request(line, token, body, revision));
    if (!answer.revision().isEmpty()) {
      exchange.getResponseHeaders().set("ETag", answer.revision());
    }
    byte[] bytes = answer.body().getBytes(StandardCharsets.ISO_8859_1);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What was asked, in order. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
