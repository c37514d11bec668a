// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An immutable set of attributes in the order of their tags.
 *
 * <p>The accessors are tolerant: an attribute that is absent, empty or not of the asked kind gives
 * an empty answer, never an exception. {@link DatasetBuilder} is strict.
 */
public final class Dataset implements Iterable<Attribute> {
  private static final Dataset EMPTY = new Dataset(new TreeMap<>());

  private final NavigableMap<Tag, Attribute> attributes;

  Dataset(NavigableMap<Tag, Attribute> attributes) {
    this.attributes = attributes;
  }

  /** A dataset without attributes. */
  public static Dataset empty() {
    return EMPTY;
  }

  /** A dataset of these attributes; of two with one tag, the later counts. */
  public static Dataset of(Collection<? extends Attribute> attributes) {
    NavigableMap<Tag, Attribute> byTag = new TreeMap<>();
    for (Attribute attribute : attributes) {
      byTag.put(attribute.tag(), attribute);
    }
    return new Dataset(byTag);
  }

  /** A builder without attributes. */
  public static DatasetBuilder builder() {
    return new DatasetBuilder();
  }

  /** A builder that starts with these attributes. */
  public DatasetBuilder toBuilder() {
    return new DatasetBuilder().addAll(this);
  }

  /** Number of attributes, without those inside of sequences. */
  public int size() {
    return attributes.size();
  }

  /** The attribute of a tag. */
  public Optional<Attribute> get(Tag tag) {
    return Optional.ofNullable(attributes.get(tag));
  }

  /** Whether the attribute is there, with or without a value. */
  public boolean contains(Tag tag) {
    return attributes.containsKey(tag);
  }

  /** Whether the attribute is there with a value. */
  public boolean hasValue(Tag tag) {
    Attribute attribute = attributes.get(tag);
    return attribute != null && !attribute.isEmpty();
  }

  /** The attributes in the order of their tags. */
  public Stream<Attribute> attributes() {
    return attributes.values().stream();
  }

  @Override
  public Iterator<Attribute> iterator() {
    return attributes.values().iterator();
  }

  /** All values of a text, trimmed of spaces; none if absent. */
  public List<String> strings(Tag tag) {
    if (attributes.get(tag) instanceof Attribute.Text text) {
      return text.values().stream().map(String::strip).toList();
    }
    return List.of();
  }

  /** The first value of a text, trimmed of spaces, if it is not blank. */
  public Optional<String> string(Tag tag) {
    return strings(tag).stream().findFirst().filter(value -> !value.isEmpty());
  }

  /** The first number as an integer, be it text (IS) or binary. */
  public OptionalInt integer(Tag tag) {
    OptionalDouble number = decimal(tag);
    if (number.isPresent() && number.getAsDouble() == Math.rint(number.getAsDouble())) {
      double value = number.getAsDouble();
      if (Math.abs(value) <= Integer.MAX_VALUE) {
        return OptionalInt.of((int) value);
      }
    }
    return OptionalInt.empty();
  }

  /** The first number, be it text (DS, IS) or binary. */
  public OptionalDouble decimal(Tag tag) {
    List<Double> numbers = decimals(tag);
    return numbers.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(numbers.get(0));
  }

  /** All numbers, be they text (DS, IS) or binary; none at all if one of them is not a number. */
  public List<Double> decimals(Tag tag) {
    List<OptionalDouble> numbers = eachDecimal(tag);
    return numbers.stream().allMatch(OptionalDouble::isPresent)
        ? numbers.stream().map(OptionalDouble::getAsDouble).toList()
        : List.of();
  }

  /** The numbers in their places, be they text (DS, IS) or binary; empty where there is none. */
  public List<OptionalDouble> eachDecimal(Tag tag) {
    Attribute attribute = attributes.get(tag);
    if (attribute instanceof Attribute.Text text) {
      return text.values().stream().map(DecimalString::parse).toList();
    }
    if (attribute instanceof Attribute.Binary binary) {
      return decode(binary);
    }
    return List.of();
  }

  /** The items of a sequence; none if absent. */
  public List<Dataset> items(Tag tag) {
    return attributes.get(tag) instanceof Attribute.Sequence sequence
        ? sequence.items()
        : List.of();
  }

  /** The bytes of a binary attribute, little endian, not to be changed by the reader. */
  public Optional<byte[]> bytes(Tag tag) {
    return attributes.get(tag) instanceof Attribute.Binary binary
        ? Optional.of(binary.value())
        : Optional.empty();
  }

  private static List<OptionalDouble> decode(Attribute.Binary binary) {
    ByteBuffer buffer = ByteBuffer.wrap(binary.value()).order(ByteOrder.LITTLE_ENDIAN);
    List<OptionalDouble> numbers = new ArrayList<>();
    int unit = binary.vr().unit();
    while (buffer.remaining() >= unit) {
      double number =
          switch (binary.vr()) {
            case US, OW -> (double) (buffer.getShort() & 0xFFFF);
            case SS -> (double) buffer.getShort();
            case UL, OL -> (double) (buffer.getInt() & 0xFFFFFFFFL);
            case SL -> (double) buffer.getInt();
            case FL, OF -> (double) buffer.getFloat();
            case FD, OD -> buffer.getDouble();
            case SV, UV, OV -> (double) buffer.getLong();
            case AT ->
                (double) (((buffer.getShort() & 0xFFFFL) << 16) | (buffer.getShort() & 0xFFFF));
            default -> (double) (buffer.get() & 0xFF);
          };
      numbers.add(Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty());
      if (binary.vr() == Vr.AT && buffer.remaining() < 4) {
        break;
      }
    }
    return numbers;
  }
}
