// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.DataDictionary;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax.Encoding;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Reads the attributes of a dataset in one encoding.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part05.html#chapter_7">PS3.5
 *     chapter 7</a>
 */
final class DatasetReader {
  static final Tag ITEM = new Tag(0xFFFEE000);
  static final Tag ITEM_DELIMITATION = new Tag(0xFFFEE00D);
  static final Tag SEQUENCE_DELIMITATION = new Tag(0xFFFEE0DD);
  static final long UNDEFINED_LENGTH = 0xFFFFFFFFL;

  /** No real object nests so deep; deeper ones would only exhaust the stack. */
  private static final int MAXIMUM_DEPTH = 64;

  private static final DatasetReader IMPLICIT = new DatasetReader(Encoding.IMPLICIT_LITTLE_ENDIAN);

  private final boolean explicit;
  private final boolean bigEndian;

  DatasetReader(Encoding encoding) {
    this.explicit = encoding != Encoding.IMPLICIT_LITTLE_ENDIAN;
    this.bigEndian = encoding == Encoding.EXPLICIT_BIG_ENDIAN;
  }

  /** What a dataset says about the values that follow, handed down to its items. */
  private static final class Context {
    private SpecificCharacterSet characterSet;
    private boolean signedPixels;
    private final int depth;

    Context(SpecificCharacterSet characterSet, boolean signedPixels, int depth) {
      this.characterSet = characterSet;
      this.signedPixels = signedPixels;
      this.depth = depth;
    }

    Context inner() throws DicomFormatException {
      if (depth == MAXIMUM_DEPTH) {
        throw new DicomFormatException("sequences nest deeper than " + MAXIMUM_DEPTH);
      }
      return new Context(characterSet, signedPixels, depth + 1);
    }

    void learn(Attribute attribute) {
      if (attribute instanceof Attribute.Text text
          && text.tag().equals(Tag.SPECIFIC_CHARACTER_SET)) {
        characterSet = SpecificCharacterSet.of(text.values());
      } else if (attribute instanceof Attribute.Binary binary
          && binary.tag().equals(Tag.PIXEL_REPRESENTATION)
          && binary.value().length >= 2) {
        signedPixels = binary.value()[0] == 1;
      }
    }
  }

  /** Tag, value representation and claimed length of a data element. */
  private record Header(Tag tag, Vr vr, long length) {
    boolean isUndefinedLength() {
      return length == UNDEFINED_LENGTH;
    }
  }

  /** All attributes up to the end of the input. */
  Dataset read(ByteInput input) throws DicomFormatException {
    return attributes(
        input, new Context(SpecificCharacterSet.DEFAULT, false, 0), /* delimited= */ false);
  }

  /** The attributes of File Meta Information: those of group 0002, from the input's position on. */
  Dataset readMeta(ByteInput input) throws DicomFormatException {
    Context context = new Context(SpecificCharacterSet.DEFAULT, false, 0);
    List<Attribute> attributes = new ArrayList<>();
    while (input.remaining() >= 8 && input.peek(0) == 2 && input.peek(1) == 0) {
      attributes.add(value(input, header(input, context), context));
    }
    return Dataset.of(attributes);
  }

  private Dataset attributes(ByteInput input, Context context, boolean delimited)
      throws DicomFormatException {
    if (explicit && !bigEndian && beginsWithoutVr(input)) {
      return IMPLICIT.attributes(input, context, delimited);
    }
    List<Attribute> attributes = new ArrayList<>();
    while (input.remaining() > 0) {
      if (context.depth == 0 && input.isZeroFromHere()) {
        break;
      }
      Header header = header(input, context);
      if (header.tag().equals(ITEM_DELIMITATION)) {
        if (delimited) {
          return Dataset.of(attributes);
        }
        // Some writers end an item of defined length with a delimiter as well.
        continue;
      }
      if (header.tag().group() == 0xFFFE) {
        throw new DicomFormatException(
            "the delimiter " + header.tag() + " at " + input.position() + " belongs to no item");
      }
      Attribute attribute = value(input, header, context);
      context.learn(attribute);
      attributes.add(attribute);
    }
    if (delimited) {
      throw new DicomFormatException("the file is cut off inside of a sequence item");
    }
    return Dataset.of(attributes);
  }

  /** Some writers call a dataset explicit that is not, or put implicit items into one that is. */
  private static boolean beginsWithoutVr(ByteInput input) throws DicomFormatException {
    if (input.remaining() < 8) {
      return false;
    }
    boolean delimiter = (input.peek(0) & 0xFF) == 0xFE && (input.peek(1) & 0xFF) == 0xFF;
    return !delimiter
        && !(isCapital(input.peek(4)) && isCapital(input.peek(5)))
        && !isPrivateWithoutVr(input);
  }

  /**
   * Whether a private element comes whose representation is none, as {@code ??}, among others that
   * have one: behind a length of two bytes either nothing comes, or an element with one.
   */
  private static boolean isPrivateWithoutVr(ByteInput input) throws DicomFormatException {
    int next = 8 + ((input.peek(7) & 0xFF) << 8 | (input.peek(6) & 0xFF));
    if ((input.peek(0) & 1) == 0 || next > input.remaining()) {
      return false;
    }
    return next == input.remaining()
        || (next + 8 <= input.remaining()
            && Vr.of(input.peek(next + 4), input.peek(next + 5)).isPresent());
  }

