// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host.plugins;

import static java.nio.charset.StandardCharsets.UTF_8;

import be.uclouvain.orthanc.Callbacks;
import be.uclouvain.orthanc.Functions;
import be.uclouvain.orthanc.HttpMethod;
import be.uclouvain.orthanc.MetricsType;
import be.uclouvain.orthanc.OrthancException;
import be.uclouvain.orthanc.RestOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A plugin that puts each service of the SDK behind a path of its own, below /test. */
public final class RoutingPlugin {
  private static final int PROPERTY = 4711;
  private static final CountDownLatch SIXTEEN = new CountDownLatch(16);
  private static final CountDownLatch SIXTEEN_NESTED = new CountDownLatch(16);
  private static final ChangeRecord CHANGES = new ChangeRecord();
  private static volatile RestOutput kept;

  static {
    Functions.setDescription("Routes each service of the SDK");
    Functions.setRootUri("test/echo/root");
    Functions.extendOrthancExplorer("// extended by the routing plugin");
    Functions.logWarning("Routing plugin: r\u00f6ntgen \ud83e\ude7b");
    Callbacks.register(
        (type, level, id) -> {
          throw new IllegalStateException("the first listener fails");
        });
    Callbacks.register(CHANGES);
    Callbacks.register("/test/([a-z]+)/(.*)", RoutingPlugin::route);
    writeFileAtShutdown();
  }

  private RoutingPlugin() {}

  private static void writeFileAtShutdown() {
    String file = System.getProperty("test.shutdown.file");
    if (file != null) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> write(Path.of(file), "ended in order")));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void route(
      RestOutput output,
      HttpMethod method,
      String uri,
      String[] groups,
      Map<String, String> headers,
      Map<String, String> parameters,
      byte[] body) {
    String argument = groups[1];
    switch (groups[0]) {
      case "describe" -> text(output, describe(method, uri, groups, headers, parameters, body));
      case "echo" -> output.answerBuffer(body, "application/octet-stream");
      case "empty" -> output.answerBuffer(null, "text/plain");
      case "status" -> output.sendHttpStatus(Short.parseShort(argument), body);
      case "code" -> output.sendHttpStatusCode(Short.parseShort(argument));
      case "methods" -> output.sendMethodNotAllowed("GET,PUT");
      case "credentials" -> output.sendUnauthorized("films");
      case "elsewhere" -> output.redirect("../../system");
      case "header" -> {
        output.setHttpHeader("X-Film", argument);
        text(output, "see header");
      }
      case "throw" -> throw new IllegalStateException("broken on\npurpose \ud83d\udca5");
      case "overflow" -> text(output, "" + overflow(1));
      case "silent" -> {}
      case "afteranswer" -> {
        text(output, "first");
        throw new IllegalStateException("broken after the answer");
      }
      case "get" -> text(output, orMessage(() -> Functions.restApiGet("/" + argument)));
      case "nested" -> output.answerBuffer(nested(argument), "application/octet-stream");
      case "post" -> text(output, orMessage(() -> Functions.restApiPost("/" + argument, body)));
      case "put" -> text(output, orMessage(() -> Functions.restApiPut("/" + argument, body)));
      case "delete" -> text(output, orMessage(() -> delete(argument)));
      case "together" -> {
        await(SIXTEEN);
        text(output, Thread.currentThread().getName());
      }
      case "nestedtogether" -> {
        await(SIXTEEN_NESTED);
        output.answerBuffer(nested(argument), "text/plain");
      }
      case "block" -> {
        Functions.logWarning("Routing plugin: blocks");
        await(new CountDownLatch(2));
      }
      case "exhaust" -> text(output, "" + exhaust().size());
      case "property" -> text(output, property(method, body));
      case "metric" -> {
        Functions.setMetricsValue("prism_test_films", 42.5f, MetricsType.DEFAULT);
        text(output, "set");
      }
      case "token" -> text(output, Functions.generateRestApiAuthorizationToken());
      case "configuration" -> text(output, Functions.getConfiguration());
      case "options" ->
          text(output, String.join("\n", ManagementFactory.getRuntimeMXBean().getInputArguments()));
      case "load" -> text(output, load(argument));
      case "change" -> text(output, CHANGES.await(argument));
      case "lookup" -> text(output, orMessage(() -> lookUp(argument).getBytes(UTF_8)));
      case "dicom" ->
          output.answerBuffer(Functions.getDicomForInstance(argument), "application/dicom");
      case "keep" -> {
        kept = output;
        text(output, "kept");
      }
      case "late" -> text(output, orMessage(() -> late(kept)));
      default -> output.sendHttpStatusCode((short) 404);
    }
  }

  private static String describe(
      HttpMethod method,
      String uri,
      String[] groups,
      Map<String, String> headers,
      Map<String, String> parameters,
      byte[] body) {
    return String.join(
        "\n",
        "method " + method,
        "uri " + uri,
        "groups " + String.join(" and ", groups),
        "header " + headers.get("x-test"),
        "parameters " + new TreeMap<>(parameters),
        "body " + body.length);
  }

  private static void text(RestOutput output, String text) {
    output.answerBuffer(text.getBytes(UTF_8), "text/plain; charset=utf-8");
  }

  private interface Service {
    byte[] call();
  }

  private static String orMessage(Service service) {
    try {
      return new String(service.call(), UTF_8);
    } catch (OrthancException e) {
      return "OrthancException: " + e.getMessage();
    }
  }

  private static byte[] delete(String argument) {
    Functions.restApiDelete("/" + argument);
    return "deleted".getBytes(UTF_8);
  }

  /** "a/b/echo" asks the plugin for /test/a/b/echo, through the plugins' REST API. */
  private static byte[] nested(String path) {
    return Functions.restApiGetAfterPlugins("/test/" + path);
  }

  private static String property(HttpMethod method, byte[] body) {
    if (method == HttpMethod.PUT) {
      Functions.setGlobalProperty(PROPERTY, new String(body, UTF_8));
    }
    return Functions.getGlobalProperty(PROPERTY, "never set \u2014 \ud83e\ude7b");
  }

  private static String lookUp(String argument) {
    String[] levelAndUid = argument.split("/", 2);
    return switch (levelAndUid[0]) {
      case "patient" -> Functions.lookupPatient(levelAndUid[1]);
      case "study" -> Functions.lookupStudy(levelAndUid[1]);
      case "series" -> Functions.lookupSeries(levelAndUid[1]);
      default -> Functions.lookupInstance(levelAndUid[1]);
    };
  }

  private static byte[] late(RestOutput output) {
    output.sendHttpStatusCode((short) 200);
    return "answered twice".getBytes(UTF_8);
  }

  /** Loads a library from the folder of those that tests have built. */
  private static String load(String name) {
    System.load(Path.of("target", "test-native", name).toAbsolutePath().toString());
    Functions.logWarning("Routing plugin: loaded");
    return "loaded";
  }

  private static List<byte[]> exhaust() {
    List<byte[]> all = new ArrayList<>();
    while (true) {
      all.add(new byte[1 << 20]);
    }
  }

  private static int overflow(int depth) {
    return overflow(depth + 1) + 1;
  }

  private static void await(CountDownLatch latch) {
    latch.countDown();
    try {
      if (!latch.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the others did not come");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
