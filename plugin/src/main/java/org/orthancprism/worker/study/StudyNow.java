// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.worker.study;

import java.util.List;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.results.SeparateStudy;
import org.orthancprism.results.StudyResults;

/**
 * A study without what was outdated in it.
 *
 * @param instances what it holds, with the study of its own that results may be in
 * @param results the results among it
 * @param separate the study of its own
 */
record StudyNow(List<StoredInstance> instances, StudyResults results, SeparateStudy separate) {

  StudyNow {
    instances = List.copyOf(instances);
  }
}