  private Header header(ByteInput input, Context context) throws DicomFormatException {
    Tag tag = input.tag(bigEndian);
    if (tag.group() == 0xFFFE) {
      return new Header(tag, Vr.UN, input.u32(bigEndian));
    }
    if (!explicit) {
      Vr vr = DataDictionary.standard().vr(tag, context.signedPixels);
      return new Header(tag, vr, input.u32(bigEndian));
    }
    byte first = input.peek(0);
    byte second = input.peek(1);
    Optional<Vr> known = Vr.of(first, second);
    input.skip(2);
    Vr vr = known.orElse(Vr.UN);
    // A representation that is younger than this reader has the long form (PS3.5 6.2.2). What can
    // be none, as "??" or two NULs, has the short one in the files that have it, and for DCMTK.
    boolean isRepresentation = isCapital(first) && isCapital(second);
    if (isRepresentation && vr.hasLongLength()) {
      input.skip(2);
      return new Header(tag, vr, input.u32(bigEndian));
    }
    return new Header(tag, vr, input.u16(bigEndian));
  }

  private Attribute value(ByteInput input, Header header, Context context)
      throws DicomFormatException {
    if (header.tag().equals(Tag.PIXEL_DATA) && header.isUndefinedLength()) {
      return new Attribute.Fragments(header.tag(), header.vr(), fragments(input));
    }
    if (header.vr().isSequence()) {
      return new Attribute.Sequence(header.tag(), items(input, header, context.inner()));
    }
    if (header.isUndefinedLength()) {
      return unknownSequence(input, header, context);
    }
    byte[] bytes = input.take(header.length());
    if (header.vr() == Vr.UN && explicit) {
      return known(header.tag(), bytes, context);
    }
    return simple(header.tag(), header.vr(), bytes, bigEndian, context);
  }

  /**
   * A value of undefined length and unknown representation is an implicit VR sequence (PS3.5
   * 6.2.2).
   */
  private Attribute unknownSequence(ByteInput input, Header header, Context context)
      throws DicomFormatException {
    if (header.vr() != Vr.UN) {
      throw new DicomFormatException(
          header.tag() + " of representation " + header.vr() + " has an undefined length");
    }
    return new Attribute.Sequence(header.tag(), IMPLICIT.items(input, header, context.inner()));
  }

  /** A value that a writer did not know, and that the dictionary does (PS3.5 6.2.2). */
  private static Attribute known(Tag tag, byte[] bytes, Context context)
      throws DicomFormatException {
    Vr vr = DataDictionary.standard().vr(tag, context.signedPixels);
    if (!vr.isSequence()) {
      return simple(tag, vr, bytes, /* bigEndian= */ false, context);
    }
    Header header = new Header(tag, Vr.SQ, bytes.length);
    return new Attribute.Sequence(
        tag, IMPLICIT.items(new ByteInput(bytes, 0, bytes.length), header, context.inner()));
  }

  private static Attribute simple(
      Tag tag, Vr vr, byte[] bytes, boolean bigEndian, Context context) {
    if (vr.isText()) {
      return new Attribute.Text(tag, vr, TextValues.decode(bytes, vr, context.characterSet));
    }
    if (bigEndian && vr.unit() > 1) {
      swap(bytes, vr.unit());
    }
    return new Attribute.Binary(tag, vr, bytes);
  }

  private List<Dataset> items(ByteInput outer, Header header, Context context)
      throws DicomFormatException {
    boolean delimited = header.isUndefinedLength();
    ByteInput input = delimited ? outer : outer.slice(header.length());
    List<Dataset> items = new ArrayList<>();
    while (delimited || input.remaining() > 0) {
      Tag tag = input.tag(bigEndian);
      long length = input.u32(bigEndian);
      if (tag.equals(SEQUENCE_DELIMITATION)) {
        if (delimited) {
          return items;
        }
        continue;
      }
      if (!tag.equals(ITEM)) {
        throw new DicomFormatException(
            "the sequence " + header.tag() + " has " + tag + " in the place of an item");
      }
      Context own = new Context(context.characterSet, context.signedPixels, context.depth);
      items.add(
          length == UNDEFINED_LENGTH
              ? attributes(input, own, /* delimited= */ true)
              : attributes(input.slice(length), own, /* delimited= */ false));
    }
    return items;
  }

  private List<byte[]> fragments(ByteInput input) throws DicomFormatException {
    List<byte[]> fragments = new ArrayList<>();
    while (true) {
      Tag tag = input.tag(bigEndian);
      long length = input.u32(bigEndian);
      if (tag.equals(SEQUENCE_DELIMITATION)) {
        return fragments;
      }
      if (!tag.equals(ITEM)) {
        throw new DicomFormatException("compressed Pixel Data have " + tag + " for a fragment");
      }
      fragments.add(input.take(length));
    }
  }

  static void swap(byte[] bytes, int unit) {
    for (int start = 0; start + unit <= bytes.length; start += unit) {
      for (int i = 0, j = unit - 1; i < j; i++, j--) {
        byte moved = bytes[start + i];
        bytes[start + i] = bytes[start + j];
        bytes[start + j] = moved;
      }
    }
  }

  private static boolean isCapital(byte character) {
    return character >= 'A' && character <= 'Z';
  }
}
