// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Builds a {@link Dataset}. What is set by value is checked against the rules of its value
 * representation; what is copied from another dataset stays as it is.
 *
 * <p>The setters take the value representation from the {@link DataDictionary}.
 */
public final class DatasetBuilder {
  private final NavigableMap<Tag, Attribute> attributes = new TreeMap<>();

  DatasetBuilder() {}

  /** Adds an attribute as it is, in the place of one with its tag. */
  public DatasetBuilder add(Attribute attribute) {
    attributes.put(attribute.tag(), attribute);
    return this;
  }

  /** Adds all attributes of a dataset as they are. */
  public DatasetBuilder addAll(Dataset dataset) {
    dataset.forEach(this::add);
    return this;
  }

  /** Copies those of the tags that the dataset has. */
  public DatasetBuilder copy(Dataset dataset, Iterable<Tag> tags) {
    for (Tag tag : tags) {
      dataset.get(tag).ifPresent(this::add);
    }
    return this;
  }

  /** Takes an attribute out. */
  public DatasetBuilder remove(Tag tag) {
    attributes.remove(tag);
    return this;
  }

  /**
   * Sets text values.
   *
   * @throws IllegalArgumentException if a value breaks the rules of the value representation
   */
  public DatasetBuilder set(Tag tag, String... values) {
    Vr vr = DataDictionary.standard().vr(tag);
    for (String value : values) {
      ValueRules.check(tag, vr, value);
    }
    return add(new Attribute.Text(tag, vr, List.of(values)));
  }

  /** Sets a Type 2 attribute without value, unless it is there already. */
  public DatasetBuilder setEmptyIfAbsent(Tag... tags) {
    for (Tag tag : tags) {
      if (!attributes.containsKey(tag)) {
        Vr vr = DataDictionary.standard().vr(tag);
        if (vr.isText()) {
          add(new Attribute.Text(tag, vr, List.of()));
        } else if (vr.isSequence()) {
          add(new Attribute.Sequence(tag, List.of()));
        } else {
          add(new Attribute.Binary(tag, vr, new byte[0]));
        }
      }
    }
    return this;
  }

  /** Sets whole numbers, as text for IS and DS or in binary. */
  public DatasetBuilder set(Tag tag, int... values) {
    return set(tag, DataDictionary.standard().vr(tag), values);
  }

  /** Sets whole numbers of a representation where the dictionary leaves the choice, as US or SS. */
  public DatasetBuilder set(Tag tag, Vr vr, int... values) {
    if (vr.isText()) {
      String[] texts = new String[values.length];
      for (int i = 0; i < values.length; i++) {
        texts[i] = Integer.toString(values[i]);
      }
      return set(tag, texts);
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * vr.unit()).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      switch (vr.unit()) {
        case 2 -> buffer.putShort((short) value);
        case 4 -> buffer.putInt(value);
        default -> throw new IllegalArgumentException(tag + " of " + vr + " takes no integers");
      }
    }
    return add(new Attribute.Binary(tag, vr, buffer.array()));
  }

  /** Sets decimal numbers, as text for DS (at most 16 characters) or in binary (FL, FD). */
  public DatasetBuilder set(Tag tag, double... values) {
    Vr vr = DataDictionary.standard().vr(tag);
    if (vr.isText()) {
      String[] texts = new String[values.length];
      for (int i = 0; i < values.length; i++) {
        texts[i] = DecimalString.of(values[i]);
      }
      return set(tag, texts);
    }
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * vr.unit()).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : values) {
      switch (vr) {
        case FL -> buffer.putFloat((float) value);
        case FD -> buffer.putDouble(value);
        default -> throw new IllegalArgumentException(tag + " of " + vr + " takes no decimals");
      }
    }
    return add(new Attribute.Binary(tag, vr, buffer.array()));
  }

  /** Sets the items of a sequence. */
  public DatasetBuilder set(Tag tag, Dataset... items) {
    return set(tag, List.of(items));
  }

  /** Sets the items of a sequence. */
  public DatasetBuilder set(Tag tag, List<Dataset> items) {
    return add(new Attribute.Sequence(tag, items));
  }

  /**
   * Sets bytes.
   *
   * @param value the value, little endian; owned by the dataset from now on
   */
  public DatasetBuilder setBytes(Tag tag, Vr vr, byte[] value) {
    return add(new Attribute.Binary(tag, vr, value));
  }

  /** The dataset; the builder can go on. */
  public Dataset build() {
    return new Dataset(new TreeMap<>(attributes));
  }
}
