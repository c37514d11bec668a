// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.List;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancRestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes results from Orthanc, and nothing else. */
public final class Deletion {

  private static final Logger LOG = LoggerFactory.getLogger(Deletion.class);

  private Deletion() {}

  /**
   * Deletes those that may be deleted; what is gone already is as good.
   *
   * @param why for the log
   * @return what is gone
   * @see HeldResult#mayBeDeleted
   */
  public static List<HeldResult> delete(OrthancClient orthanc, List<HeldResult> results, String why)
      throws OrthancRestException {
    List<HeldResult> own = results.stream().filter(HeldResult::mayBeDeleted).toList();
    for (HeldResult result : own) {
      orthanc.deleteInstance(result.instance().id());
      LOG.warn(
          "Instance {} ({}) is deleted: {}",
          result.instance().sopInstanceUid(),
          result.instance().id(),
          why);
    }
    return own;
  }
}
