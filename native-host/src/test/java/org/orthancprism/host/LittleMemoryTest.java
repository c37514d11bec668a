// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.host.plugins.RoutingPlugin;

/** What a plugin with little memory is asked for costs the request, and nothing beyond it. */
class LittleMemoryTest {
  private static final int ALL_THREADS = 16;

  @TempDir static Path folder;
  private static RunningOrthanc orthanc;

  @BeforeAll
  static void start() throws Exception {
    orthanc =
        RunningOrthanc.withPlugin(
            folder, RoutingPlugin.class.getName(), "\"Options\": [\"-Xmx48m\"]");
  }

  @AfterAll
  static void stop() {
    orthanc.close();
  }

  private static List<HttpResponse<byte[]>> together(int count, String path, byte[] body)
      throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> later = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      later.add(orthanc.sendLater("POST", path, body));
    }
    List<HttpResponse<byte[]>> answers = new ArrayList<>();
    for (CompletableFuture<HttpResponse<byte[]>> answer : later) {
      answers.add(answer.get());
    }
    return answers;
  }

  private static void allThreadsServe() throws Exception {
    for (HttpResponse<byte[]> answer : together(ALL_THREADS, "/test/echo/x", new byte[] {7})) {
      assertEquals(200, answer.statusCode());
      assertEquals(7, answer.body()[0]);
    }
  }

  @Test
  void bodiesBeyondTheLimitAreRefusedBeforeJavaHoldsThem() throws Exception {
    for (HttpResponse<byte[]> answer : together(24, "/test/echo/film", new byte[20 << 20])) {
      assertEquals(413, answer.statusCode());
      assertTrue(new String(answer.body(), UTF_8).contains("at most 8 MB"));
    }
    assertEquals(413, orthanc.send("PUT", "/test/echo/x", new byte[(8 << 20) + 1]).statusCode());
    assertEquals(200, orthanc.send("PUT", "/test/echo/x", new byte[8 << 20]).statusCode());
    assertEquals(List.of(), orthanc.log("OutOfMemoryError"));
  }

  @Test
  void bodiesThatHaveNoRoomTogetherCostTheirRequestsAndNoThread() throws Exception {
    for (HttpResponse<byte[]> answer : together(24, "/test/echo/film", new byte[7 << 20])) {
      assertTrue(List.of(200, 500).contains(answer.statusCode()), "" + answer.statusCode());
    }
    allThreadsServe();
  }

  @Test
  void callbacksThatUseAllMemoryCostTheirRequestsAndNoThread() throws Exception {
    for (HttpResponse<byte[]> answer : together(ALL_THREADS, "/test/exhaust/x", new byte[0])) {
      assertEquals(500, answer.statusCode());
    }
    allThreadsServe();
    assertTrue(orthanc.answers());
  }
}
