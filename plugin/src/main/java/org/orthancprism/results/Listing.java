// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.List;
import org.orthancprism.orthanc.OrthancRestException;

/** Asks Orthanc for a list of what a study holds. */
@FunctionalInterface
interface Listing<T> {

  /**
   * What a study holds.
   *
   * @throws OrthancRestException.NotFound where Orthanc does not hold the study
   */
  List<T> of(String studyId) throws OrthancRestException;

  /** What a study holds; nothing where Orthanc does not hold it. */
  default List<T> orNone(String studyId) throws OrthancRestException {
    try {
      return of(studyId);
    } catch (OrthancRestException.NotFound none) {
      return List.of();
    }
  }
}
