// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.util.Arrays;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/** A dataset as text, so that two can be compared and a difference be read. */
public final class Dump {

  private Dump() {}

  /** All attributes but group lengths and Specific Character Set, which depend on the encoding. */
  public static String of(Dataset dataset) {
    StringBuilder text = new StringBuilder();
    append(text, dataset, "");
    return text.toString();
  }

  private static void append(StringBuilder text, Dataset dataset, String indent) {
    for (Attribute attribute : dataset) {
      Tag tag = attribute.tag();
      if (tag.element() == 0 || tag.equals(Tag.SPECIFIC_CHARACTER_SET)) {
        continue;
      }
      text.append(indent).append(tag).append(' ');
      if (attribute instanceof Attribute.Text values) {
        text.append(values.values().isEmpty() ? "[]" : values.values());
      } else if (attribute instanceof Attribute.Binary binary) {
        byte[] value = binary.value();
        text.append(value.length).append(" bytes ").append(Arrays.hashCode(value));
      } else if (attribute instanceof Attribute.Fragments fragments) {
        fragments.fragments().forEach(each -> text.append(Arrays.hashCode(each)).append(' '));
      } else if (attribute instanceof Attribute.Sequence sequence) {
        for (Dataset item : sequence.items()) {
          text.append("\n").append(indent).append(" item\n");
          append(text, item, indent + "  ");
        }
      }
      text.append('\n');
    }
  }
}
