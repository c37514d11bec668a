// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.StudyResults;

/**
 * A study without what was outdated in it.
 *
 * @param instances what it holds
 * @param results the results among it
 */
record StudyNow(List<StoredInstance> instances, StudyResults results) {

  StudyNow {
    instances = List.copyOf(instances);
  }
}
