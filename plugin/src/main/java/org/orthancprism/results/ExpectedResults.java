// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import java.util.List;
import org.orthancprism.dicom.recognition.ResultMark;

/**
 * What edits make of a film, the report left aside.
 *
 * @param sopInstanceUids SOP Instance UIDs of all objects
 * @param marks what the images among them say in their Image Type
 */
public record ExpectedResults(List<String> sopInstanceUids, List<ResultMark> marks) {

  public ExpectedResults {
    sopInstanceUids = List.copyOf(sopInstanceUids);
    marks = List.copyOf(marks);
  }
}
