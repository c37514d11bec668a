// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * What is kept on a study in Orthanc when its task is done, as metadata {@value #METADATA}: JSON
 * that an administrator can read, and by which a second trigger for the same instances, and films
 * that are new among them, are recognised.
 *
 * @param packDigest the pack it was done with
 * @param edits the edits that the rules called for
 * @param instances digest of the revisions of the study's instances, results included
 * @param films revisions of the films whose results are stored
 */
public record StudyMark(
    String packDigest, List<String> edits, String instances, Set<String> films) {

  /** Number of the metadata. */
  public static final int METADATA = 5120;

  public StudyMark {
    edits = List.copyOf(edits);
    films = Collections.unmodifiableSet(new TreeSet<>(films));
  }

  public static StudyMark of(
      String packDigest,
      List<String> edits,
      Collection<String> instanceIds,
      Collection<String> films) {
    return new StudyMark(packDigest, edits, digest(instanceIds), new TreeSet<>(films));
  }

  /** Whether it was done with this pack and for these edits. */
  public boolean isOf(String digest, List<String> names) {
    return packDigest.equals(digest) && edits.equals(names);
  }

  /** Whether the study has these instances still, and no other. */
  public boolean holds(Collection<String> instanceIds) {
    return instances.equals(digest(instanceIds));
  }

  /** The same with the films of a mark that another worker wrote meanwhile about the same work. */
  public StudyMark merged(Optional<StudyMark> other) {
    Set<String> all = new TreeSet<>(films);
    other.filter(one -> one.isOf(packDigest, edits)).ifPresent(one -> all.addAll(one.films));
    return new StudyMark(packDigest, edits, instances, all);
  }

  /** The same for a study of which no film is known to be done. */
  public StudyMark withoutFilms() {
    return of(packDigest, edits, List.of(), List.of());
  }

  /** The same for a study that holds these instances now. */
  public StudyMark withInstances(Collection<String> instanceIds) {
    return of(packDigest, edits, instanceIds, films);
  }

  /** The mark in a metadata's text; none where it is not ours. */
  public static Optional<StudyMark> parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      JsonObject json = reader.readObject();
      if (!json.getString("state", "").equals("done")) {
        return Optional.empty();
      }
      List<String> edits = json.getJsonArray("edits").getValuesAs(JsonString::getString);
      List<String> films = json.getJsonArray("films").getValuesAs(JsonString::getString);
      return Optional.of(
          new StudyMark(
              json.getString("packDigest"),
              edits,
              json.getString("instances"),
              new TreeSet<>(films)));
    } catch (JsonException | NullPointerException | ClassCastException e) {
      return Optional.empty();
    }
  }

  public String text(Instant now) {
    return Json.createObjectBuilder()
        .add("state", "done")
        .add("at", now.toString())
        .add("packDigest", packDigest)
        .add("edits", Json.createArrayBuilder(edits))
        .add("instances", instances)
        .add("films", Json.createArrayBuilder(films))
        .build()
        .toString();
  }

  private static String digest(Collection<String> instanceIds) {
    StringBuilder lines = new StringBuilder();
    new TreeSet<>(instanceIds).forEach(id -> lines.append(id).append('\n'));
    return DigestUtils.sha256Hex(lines.toString());
  }
}
