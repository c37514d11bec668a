// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.List;
import java.util.function.UnaryOperator;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** Plants faults into the content of a report. */
final class ContentTree {

  private ContentTree() {}

  /** Whether an item has a concept name. */
  static boolean isNamed(Dataset item, CodedConcept name) {
    return item.items(Tag.CONCEPT_NAME_CODE_SEQUENCE).stream().anyMatch(name::matches);
  }

  /** The tree with each item replaced, the lowest first. */
  static Dataset mapped(Dataset item, UnaryOperator<Dataset> change) {
    List<Dataset> content =
        item.items(Tag.CONTENT_SEQUENCE).stream().map(each -> mapped(each, change)).toList();
    return change.apply(
        content.isEmpty() ? item : item.toBuilder().set(Tag.CONTENT_SEQUENCE, content).build());
  }
}
