// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.removal;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.orthancprism.dicom.recognition.OwnObject.Kind;
import org.orthancprism.dicom.version.Fingerprint;

/**
 * Which results are meant: those that meet all that is given.
 *
 * @param pack digest of the pack that made them
 * @param edit name of the edit that made them, however it was made
 * @param from when they were made at the earliest
 * @param before when they were made, at the latest just before
 * @param study Orthanc's identifier of their study
 */
public record Criterion(
    Optional<String> pack,
    Optional<String> edit,
    Optional<Instant> from,
    Optional<Instant> before,
    Optional<String> study) {

  public Criterion {
    Objects.requireNonNull(pack, "pack");
    Objects.requireNonNull(edit, "edit");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(before, "before");
    Objects.requireNonNull(study, "study");
  }

  /** Results that were made before an instant. */
  public static Criterion madeBefore(Instant limit) {
    return new Criterion(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(limit), Optional.empty());
  }

  /** Whether all results of all studies are meant. */
  public boolean isEmpty() {
    return pack.isEmpty()
        && edit.isEmpty()
        && from.isEmpty()
        && before.isEmpty()
        && study.isEmpty();
  }

  /** In JSON; what is not given is missing. */
  public JsonObject json() {
    JsonObjectBuilder json = Json.createObjectBuilder();
    pack.ifPresent(digest -> json.add("pack", digest));
    edit.ifPresent(name -> json.add("edit", name));
    from.ifPresent(at -> json.add("from", at.toString()));
    before.ifPresent(at -> json.add("before", at.toString()));
    study.ifPresent(id -> json.add("study", id));
    return json.build();
  }

  /** Reads what {@link #json} wrote. */
  static Criterion read(JsonObject json) {
    return new Criterion(
        text(json, "pack"),
        text(json, "edit"),
        text(json, "from").map(Instant::parse),
        text(json, "before").map(Instant::parse),
        text(json, "study"));
  }

  private static Optional<String> text(JsonObject json, String key) {
    return Optional.ofNullable(json.getString(key, null));
  }

  /** In words, for example {@code pack 1f, made before 2026-01-31T00:00:00Z}. */
  @Override
  public String toString() {
    List<String> words = new ArrayList<>();
    pack.ifPresent(digest -> words.add("pack " + digest));
    edit.ifPresent(name -> words.add("edit " + name));
    from.ifPresent(at -> words.add("made from " + at));
    before.ifPresent(at -> words.add("made before " + at));
    study.ifPresent(id -> words.add("study " + id));
    return words.isEmpty() ? "all results" : String.join(", ", words);
  }

  /**
   * The results of a study that are meant, reports that tell of any of these, and presentation
   * states that none of the other reports tells of: they would refer to what is not there.
   */
  List<DatedResult> chosen(List<DatedResult> results) {
    Set<String> keys =
        results.stream()
            .flatMap(result -> result.edits().stream())
            .filter(this::isOfEdit)
            .collect(Collectors.toCollection(HashSet::new));
    edit.ifPresent(keys::add);
    Set<DatedResult> chosen = new LinkedHashSet<>();
    results.stream().filter(result -> isMeant(result, keys)).forEach(chosen::add);
    addReports(results, chosen);
    addStates(results, chosen);
    return List.copyOf(chosen);
  }

  private boolean isMeant(DatedResult result, Set<String> keys) {
    return pack.filter(digest -> !digest.equals(result.pack())).isEmpty()
        && isInTime(result.madeAt())
        && (edit.isEmpty() || isOfOneOf(result, keys));
  }

  private boolean isInTime(Optional<Instant> madeAt) {
    return (from.isEmpty() || madeAt.filter(at -> !at.isBefore(from.get())).isPresent())
        && (before.isEmpty() || madeAt.filter(at -> at.isBefore(before.get())).isPresent());
  }

  /** Of the edit alone, or of the edit with choices. */
  private boolean isOfEdit(String key) {
    return edit.filter(name -> key.equals(name) || key.startsWith(name + "; ")).isPresent();
  }

  /** Reports and presentation states are of several edits. */
  private static boolean isOfOneOf(DatedResult result, Set<String> keys) {
    return result
        .result()
        .says()
        .mark()
        .filter(
            mark ->
                keys.stream()
                    .anyMatch(key -> mark.edit().equals(Fingerprint.of(result.pack(), key))))
        .isPresent();
  }

  private static void addReports(List<DatedResult> results, Set<DatedResult> chosen) {
    Set<String> gone =
        chosen.stream()
            .filter(result -> result.isA(Kind.IMAGE))
            .map(DatedResult::sopInstanceUid)
            .collect(Collectors.toSet());
    results.stream()
        .filter(result -> result.isA(Kind.REPORT))
        .filter(report -> report.references().stream().anyMatch(gone::contains))
        .forEach(chosen::add);
  }

  private static void addStates(List<DatedResult> results, Set<DatedResult> chosen) {
    Set<String> toldOnlyByGone = evidence(chosen);
    toldOnlyByGone.removeAll(
        evidence(results.stream().filter(result -> !chosen.contains(result)).toList()));
    results.stream()
        .filter(result -> result.isA(Kind.PRESENTATION_STATE))
        .filter(state -> toldOnlyByGone.contains(state.sopInstanceUid()))
        .forEach(chosen::add);
  }

  private static Set<String> evidence(Iterable<DatedResult> results) {
    Set<String> evidence = new HashSet<>();
    for (DatedResult result : results) {
      if (result.isA(Kind.REPORT)) {
        evidence.addAll(result.references());
      }
    }
    return evidence;
  }
}
