// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against a server that answers as the plugin describes itself. */
class RecallCommandTest {

  private final List<String> requests = new ArrayList<>();
  private final StringWriter printed = new StringWriter();
  private String ended =
      "{\"recall\": 7, \"dryRun\": true, \"runs\": false, \"failed\": 0, \"studies\": 2,"
          + " \"series\": 3, \"instances\": 4, \"tasks\": 1}";
  private HttpServer server;
  @TempDir private Path folder;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
    boolean known =
        "Basic YWRtaW46c2VjcmV0".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    boolean begins = exchange.getRequestMethod().equals("POST");
    byte[] answer =
        (begins ? ended.replace("\"runs\": false", "\"runs\": true") : ended)
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(known ? begins ? 202 : 200 : 401, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private int run(String... criterion) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("recall");
    arguments.add("--url=http://127.0.0.1:" + server.getAddress().getPort());
    arguments.add("--user=admin");
    Path password = Files.writeString(folder.resolve("password"), "secret\n");
    arguments.add("--password-file=" + password);
    arguments.addAll(List.of(criterion));
    CommandLine command = PrismCommand.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    return command.execute(arguments.toArray(new String[0]));
  }

  @Test
  void itCountsUnlessItIsToldToDelete() throws IOException {
    assertEquals(0, run("--edit=remove-edema", "--from=2026-01-31"), printed::toString);
    assertEquals(
        List.of(
            "POST /prism/recall {\"dryRun\":true,\"edit\":\"remove-edema\",\"from\":\"2026-01-31\"}",
            "GET /prism/recall/7 "),
        requests);
    assertEquals(
        "would be deleted: studies 2, series 3, instances 4, tasks 1", printed.toString().strip());
  }

  @Test
  void aStudyThatOrthancRefusedIsAFailure() throws IOException {
    ended = ended.replace("\"dryRun\": true", "\"dryRun\": false");
    ended = ended.replace("\"failed\": 0", "\"failed\": 1");
    assertEquals(1, run("--all", "--delete"));
    assertEquals("POST /prism/recall {\"dryRun\":false,\"all\":true}", requests.get(0));
    assertTrue(printed.toString().contains("refused: 1"), printed::toString);
  }

  @Test
  void toCountAndToDeleteExcludeEachOther() throws IOException {
    assertEquals(2, run("--all", "--delete", "--dry-run"));
    assertEquals(List.of(), requests);
  }
}
