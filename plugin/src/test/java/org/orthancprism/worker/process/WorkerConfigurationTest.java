// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.DailyWindow;
import org.orthancprism.configuration.Section;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.delivery.Destinations;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.dicom.selection.WordClass;
import org.orthancprism.models.ending.Storing;
import org.orthancprism.models.torch.Precision;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.results.Outdated;
import org.orthancprism.results.TargetStudy;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/** What the plugin tells the worker. */
class WorkerConfigurationTest {

  private static final WorkerConfiguration CONFIGURATION =
      new WorkerConfiguration(
          "worker-7",
          "cuda:1",
          List.of(
              new OrthancAccess(
                  "radiology",
                  URI.create("https://pacs:8042"),
                  "Bearer secret",
                  Optional.of(Path.of("/etc/pacs.pem"))),
              new OrthancAccess("open", URI.create("http://127.0.0.1:8042"), "", Optional.empty())),
          new QueueSettings("jdbc:postgresql://db/prism", "prism", "secret as well"),
          Path.of("/packs/de\"fault\n"),
          2,
          new WorkLimits(
              3,
              9_000_000,
              100L << 20,
              Optional.of(
                  new DailyWindow(
                      LocalTime.of(22, 30), LocalTime.of(6, 0), ZoneId.of("Europe/Paris")))),
          new FilmCriteria(
              Map.of(WordClass.CHEST, List.of("tho rx")),
              Set.of("OT"),
              FilmCriteria.Require.STATED),
          new WantedResults(
              false,
              true,
              false,
              true,
              Storing.ALL,
              Outdated.KEEP,
              TargetStudy.SEPARATE,
              new Destinations(List.of("PACS", "teleradiology"))),
          new WorkerPrecision(Optional.of(Precision.BF16)),
          new SigningKeyFile(Path.of("/keys/signing.pem"), true));

  @Test
  void travelsAsOneLine() throws Exception {
    String line = CONFIGURATION.toLine();
    assertFalse(line.contains("\n"));
    assertEquals(CONFIGURATION, WorkerConfiguration.ofLine(line));
  }

  @Test
  void aKeyThatTheInstallationMakesIsNoneThatAnAdministratorGave() throws Exception {
    Path path = Path.of("/keys/signing.pem");
    SigningKeyFile own = new SigningKeyFile(path, false);
    assertEquals(own, SigningKeyFile.ofJson(Section.root(own.json())));
    SigningKeyFile given = new SigningKeyFile(path, true);
    assertEquals(given, SigningKeyFile.ofJson(Section.root(given.json())));
  }

  @Test
  void neverShowsItsSecrets() {
    assertFalse(CONFIGURATION.toString().contains("secret"));
  }

  @Test
  void anythingElseIsRefused() {
    assertThrows(ConfigurationException.class, () -> WorkerConfiguration.ofLine("hello"));
    assertThrows(ConfigurationException.class, () -> WorkerConfiguration.ofLine("{}"));
  }
}
