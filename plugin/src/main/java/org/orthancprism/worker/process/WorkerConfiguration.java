// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.process;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.database.QueueSettings;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.films.FilmsSection;
import org.orthancprism.orthanc.OrthancAccess;
import org.orthancprism.protection.SigningKeyFile;
import org.orthancprism.worker.film.WantedResults;
import org.orthancprism.worker.study.WorkLimits;

/**
 * What the worker reads from its standard input: one line of JSON, so that tokens and passwords are
 * in no list of processes and no file.
 *
 * @param name what the queue calls this worker; unique among all that drain it
 * @param device name of the device that it is bound to
 * @param orthancs the Orthancs whose tasks it does; at least one
 * @param queue the queue
 * @param pack folder of the pack
 * @param tasks how many tasks it does at once
 * @param limits what it does not take on
 * @param films by which films are taken
 * @param results which results it makes
 * @param precision what its networks compute in
 * @param signing the key that it signs results with
 */
public record WorkerConfiguration(
    String name,
    String device,
    List<OrthancAccess> orthancs,
    QueueSettings queue,
    Path pack,
    int tasks,
    WorkLimits limits,
    FilmCriteria films,
    WantedResults results,
    WorkerPrecision precision,
    SigningKeyFile signing) {

  public WorkerConfiguration {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(queue, "queue");
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(films, "films");
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(precision, "precision");
    Objects.requireNonNull(signing, "signing");
    orthancs = List.copyOf(orthancs);
    if (orthancs.isEmpty() || tasks < 1) {
      throw new IllegalArgumentException("at least one Orthanc and one task at a time");
    }
  }

  /** One line of JSON, without line break. */
  public String toLine() {
    JsonArrayBuilder accesses = Json.createArrayBuilder();
    for (OrthancAccess orthanc : orthancs) {
      JsonObjectBuilder access =
          Json.createObjectBuilder()
              .add("Name", orthanc.name())
              .add("Url", orthanc.url().toString());
      if (!orthanc.authorization().isEmpty()) {
        access.add("Authorization", orthanc.authorization());
      }
      orthanc.certificates().ifPresent(file -> access.add("Certificates", file.toString()));
      accesses.add(access);
    }
    JsonObjectBuilder login = Json.createObjectBuilder().add("Url", queue.url());
    if (!queue.user().isEmpty()) {
      login.add("User", queue.user());
    }
    if (!queue.password().isEmpty()) {
      login.add("Password", queue.password());
    }
    return Json.createObjectBuilder()
        .add("Name", name)
        .add("Device", device)
        .add("Orthancs", accesses)
        .add("Queue", login)
        .add("Pack", pack.toString())
        .add("Tasks", tasks)
        .add("Limits", limits.json())
        .add("Films", FilmsSection.json(films))
        .add("Results", results.json())
        .add(WorkerPrecision.KEY, precision.name())
        .add(SigningKeyFile.SECTION, signing.json())
        .build()
        .toString();
  }

  /** Reads what {@link #toLine} wrote. */
  public static WorkerConfiguration ofLine(String line) throws ConfigurationException {
    Section root = Section.root(object(line));
    List<OrthancAccess> orthancs = new ArrayList<>();
    for (Section access : root.sections("Orthancs")) {
      orthancs.add(
          new OrthancAccess(
              access.requiredText("Name"),
              URI.create(access.requiredText("Url")),
              access.text("Authorization").orElse(""),
              access.text("Certificates").map(Path::of)));
    }
    if (orthancs.isEmpty()) {
      throw root.fault("Orthancs", "names no Orthanc");
    }
    Section queue = root.section("Queue");
    return new WorkerConfiguration(
        root.requiredText("Name"),
        root.requiredText("Device"),
        orthancs,
        new QueueSettings(
            queue.requiredText("Url"),
            queue.text("User").orElse(""),
            queue.text("Password").orElse("")),
        Path.of(root.requiredText("Pack")),
        root.number("Tasks", 1, 1, Integer.MAX_VALUE),
        WorkLimits.read(root.section("Limits")),
        FilmsSection.read(root.section("Films")),
        WantedResults.read(root.section("Results")),
        WorkerPrecision.read(root),
        SigningKeyFile.ofJson(root.section(SigningKeyFile.SECTION)));
  }

  private static JsonObject object(String line) throws ConfigurationException {
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return reader.readObject();
    } catch (JsonException e) {
      throw new ConfigurationException(
          "$", "the worker expects one line of JSON on its standard input, as the plugin sends it");
    }
  }

  /** Without what belongs in no log. */
  @Override
  public String toString() {
    return "WorkerConfiguration[" + name + ", " + device + ", " + orthancs + ", " + queue + "]";
  }
}
