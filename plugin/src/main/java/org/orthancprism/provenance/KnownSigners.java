// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.provenance;

import java.time.Clock;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.database.Sql;
import org.orthancprism.dicom.signature.Fingerprints;
import org.orthancprism.dicom.signature.SigningKey;

/**
 * The certificates with which workers of a queue have signed, kept for ever: whoever looks at a
 * result knows by them that it was signed here, on whatever machine the worker was.
 */
public final class KnownSigners {

  private final Sql sql;
  private final Clock clock;

  public KnownSigners(QueueDatabase database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /** Notes a key's certificate before anything is signed with it. */
  void add(SigningKey key) {
    sql.update(
        "INSERT INTO signers (fingerprint, subject, at) VALUES (?, ?, ?)"
            + " ON CONFLICT (fingerprint) DO NOTHING",
        Fingerprints.of(key.certificate()),
        key.certificate().getSubjectX500Principal().getName(),
        clock.millis());
  }

  /** Whether a worker of this queue has signed with the certificate of this fingerprint. */
  public boolean has(String fingerprint) {
    return sql.first(
            row -> row.getString("fingerprint"),
            "SELECT fingerprint FROM signers WHERE fingerprint = ?",
            fingerprint)
        .isPresent();
  }
}
