// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Writes the parts of a data element in explicit VR little endian, as they are the same in a file
 * and in the byte stream of a MAC.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#sect_7.1.2">PS3.5
 *     7.1.2</a>
 */
final class ElementWriter {
  private static final int LONGEST_SHORT_VALUE = 0xFFFE;

  private final ByteOutput output;

  ElementWriter(ByteOutput output) {
    this.output = output;
  }

  void tag(Tag tag) {
    output.u16(tag.group());
    output.u16(tag.element());
  }

  /** Value representation, and reserved bytes where it has them. */
  void representation(Vr vr) {
    output.u8((byte) vr.name().charAt(0));
    output.u8((byte) vr.name().charAt(1));
    if (vr.hasLongLength()) {
      output.u16(0);
    }
  }

  /** Value representation and length. */
  void header(Vr vr, int length) {
    representation(vr);
    if (vr.hasLongLength()) {
      output.u32(length);
    } else {
      output.u16(length);
    }
  }

  /** All of a text but its tag. */
  void value(Attribute.Text text) {
    value(text.vr(), TextValues.encode(text.values(), text.vr()));
  }

  /** All of numbers or bytes but their tag. */
  void value(Attribute.Binary binary) {
    value(binary.vr(), binary.value());
  }

  private void value(Vr vr, byte[] value) {
    Vr written = written(vr, value.length);
    header(written, value.length + (value.length & 1));
    output.bytes(value);
    if ((value.length & 1) == 1) {
      output.u8(written.padding());
    }
  }

  /** The representation that a value of this length can be written with. */
  static Vr written(Vr vr, int length) {
    if (vr.hasLongLength() || length <= LONGEST_SHORT_VALUE) {
      return vr;
    }
    // A lookup table of 65536 entries does not fit US; words do. Other values go as UN.
    return vr.unit() == 2 ? Vr.OW : Vr.UN;
  }
}
