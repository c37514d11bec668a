// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.dicom.selection.WordClass;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.results.Outdated;
import org.orthancprism.supervision.UnixUser;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.process.WorkerDevice;
import org.orthancprism.worker.process.WorkerLaunch;
import org.orthancprism.worker.process.WorkerPrecision;
import org.orthancprism.worker.study.WorkLimits;

/** What stands in Orthanc's configuration file and what becomes of it. */
class PrismConfigurationTest {

  private static final String MINIMUM =
      "'Enabled': true, 'Pack': '/packs/default', 'Edits': ['remove-support-devices']";

  private static Optional<PrismConfiguration> parse(String json) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(json.replace('\'', '"')))) {
      return PrismConfiguration.parse(
          reader.readObject(), Map.of("QUEUE_PASSWORD", "of the environment"));
    }
  }

  private static PrismConfiguration enabled(String orthanc, String prism) throws Exception {
    return parse("{'StorageDirectory': '/storage'" + orthanc + ", 'Prism': {" + prism + "}}")
        .orElseThrow();
  }

  @Test
  void isEmptyWhereThePluginIsNotEnabled() throws Exception {
    assertTrue(parse("{}").isEmpty());
    assertTrue(parse("{'Prism': {'Enabled': false, 'Pack': 7}}").isEmpty());
  }

  @Test
  void outdatedResultsAreDeletedUnlessTheyAreToBeKept() throws Exception {
    assertEquals(Outdated.DELETE, enabled("", MINIMUM).results().outdated());
    assertEquals(
        Outdated.KEEP,
        enabled("", MINIMUM + ", 'Results': {'Outdated': 'keep'}").results().outdated());
    assertTrue(
        assertThrows(
                ConfigurationException.class,
                () -> enabled("", MINIMUM + ", 'Results': {'Outdated': 'hide'}"))
            .getMessage()
            .startsWith("$.Prism.Results.Outdated"));
  }

  @Test
  void resultsAreKeptForEverUnlessThereIsALimit() throws Exception {
    assertEquals(Optional.empty(), enabled("", MINIMUM).resultsKept().duration());
    assertEquals(
        Optional.of(Duration.ofDays(90)),
        enabled("", MINIMUM + ", 'Results': {'KeepDays': 90}").resultsKept().duration());
    assertTrue(
        assertThrows(
                ConfigurationException.class,
                () -> enabled("", MINIMUM + ", 'Results': {'KeepDays': -1}"))
            .getMessage()
            .startsWith("$.Prism.Results.KeepDays"));
  }

  @Test
  void whatHelpsIsStoredUnlessAllIsAskedFor() throws Exception {
    assertEquals(Storing.HELPFUL, enabled("", MINIMUM).results().storing());
    assertEquals(
        Storing.ALL, enabled("", MINIMUM + ", 'Results': {'Store': 'all'}").results().storing());
    assertTrue(
        assertThrows(
                ConfigurationException.class,
                () -> enabled("", MINIMUM + ", 'Results': {'Store': 'some'}"))
            .getMessage()
            .startsWith("$.Prism.Results.Store"));
  }

  @Test
  void allResultsButFlickerAreMadeUnlessTheConfigurationSaysOtherwise() throws Exception {
    assertEquals(new WantedResults(true, true, true, false), enabled("", MINIMUM).results());
    assertEquals(
        new WantedResults(false, true, false, true),
        enabled(
                "",
                MINIMUM
                    + ", 'Results': {'Label': false, 'PresentationState': false, 'Flicker': true}")
            .results());
    assertTrue(
        assertThrows(
                ConfigurationException.class,
                () -> enabled("", MINIMUM + ", 'Results': {'Lable': false}"))
            .getMessage()
            .startsWith("$.Prism.Results.Lable"));
  }

  @Test
  void takesFromOrthancWhatIsNotSaid() throws Exception {
    PrismConfiguration configuration = enabled("", MINIMUM);
    assertEquals(URI.create("http://127.0.0.1:8042"), configuration.orthanc().url());
    assertEquals("local", configuration.orthanc().name());
    assertEquals("jdbc:sqlite:/storage/prism/queue.db", configuration.queue().url());
    WorkerLaunch worker = configuration.worker().orElseThrow();
    assertEquals(Path.of("/storage/prism/engine"), worker.engineCache());
    assertEquals(Path.of(System.getProperty("java.home"), "bin", "java"), worker.javaExecutable());
    assertEquals(WorkerDevice.AUTO, worker.device());
    assertEquals(WorkerPrecision.AUTO, configuration.precision());
    assertEquals(WorkLimits.DEFAULT, configuration.limits());
    assertEquals(FilmCriteria.DEFAULT, configuration.films());
    assertEquals(List.of("remove-support-devices"), configuration.rules().rules().get(0).edits());
  }

  @Test
  void followsOrthancsPortAndEncryption() throws Exception {
    assertEquals(
        URI.create("https://127.0.0.1:8443"),
        enabled(", 'HttpPort': 8443, 'SslEnabled': true", MINIMUM).orthanc().url());
  }

  @Test
  void takesWhatIsSaid() throws Exception {
    PrismConfiguration configuration =
        enabled(
            "",
            MINIMUM
                + ", 'OrthancUrl': 'http://pacs:80/', 'JavaHome': '/java', 'Folder': '/data/prism',"
                + " 'EngineCache': '/cache', 'Queue': {'Url': 'jdbc:sqlite:/q/queue.db',"
                + " 'KeepTasksDays': 0, 'KeepAuditDays': 30},"
                + " 'Worker': {'Threads': 3, 'Device': 'cuda:1',"
                + " 'Precision': 'fp16', 'Tasks': 2, 'User': 'nobody',"
                + " 'Environment': {'PYTORCH_VERSION': '2.7.1'}},"
                + " 'Films': {'Require': 'stated', 'Modalities': ['OT'],"
                + " 'Words': {'Chest': ['thorx']}},"
                + " 'Limits': {'FilmsPerStudy': 4, 'DailyWindow': {'From': '22:00', 'To': '06:00',"
                + " 'Zone': 'Europe/Paris'}}");
    assertEquals(URI.create("http://pacs:80"), configuration.orthanc().url());
    WorkerLaunch worker = configuration.worker().orElseThrow();
    assertEquals(Path.of("/java/bin/java"), worker.javaExecutable());
    assertEquals(Path.of("/cache"), worker.engineCache());
    assertEquals("jdbc:sqlite:/q/queue.db", configuration.queue().url());
    assertEquals(Optional.empty(), configuration.retention().tasks());
    assertEquals(Optional.of(Duration.ofDays(30)), configuration.retention().audit());
    assertEquals(3, worker.threads());
    assertEquals("cuda:1", worker.device().name());
    assertEquals(Optional.of(Precision.FP16), configuration.precision().chosen());
    assertEquals(UnixUser.find("nobody"), worker.user());
    assertEquals(Path.of("/data/prism"), configuration.folder());
    assertEquals(2, configuration.tasks());
    assertEquals(Map.of("PYTORCH_VERSION", "2.7.1"), worker.environment());
    assertEquals(
        new FilmCriteria(
            Map.of(WordClass.CHEST, List.of("thorx")), Set.of("OT"), FilmCriteria.Require.STATED),
        configuration.films());
    assertEquals(4, configuration.limits().filmsPerStudy());
    assertEquals(LocalTime.of(22, 0), configuration.limits().window().orElseThrow().from());
  }

  @Test
  void logsInToPostgresqlWithAPasswordFromElsewhere(@TempDir Path folder) throws Exception {
    String odd = " of 'the' \\file\\ \"&\" %20 ";
    Path file = Files.writeString(folder.resolve("password"), odd + "\n");
    for (Map.Entry<String, String> place :
        Map.of(
                "'PasswordFile': '" + file + "'",
                odd,
                "'PasswordVariable': 'QUEUE_PASSWORD'",
                "of the environment")
            .entrySet()) {
      PrismConfiguration configuration =
          enabled(
              "",
              MINIMUM
                  + ", 'Worker': {'Enabled': false}, 'Queue': {'Url':"
                  + " 'jdbc:postgresql://db:5432/prism?sslmode=verify-full', 'User': 'prism',"
                  + " 'Orthanc': 'radiology', "
                  + place.getKey()
                  + "}");
      assertEquals("radiology", configuration.orthanc().name());
      assertEquals(place.getValue(), configuration.queue().password());
      assertTrue(configuration.worker().isEmpty());
      assertFalse(configuration.toString().contains(place.getValue()));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "{'Prism': 7}; $.Prism",
        "{'Prism': {'Enabled': 'yes'}}; $.Prism.Enabled",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true}}; $.Prism.Pack",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': 'packs'}}; $.Prism.Pack",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p'}}; $.Prism.Edits",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a',"
            + " 7]}}; $.Prism.Edits[1]",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a',"
            + " 'remove-a']}}; $.Prism.Edits",
        "{'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a']}}; $.Prism.Folder",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pakc': '/p'}}; $.Prism.Pakc",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Worker': {'Threads': -1}}}; $.Prism.Worker.Threads",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'queue.db'}}}; $.Prism.Queue.Url",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:sqlite:/q', 'User': 'prism'}}}; $.Prism.Queue.User",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:postgresql://db/prism?password=secret'}}};"
            + " $.Prism.Queue.Url",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:postgresql://prism:secret@db/prism'}}}; $.Prism.Queue.Url",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:postgresql://db/prism'}}}; $.Prism.Queue.User",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:postgresql://db/prism', 'User': 'p'}}};"
            + " $.Prism.Queue.Orthanc",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:postgresql://db/prism', 'User': 'p', 'Orthanc': 'r',"
            + " 'PasswordVariable': 'NONE'}}}; $.Prism.Queue.PasswordVariable",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Queue': {'Url': 'jdbc:postgresql://db/prism', 'User': 'p', 'Orthanc': 'r',"
            + " 'PasswordFile': '/nowhere'}}}; $.Prism.Queue.PasswordFile",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Worker': {'Device': 'gpu'}}}; $.Prism.Worker.Device",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Worker': {'Precision': 'int8'}}}; $.Prism.Worker.Precision",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Worker': {'User': 'nobody-has-this-name'}}}; $.Prism.Worker.User",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'Limits': {'DailyWindow': {'From': '25:00', 'To': '06:00'}}}};"
            + " $.Prism.Limits.DailyWindow.From",
        "{'StorageDirectory': '/s', 'Prism': {'Enabled': true, 'Pack': '/p', 'Edits': ['remove-a'],"
            + " 'OrthancUrl': 'http://user:secret@host'}}; $.Prism.OrthancUrl",
        "{'StorageDirectory': '/s', 'HttpServerEnabled': false, 'Prism': {'Enabled': true, 'Pack':"
            + " '/p', 'Edits': ['remove-a']}}; $.Prism.OrthancUrl"
      })
  void namesThePathOfAFault(String json, String path) {
    ConfigurationException fault = assertThrows(ConfigurationException.class, () -> parse(json));
    assertTrue(fault.getMessage().startsWith(path + ":"), fault.getMessage());
    assertTrue(!fault.getMessage().contains("secret"), fault.getMessage());
  }
}
