// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.database.JsonColumn;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.audit.ProbabilitiesJson;

/**
 * What packs' classifiers saw in the films of one Orthanc before and after each edit: kept with the
 * tasks, for the matrix of what edits do to findings. A film is its Orthanc's identifier of the
 * instance, for the films of two patients may have the same SOP Instance UID.
 */
public final class EffectRecords {

  private static final String MADE =
      " AND EXISTS (SELECT 1 FROM edit_ends WHERE edit_ends.orthanc = film_effects.orthanc AND"
          + " edit_ends.instance = film_effects.instance AND edit_ends.edit = film_effects.edit AND"
          + " edit_ends.pack = film_effects.pack AND edit_ends.ending = 'made')";

  private final Sql sql;
  private final String orthanc;
  private final Clock clock;

  /**
   * Records in a queue.
   *
   * @param orthanc the Orthanc whose films they are of
   */
  public EffectRecords(QueueDatabase database, String orthanc, Clock clock) {
    this.sql = new Sql(database);
    this.orthanc = orthanc;
    this.clock = clock;
  }

  /**
   * Keeps what was seen; in place of what was for the same film, edit and pack.
   *
   * @param effect whose film is Orthanc's identifier of the instance, and whose patient Orthanc's
   *     of the patient
   */
  public void put(String packDigest, FilmEffect effect) {
    sql.update(
        "INSERT INTO film_effects (orthanc, instance, patient, edit, pack, seen_before, seen_after,"
            + " at) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (orthanc, instance, edit, pack) DO"
            + " UPDATE SET patient = excluded.patient, seen_before = excluded.seen_before, seen_after = excluded.seen_after, at ="
            + " excluded.at",
        orthanc,
        effect.film(),
        effect.patient().orElse(null),
        effect.edit(),
        packDigest,
        ProbabilitiesJson.of(effect.before()).build().toString(),
        ProbabilitiesJson.of(effect.after()).build().toString(),
        clock.millis());
  }

  /** Digest of the pack that edited last; empty where nothing was seen yet. */
  public Optional<String> newestPack() {
    return sql.first(
        row -> row.getString("pack"),
        "SELECT pack FROM film_effects WHERE orthanc = ? ORDER BY at DESC LIMIT 1",
        orthanc);
  }

  /** Grows with each effect that is added, replaced or removed. */
  public long version() {
    return sql.first(
            row -> row.getLong("version"),
            "SELECT version FROM effect_versions WHERE orthanc = ?",
            orthanc)
        .orElse(0L);
  }

  /**
   * The newest effects of a pack.
   *
   * @param ends of which edits
   * @param limit how many at most
   */
  public List<FilmEffect> newest(String packDigest, EffectEnds ends, int limit) {
    return sql.query(
        EffectRecords::effect,
        "SELECT * FROM film_effects WHERE orthanc = ? AND pack = ?"
            + (ends == EffectEnds.MADE ? MADE : "")
            + " ORDER BY at DESC, instance, edit LIMIT ?",
        orthanc,
        packDigest,
        limit);
  }

  /**
   * What was seen in one film, in the order of the edits' names.
   *
   * @param instance Orthanc's identifier of the film
   */
  public List<FilmEffect> ofFilm(String packDigest, String instance) {
    return sql.query(
        EffectRecords::effect,
        "SELECT * FROM film_effects WHERE orthanc = ? AND pack = ? AND instance = ? ORDER BY edit",
        orthanc,
        packDigest,
        instance);
  }

  private static FilmEffect effect(ResultSet row) throws SQLException {
    return new FilmEffect(
        row.getString("instance"),
        Optional.ofNullable(row.getString("patient")),
        row.getString("edit"),
        probabilities(row.getString("seen_before")),
        probabilities(row.getString("seen_after")));
  }

  private static Map<String, Double> probabilities(String json) {
    return ProbabilitiesJson.read(JsonColumn.object(json));
  }
}
