// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import jakarta.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.orthancprism.logging.LogLine;
import org.orthancprism.logging.Severity;

/** Stands for Orthanc where none runs: answers what it was told to, and notes what it is asked. */
final class RecordingHost implements OrthancHost {

  final List<LogLine> log = new CopyOnWriteArrayList<>();
  final Map<Integer, String> properties = new HashMap<>();
  final Map<String, String> answers = new HashMap<>();
  final List<String> asked = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> files = new HashMap<>();
  final Map<String, Double> metrics = new ConcurrentHashMap<>();
  private final String configuration;
  ChangeListener listener;
  RestHandler routes;
  String explorer = "";

  RecordingHost(String configuration) {
    this.configuration = configuration;
  }

  /** One whose configuration has the plugin enabled, with a pack and an edit for every study. */
  static RecordingHost enabled(Path storage, Path pack) {
    return new RecordingHost(
        Json.createObjectBuilder()
            .add("StorageDirectory", storage.toString())
            .add("AuthenticationEnabled", true)
            .add("RegisteredUsers", Json.createObjectBuilder().add("reader", "secret"))
            .add(
                "Prism",
                Json.createObjectBuilder()
                    .add("Enabled", true)
                    .add("Pack", pack.toString())
                    .add("Edits", Json.createArrayBuilder().add("remove-support-devices")))
            .build()
            .toString());
  }

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public String authorizationToken() {
    return "Bearer token-of-a-test";
  }

  @Override
  public byte[] get(String uri) {
    asked.add(uri);
    if (files.containsKey(uri)) {
      return files.get(uri);
    }
    String answer = answers.get(uri);
    if (answer == null) {
      throw new OrthancHostException("Orthanc refuses GET " + uri, null);
    }
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] getAlsoFromPlugins(String uri) {
    return get(uri);
  }

  @Override
  public byte[] post(String uri, byte[] body) {
    return get(uri + " " + new String(body, StandardCharsets.UTF_8));
  }

  @Override
  public void metric(String name, double value) {
    metrics.put(name, value);
  }

  @Override
  public String globalProperty(int number, String otherwise) {
    return properties.getOrDefault(number, otherwise);
  }

  @Override
  public void setGlobalProperty(int number, String value) {
    properties.put(number, value);
  }

  @Override
  public void extendExplorer(String address, String javascript) {
    explorer = javascript;
  }

  @Override
  public void onChange(ChangeListener changeListener) {
    listener = changeListener;
  }

  @Override
  public void onRest(String pathExpression, RestHandler handler) {
    routes = handler;
  }

  @Override
  public void write(Severity severity, String line) {
    log.add(new LogLine(severity, line));
  }
}
