// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.request;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What distinguishes a task from all others that a queue may hold.
 *
 * @param orthanc the name by which the queue knows the Orthanc that holds the study
 * @param id the task within that Orthanc: Orthanc's identifier of the study, followed by a digest
 *     for a request of particular edits
 */
public record TaskKey(String orthanc, String id) {

  /** What an Orthanc may be called in a queue. */
  public static final Pattern ORTHANC = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");

  private static final int LONGEST_ID = 64;

  public TaskKey {
    Objects.requireNonNull(orthanc, "orthanc");
    if (!ORTHANC.matcher(orthanc).matches()) {
      throw new IllegalArgumentException("no name of an Orthanc in a queue: " + orthanc);
    }
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException("a task's id has 1 to 64 characters, not " + id.length());
    }
  }

  @Override
  public String toString() {
    return orthanc + "/" + id;
  }
}
