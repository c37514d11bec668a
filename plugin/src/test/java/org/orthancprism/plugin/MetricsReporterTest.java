// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.orthancprism.backfill.Backfill;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.logging.RecentLog;
import org.orthancprism.models.ending.Ending;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.removal.Recalls;
import org.orthancprism.removal.StudyRemoval;
import org.orthancprism.task.FilmSelection.EndedEdit;

/** What Orthanc's Prometheus endpoint tells of the queue. */
class MetricsReporterTest {

  private static final Path DASHBOARD = Path.of("../orthanc-config/grafana/orthanc-prism.json");

  @TempDir Path folder;
  private final RecordingHost host = new RecordingHost("{}");

  private PrismServices services(int alarm) throws Exception {
    String json =
        "{\"StorageDirectory\": \""
            + folder
            + "\", \"Prism\": {\"Enabled\": true, \"Pack\": \"/p\", \"Edits\":"
            + " [\"remove-support-devices\"], \"Limits\": {\"QueueAlarm\": "
            + alarm
            + "}}}";
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      PrismConfiguration configuration =
          PrismConfiguration.parse(reader.readObject(), Map.of()).orElseThrow();
      QueueDatabase database =
          QueueDatabase.open(configuration.queue(), QueueDatabase.Side.TRIGGERS);
      String orthanc = configuration.orthanc().name();
      StudyRemoval removal =
          new StudyRemoval(
              OrthancClient.of(configuration.orthanc()),
              new Part10Codec(),
              database,
              orthanc,
              Clock.systemUTC());
      return PrismServices.of(
          host,
          configuration,
          database,
          Optional.empty(),
          new Backfill(database, orthanc, Clock.systemUTC()),
          new Recalls(database, orthanc, removal, Clock.systemUTC()),
          new RecentLog(host, Clock.systemUTC(), 10),
          Clock.systemUTC());
    }
  }

  @Test
  void aQueueThatGrowsTooLongIsAnAlarmUntilItIsShortAgain() throws Exception {
    PrismServices services = services(2);
    MetricsReporter reporter = new MetricsReporter(services);
    for (String study : new String[] {"a", "b"}) {
      services.queue().add(study);
    }
    reporter.report();
    assertEquals(0.0, host.metrics.get("prism_queue_alarm"));
    services.queue().add("c");
    reporter.report();
    assertEquals(3.0, host.metrics.get("prism_tasks_queued"));
    assertEquals(1.0, host.metrics.get("prism_queue_alarm"));
    services.queue().cancel("a", "test");
    reporter.report();
    assertEquals(1.0, host.metrics.get("prism_queue_alarm"), "two still wait");
    services.queue().cancel("b", "test");
    reporter.report();
    assertEquals(0.0, host.metrics.get("prism_queue_alarm"));
    assertEquals(2.0, host.metrics.get("prism_tasks_cancelled"));
  }

  @Test
  void theWaysInWhichEditsEndedAreCounted() throws Exception {
    PrismServices services = services(2);
    services
        .endRecords()
        .put(
            "digest",
            "1.1",
            new EndedEdit("remove-edema", Ending.Kind.NOTHING_TO_DO, false, List.of(), "absent"));
    new MetricsReporter(services).report();
    assertEquals(1.0, host.metrics.get("prism_edits_nothing_to_do_total"));
    assertEquals(0.0, host.metrics.get("prism_edits_withheld_total"));
  }

  @Test
  void theDashboardAsksForMetricsThatThereAre() throws Exception {
    new MetricsReporter(services(2)).report();
    host.metric("prism_worker_restarts", 0);
    Matcher asked = Pattern.compile("prism_[a-z_]+").matcher(dashboard());
    TreeSet<String> unknown = new TreeSet<>();
    int number = 0;
    while (asked.find()) {
      number++;
      if (!host.metrics.containsKey(asked.group())) {
        unknown.add(asked.group());
      }
    }
    assertTrue(number > 20);
    assertEquals(new TreeSet<>(), unknown);
  }

  private static String dashboard() throws IOException {
    return Files.readString(DASHBOARD);
  }
}
