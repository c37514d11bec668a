// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.dataset;

import java.util.List;
import java.util.Objects;

/**
 * A data element of a {@link Dataset}: one of four kinds, by what its value is.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#chapter_7">PS3.5
 *     chapter 7</a>
 */
public sealed interface Attribute {

  /** The attribute's tag. */
  Tag tag();

  /** The attribute's value representation. */
  Vr vr();

  /** Whether the attribute has no value at all, as a Type 2 attribute may. */
  boolean isEmpty();

  /**
   * Text, already decoded from its character set.
   *
   * @param tag the tag
   * @param vr a textual value representation
   * @param values the values as written, without padding; none for an attribute without value
   */
  record Text(Tag tag, Vr vr, List<String> values) implements Attribute {
    public Text {
      Objects.requireNonNull(tag, "tag");
      if (!vr.isText()) {
        throw new IllegalArgumentException(tag + " of representation " + vr + " is not text");
      }
      values = List.copyOf(values);
    }

    @Override
    public boolean isEmpty() {
      return values.stream().allMatch(String::isEmpty);
    }
  }

  /** Numbers or bytes. */
  final class Binary implements Attribute {
    private final Tag tag;
    private final Vr vr;
    private final byte[] value;

    /**
     * Wraps a value.
     *
     * @param value the value in little endian byte order; owned by the attribute from now on
     */
    public Binary(Tag tag, Vr vr, byte[] value) {
      if (vr.isText() || vr.isSequence()) {
        throw new IllegalArgumentException(tag + " of representation " + vr + " is not binary");
      }
      this.tag = tag;
      this.vr = vr;
      this.value = value;
    }

    @Override
    public Tag tag() {
      return tag;
    }

    @Override
    public Vr vr() {
      return vr;
    }

    /** The value in little endian byte order, not to be changed by the reader. */
    public byte[] value() {
      return value;
    }

    @Override
    public boolean isEmpty() {
      return value.length == 0;
    }
  }

  /**
   * A sequence of items.
   *
   * @param tag the tag
   * @param items the items
   */
  record Sequence(Tag tag, List<Dataset> items) implements Attribute {
    public Sequence {
      Objects.requireNonNull(tag, "tag");
      items = List.copyOf(items);
    }

    @Override
    public Vr vr() {
      return Vr.SQ;
    }

    @Override
    public boolean isEmpty() {
      return items.isEmpty();
    }
  }

  /**
   * Encapsulated pixel data, kept as the compressed fragments it came in.
   *
   * @param tag the tag, as a rule Pixel Data (7FE0,0010)
   * @param vr OB, or OW as some writers say
   * @param fragments the fragments, the first being the Basic Offset Table (PS3.5 A.4); not to be
   *     changed by a reader
   */
  record Fragments(Tag tag, Vr vr, List<byte[]> fragments) implements Attribute {
    public Fragments {
      Objects.requireNonNull(tag, "tag");
      Objects.requireNonNull(vr, "vr");
      fragments = List.copyOf(fragments);
    }

    @Override
    public boolean isEmpty() {
      return fragments.isEmpty();
    }

    /** Bytes of the compressed stream, without the Basic Offset Table. */
    public long compressedLength() {
      return fragments.stream().skip(1).mapToLong(fragment -> fragment.length).sum();
    }
  }
}
