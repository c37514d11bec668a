// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A compose file that is shipped, held against what the Compose Specification says of the parts
 * that it uses.
 *
 * @param file where it stands
 * @param text what stands in it
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/spec.md">The Compose
 *     Specification</a>
 */
record ComposeFile(Path file, String text) {

  private static final Set<String> TOP = Set.of("services", "volumes", "secrets", "networks");

  /** The attributes of a service that are used; another one is to be looked up and added. */
  private static final Set<String> SERVICE =
      Set.of(
          "image",
          "command",
          "depends_on",
          "environment",
          "ports",
          "restart",
          "secrets",
          "stop_grace_period",
          "user",
          "volumes");

  private static final Set<String> RESTART = Set.of("no", "always", "on-failure", "unless-stopped");
  private static final Pattern IMAGE = Pattern.compile("[a-z0-9./-]+:[A-Za-z0-9._-]+");
  private static final Pattern SECONDS = Pattern.compile("(\\d+)s");

  /** Seconds that a stop may take; Docker's own patience is 10. */
  private static final int STOP = 30;

  private static final Pattern PORT = Pattern.compile("(\\d+(\\.\\d+){3}:)?\\d+:\\d+");
  private static final Pattern VOLUME = Pattern.compile("([^:]+):(/[^:]*)(:ro)?");
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{([A-Z_]+)(?:(:\\?)[^}]+|:-([^}]+))?}");

  /** Both files, and what documents tell to set for them. */
  static void checkAll() throws IOException {
    Set<String> told = new TreeSet<>();
    for (DocumentedCommand command : DocumentedCommand.all(Reader.ROOT)) {
      if (command.text().startsWith("export ") && isAboutCompose(command.place())) {
        told.add(command.text().substring("export ".length()).split("=", 2)[0]);
      }
    }
    Set<String> needed = new TreeSet<>();
    for (String name : List.of("docker", "worker")) {
      Path file = Reader.ROOT.resolve("orthanc-config").resolve(name).resolve("compose.yaml");
      ComposeFile compose = new ComposeFile(file, Files.readString(file));
      compose.check();
      needed.addAll(compose.variablesToSet());
    }
    assertEquals(needed, told, "variables that must be set, and those that documents tell to set");
  }

  private static boolean isAboutCompose(Path document) throws IOException {
    return Files.readString(Reader.ROOT.resolve(document)).contains("docker compose");
  }

  private Set<String> variablesToSet() {
    Set<String> names = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(text);
    while (variable.find()) {
      if (variable.group(3) == null) {
        assertEquals(":?", variable.group(2), "an unset " + variable.group(1) + " must be refused");
        names.add(variable.group(1));
      }
    }
    return names;
  }

  /** Fails where Compose would, or would do something else than is meant. */
  void check() {
    String filled =
        VARIABLE
            .matcher(text)
            .replaceAll(
                set -> set.group(3) == null ? "value" : Matcher.quoteReplacement(set.group(3)));
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    Map<?, ?> top = map(new Yaml(new SafeConstructor(strict)).load(filled));
    assertTrue(TOP.containsAll(top.keySet()), () -> file + ": " + top.keySet());
    Map<?, ?> services = map(top.get("services"));
    assertFalse(services.isEmpty(), file::toString);
    Set<Object> used = new HashSet<>();
    services.forEach((name, service) -> checkService(map(service), top, used));
    for (String kind : List.of("volumes", "secrets")) {
      if (top.containsKey(kind)) {
        assertTrue(used.containsAll(map(top.get(kind)).keySet()), kind + " that nobody uses");
      }
    }
    if (top.containsKey("secrets")) {
      map(top.get("secrets"))
          .forEach((name, secret) -> assertTrue(map(secret).get("file") instanceof String));
    }
  }

  private void checkService(Map<?, ?> service, Map<?, ?> top, Set<Object> used) {
    assertTrue(SERVICE.containsAll(service.keySet()), () -> file + ": " + service.keySet());
    String image = (String) service.get("image");
    assertTrue(IMAGE.matcher(image).matches(), image);
    Matcher grace = SECONDS.matcher(String.valueOf(service.get("stop_grace_period")));
    assertTrue(
        grace.matches() && Integer.parseInt(grace.group(1)) >= STOP,
        "a stop in the middle of an edit takes longer than Docker waits by itself");
    if (service.containsKey("restart")) {
      assertTrue(RESTART.contains(service.get("restart")), service::toString);
    }
    for (Object port : list(service, "ports")) {
      assertTrue(port instanceof String && PORT.matcher((String) port).matches(), port::toString);
    }
    for (Object other : list(service, "depends_on")) {
      assertTrue(map(top.get("services")).containsKey(other), other::toString);
    }
    for (Object secret : list(service, "secrets")) {
      assertTrue(map(top.get("secrets")).containsKey(secret), secret::toString);
      used.add(secret);
    }
    if (service.containsKey("environment")) {
      map(service.get("environment"))
          .forEach((name, value) -> assertTrue(value instanceof String, name + " is no string"));
    }
    for (Object volume : list(service, "volumes")) {
      checkVolume((String) volume, top, used);
    }
  }

  private void checkVolume(String volume, Map<?, ?> top, Set<Object> used) {
    Matcher parts = VOLUME.matcher(volume);
    assertTrue(parts.matches(), volume);
    String source = parts.group(1);
    if (!source.startsWith(".")) {
      assertTrue(map(top.get("volumes")).containsKey(source), volume);
      used.add(source);
    } else if (!isTold(source)) {
      assertTrue(Files.exists(file.resolveSibling(source)), volume + " is not shipped");
    }
  }

  /** Whether the file's head tells its reader to lay that beside it. */
  private boolean isTold(String source) {
    String head = text.substring(0, text.indexOf("services:"));
    return head.contains(source.substring(source.lastIndexOf('/') + 1));
  }

  private static List<?> list(Map<?, ?> service, String key) {
    return service.get(key) instanceof List<?> list ? list : List.of();
  }

  private static Map<?, ?> map(Object value) {
    assertTrue(value instanceof Map<?, ?>, () -> value + " is no mapping");
    return (Map<?, ?>) value;
  }
}
