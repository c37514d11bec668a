// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.testing;

import java.time.Clock;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.database.QueueDatabase;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.signature.Signer;
import org.orthancprism.provenance.KnownSigners;
import org.orthancprism.provenance.MadeResults;
import org.orthancprism.provenance.ResultFiles;

/** Writes the files of results as a worker does, signed with the key that tests share. */
public final class TestResults {

  private TestResults() {}

  /** Files that are noted in a queue. */
  public static ResultFiles files(QueueDatabase database, Clock clock)
      throws ConfigurationException {
    return new ResultFiles(
        new Part10Codec(),
        new Signer(TestSigningKey.file().open(), clock),
        new KnownSigners(database, clock),
        new MadeResults(database, clock));
  }
}
