// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.dicom.film.PixelDigest;

/**
 * The pixels of all images that were ever made for the Orthancs of a queue, kept for ever: 200
 * bytes an image. They identify a result that comes back under another header.
 */
public final class MadeResults {

  private final Sql sql;
  private final Clock clock;

  public MadeResults(QueueDatabase database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /**
   * Notes an image, before it is stored anywhere. One that is made again stays as it was noted.
   *
   * @param result its SOP Instance UID
   * @param film SOP Instance UID of the film
   * @param pack digest of the pack
   */
  void note(PixelDigest pixels, String result, String film, String pack) {
    sql.update(
        "INSERT INTO made_results (pixels, result, film, pack, at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (pixels, result) DO NOTHING",
        pixels.hex(),
        result,
        film,
        pack,
        clock.millis());
  }

  /** The first image that was made with these pixels. */
  public Optional<MadeResult> find(PixelDigest pixels) {
    return sql.first(
        row ->
            new MadeResult(
                pixels,
                row.getString("result"),
                row.getString("film"),
                row.getString("pack"),
                Instant.ofEpochMilli(row.getLong("at"))),
        "SELECT * FROM made_results WHERE pixels = ? ORDER BY at, result LIMIT 1",
        pixels.hex());
  }
}
