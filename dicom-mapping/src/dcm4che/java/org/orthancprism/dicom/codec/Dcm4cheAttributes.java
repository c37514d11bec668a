// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.dcm4che3.data.Attributes;
import org.dcm4che3.data.Fragments;
import org.dcm4che3.data.Sequence;
import org.dcm4che3.data.VR;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/** Between dcm4che's attributes and ours. */
final class Dcm4cheAttributes {

  private Dcm4cheAttributes() {}

  /** The dataset of dcm4che's attributes, whatever their byte order. */
  static Dataset dataset(Attributes attributes) throws IOException {
    Attributes little = attributes.bigEndian() ? new Attributes(attributes, false) : attributes;
    List<Attribute> result = new ArrayList<>();
    for (int tag : little.tags()) {
      result.add(attribute(little, new Tag(tag)));
    }
    return Dataset.of(result);
  }

  private static Attribute attribute(Attributes attributes, Tag tag) throws IOException {
    Vr vr = Vr.valueOf(attributes.getVR(tag.value()).name());
    Object value = attributes.getValue(tag.value());
    if (vr.isSequence()) {
      return new Attribute.Sequence(tag, items(value));
    }
    if (value instanceof Fragments fragments) {
      return new Attribute.Fragments(
          tag, vr, fragments.stream().map(Dcm4cheAttributes::bytes).toList());
    }
    if (vr.isText()) {
      return new Attribute.Text(tag, vr, texts(attributes.getStrings(tag.value())));
    }
    byte[] bytes = attributes.getBytes(tag.value());
    return new Attribute.Binary(tag, vr, bytes == null ? new byte[0] : bytes);
  }

  private static List<Dataset> items(Object value) throws IOException {
    List<Dataset> items = new ArrayList<>();
    if (value instanceof Sequence sequence) {
      for (Attributes item : sequence) {
        items.add(dataset(item));
      }
    }
    return items;
  }

  /** An empty fragment is kept as a marker that is no array. */
  private static byte[] bytes(Object fragment) {
    return fragment instanceof byte[] bytes ? bytes : new byte[0];
  }

  /** An empty value among others is null. */
  private static List<String> texts(String[] values) {
    return values == null
        ? List.of()
        : Arrays.stream(values).map(value -> value == null ? "" : value).toList();
  }

  /** dcm4che's attributes of a dataset, in little endian. */
  static Attributes of(Dataset dataset) {
    Attributes attributes = new Attributes(dataset.size());
    for (Attribute attribute : dataset) {
      // Group lengths are retired (PS3.5 7.2).
      if (attribute.tag().element() != 0) {
        add(attributes, attribute);
      }
    }
    return attributes;
  }

  private static void add(Attributes attributes, Attribute attribute) {
    int tag = attribute.tag().value();
    VR vr = VR.valueOf(attribute.vr().name());
    if (attribute instanceof Attribute.Text text) {
      attributes.setString(tag, vr, text.values().toArray(String[]::new));
    } else if (attribute instanceof Attribute.Binary binary) {
      Vr written = ElementWriter.written(binary.vr(), binary.value().length);
      attributes.setBytes(tag, VR.valueOf(written.name()), binary.value());
    } else if (attribute instanceof Attribute.Fragments fragments) {
      Fragments added = attributes.newFragments(tag, VR.OB, fragments.fragments().size());
      added.addAll(fragments.fragments());
    } else if (attribute instanceof Attribute.Sequence sequence) {
      Sequence added = attributes.newSequence(tag, sequence.items().size());
      for (Dataset item : sequence.items()) {
        // One character set is declared for the whole dataset.
        added.add(of(item.toBuilder().remove(Tag.SPECIFIC_CHARACTER_SET).build()));
      }
    }
  }
}
