// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Writes files: preamble, File Meta Information and a dataset in explicit VR little endian.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part10.html#table_7.1-1">PS3.10
 *     table 7.1-1</a>
 */
final class FileWriter {

  /** Of this codec; made once from a random UUID. */
  static final String IMPLEMENTATION_CLASS_UID = "2.25.101496698680906485553007397625027853267";

  static final String IMPLEMENTATION_VERSION_NAME = "ORTHANC_PRISM_01";
  private static final Charset ASCII = StandardCharsets.US_ASCII;
  private static final int PREAMBLE = 128;

  private final ByteOutput output;
  private final ElementWriter elements;

  private FileWriter(ByteOutput output) {
    this.output = output;
    this.elements = new ElementWriter(output);
  }

  static ByteOutput write(DicomObject object) {
    ByteOutput output = new ByteOutput();
    output.bytes(new byte[PREAMBLE]);
    output.bytes("DICM".getBytes(ASCII));
    FileWriter writer = new FileWriter(output);
    writer.meta(meta(object));
    writer.dataset(inUnicode(object.dataset()));
    return output;
  }

  /** File Meta Information of an object as it is written. */
  static Dataset meta(DicomObject object) {
    TransferSyntax syntax =
        object.transferSyntax().isEncapsulated()
            ? object.transferSyntax()
            : TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN;
    return Dataset.builder()
        .setBytes(Tag.FILE_META_INFORMATION_VERSION, Vr.OB, new byte[] {0, 1})
        .set(
            Tag.MEDIA_STORAGE_SOP_CLASS_UID,
            required(object.sopClassUid(), object, Tag.MEDIA_STORAGE_SOP_CLASS_UID))
        .set(
            Tag.MEDIA_STORAGE_SOP_INSTANCE_UID,
            required(object.sopInstanceUid(), object, Tag.MEDIA_STORAGE_SOP_INSTANCE_UID))
        .set(Tag.TRANSFER_SYNTAX_UID, syntax.uid())
        .set(Tag.IMPLEMENTATION_CLASS_UID, IMPLEMENTATION_CLASS_UID)
        .set(Tag.IMPLEMENTATION_VERSION_NAME, IMPLEMENTATION_VERSION_NAME)
        .build();
  }

  private static String required(Optional<String> uid, DicomObject object, Tag inMeta) {
    return uid.or(() -> object.meta().string(inMeta))
        .orElseThrow(
            () -> new IllegalArgumentException("an object without " + inMeta + " is not writable"));
  }

  /** Text is written in UTF-8 alone; where it is all ASCII, the default repertoire covers it. */
  static Dataset inUnicode(Dataset dataset) {
    return hasOnlyAscii(dataset)
        ? dataset.toBuilder().remove(Tag.SPECIFIC_CHARACTER_SET).build()
        : dataset.toBuilder().set(Tag.SPECIFIC_CHARACTER_SET, "ISO_IR 192").build();
  }

  private static boolean hasOnlyAscii(Dataset dataset) {
    for (Attribute attribute : dataset) {
      if (attribute instanceof Attribute.Text text
          && !text.values().stream().allMatch(ASCII.newEncoder()::canEncode)) {
        return false;
      }
      if (attribute instanceof Attribute.Sequence sequence
          && !sequence.items().stream().allMatch(FileWriter::hasOnlyAscii)) {
        return false;
      }
    }
    return true;
  }

  private void meta(Dataset meta) {
    elements.tag(Tag.FILE_META_INFORMATION_GROUP_LENGTH);
    elements.header(Vr.UL, 4);
    int lengthAt = output.position();
    output.u32(0);
    int start = output.size();
    attributes(meta);
    output.patch(lengthAt, output.size() - start);
  }

  private void dataset(Dataset dataset) {
    attributes(dataset);
  }

  private void attributes(Dataset dataset) {
    for (Attribute attribute : dataset) {
      // Group lengths are retired (PS3.5 7.2).
      if (attribute.tag().element() != 0) {
        attribute(attribute);
      }
    }
  }

  private void attribute(Attribute attribute) {
    elements.tag(attribute.tag());
    if (attribute instanceof Attribute.Text text) {
      elements.value(text);
    } else if (attribute instanceof Attribute.Binary binary) {
      elements.value(binary);
    } else if (attribute instanceof Attribute.Sequence sequence) {
      sequence(sequence.items());
    } else if (attribute instanceof Attribute.Fragments fragments) {
      fragments(fragments);
    }
  }

  private void sequence(List<Dataset> items) {
    elements.header(Vr.SQ, 0);
    int lengthAt = output.position() - 4;
    int start = output.size();
    for (Dataset item : items) {
      elements.tag(DatasetReader.ITEM);
      int itemLengthAt = output.position();
      output.u32(0);
      int itemStart = output.size();
      // One character set is declared for the whole dataset.
      attributes(item.toBuilder().remove(Tag.SPECIFIC_CHARACTER_SET).build());
      output.patch(itemLengthAt, output.size() - itemStart);
    }
    output.patch(lengthAt, output.size() - start);
  }

  private void fragments(Attribute.Fragments fragments) {
    elements.header(Vr.OB, (int) DatasetReader.UNDEFINED_LENGTH);
    for (byte[] fragment : fragments.fragments()) {
      elements.tag(DatasetReader.ITEM);
      output.u32(fragment.length + (fragment.length & 1));
      output.bytes(fragment);
      if ((fragment.length & 1) == 1) {
        output.u8((byte) 0);
      }
    }
    elements.tag(DatasetReader.SEQUENCE_DELIMITATION);
    output.u32(0);
  }
}
