// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.orthancprism.database.QueueSection;
import org.orthancprism.films.FilmsSection;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.queue.Retention;
import org.orthancprism.removal.ResultsKept;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/** The tables of options in the documents hold every option that there is, and no other. */
class DocumentedOptionsTest {

  private static final String FOR_ADMINISTRATORS = "docs/administrator.md";
  private static final String WITH_CONFIGURATIONS = "orthanc-config/README.md";

  /** An option in code font, with a default and one more cell. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (`[^|]+`) \\| ([^|]+) \\| ([^|]+) \\|$");

  private static final Pattern NAME = Pattern.compile("`([A-Za-z.]+)`");

  private static Set<String> options() {
    Set<String> options = new TreeSet<>(PrismConfiguration.KEYS);
    Map<String, Collection<Set<String>>> sections =
        Map.of(
            "Queue", List.of(QueueSection.KEYS, Retention.KEYS, Set.of("Orthanc")),
            "Worker", List.of(PrismConfiguration.WORKER_KEYS),
            "Limits", List.of(WorkLimits.KEYS, Set.of("QueueAlarm")),
            "Films", List.of(FilmsSection.KEYS),
            "Results", List.of(WantedResults.KEYS, Set.of(ResultsKept.OPTION)),
            "Signing", List.of(SigningKeyFile.KEYS));
    sections.forEach(
        (section, keys) -> {
          options.remove(section);
          keys.forEach(some -> some.forEach(key -> options.add(section + "." + key)));
        });
    return options;
  }

  /** Each option with its default and what is said of it. */
  private static Map<String, List<String>> table(String document, String heading)
      throws IOException {
    String text = Files.readString(Path.of("..").resolve(document));
    int from = text.indexOf(heading);
    int to = text.indexOf("\n## ", from + 1);
    Map<String, List<String>> table = new LinkedHashMap<>();
    Matcher row = ROW.matcher(text.substring(from, to));
    while (row.find()) {
      Matcher name = NAME.matcher(row.group(1));
      while (name.find()) {
        table.put(name.group(1), List.of(row.group(2).strip(), row.group(3).strip()));
      }
    }
    return table;
  }

  @Test
  void administratorsAreToldOfEachOptionWhenToChangeIt() throws Exception {
    Map<String, List<String>> table = table(FOR_ADMINISTRATORS, "## Options");
    assertEquals(options(), new TreeSet<>(table.keySet()));
    table.forEach((option, told) -> assertFalse(told.contains(""), option));
  }

  @Test
  void theConfigurationsComeWithTheMeaningOfEachOption() throws Exception {
    assertEquals(
        options(), new TreeSet<>(table(WITH_CONFIGURATIONS, "## Options of the section").keySet()));
  }

  @Test
  void bothTablesTellTheSameDefaults() throws Exception {
    assertEquals(
        defaults(table(WITH_CONFIGURATIONS, "## Options of the section")),
        defaults(table(FOR_ADMINISTRATORS, "## Options")));
  }

  private static Map<String, String> defaults(Map<String, List<String>> table) {
    Map<String, String> defaults = new TreeMap<>();
    table.forEach((option, told) -> defaults.put(option, told.get(0)));
    return defaults;
  }
}
