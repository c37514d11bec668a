// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * The bytes over which a Message Authentication Code is computed: data elements in explicit VR
 * little endian as a file has them, but sequences and items without lengths, each sequence ended by
 * its delimiter's tag. Whoever writes a file anew may encode those lengths otherwise.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.12.1.1.3.1.1">PS3.3
 *     C.12.1.1.3.1.1</a>
 */
public final class MacStream {

  private final ByteOutput output = new ByteOutput();
  private final ElementWriter elements = new ElementWriter(output);

  private MacStream() {}

  /**
   * Writes the attributes of a dataset that can be signed, in the order of their tags.
   *
   * @param dataset none of it is copied; pixel data must not be compressed
   * @throws IOException if the output fails
   */
  public static void write(Dataset dataset, OutputStream output) throws IOException {
    MacStream stream = new MacStream();
    dataset.forEach(stream::attribute);
    stream.output.writeTo(output);
  }

  /**
   * Whether an attribute can be signed: its value representation is known throughout, so that
   * everybody encodes it in the same way, and it is no signature itself.
   */
  public static boolean isSignable(Attribute attribute) {
    Tag tag = attribute.tag();
    boolean signature =
        tag.equals(Tag.MAC_PARAMETERS_SEQUENCE) || tag.equals(Tag.DIGITAL_SIGNATURES_SEQUENCE);
    boolean padding = tag.equals(Tag.DATA_SET_TRAILING_PADDING);
    if (signature || padding || tag.element() == 0 || attribute instanceof Attribute.Fragments) {
      return false;
    }
    if (attribute instanceof Attribute.Sequence sequence) {
      return sequence.items().stream()
          .allMatch(
              item -> {
                for (Attribute each : item) {
                  if (!isSignable(each)) {
                    return false;
                  }
                }
                return true;
              });
    }
    return !(attribute instanceof Attribute.Binary binary)
        || ElementWriter.written(binary.vr(), binary.value().length) != Vr.UN;
  }

  private void attribute(Attribute attribute) {
    if (!isSignable(attribute)) {
      return;
    }
    elements.tag(attribute.tag());
    if (attribute instanceof Attribute.Text text) {
      elements.value(text);
    } else if (attribute instanceof Attribute.Binary binary) {
      elements.value(binary);
    } else if (attribute instanceof Attribute.Sequence sequence) {
      sequence(sequence.items());
    }
  }

  private void sequence(List<Dataset> items) {
    elements.representation(Vr.SQ);
    for (Dataset item : items) {
      elements.tag(DatasetReader.ITEM);
      for (Attribute attribute : item) {
        // A file declares one character set for the whole dataset.
        if (!attribute.tag().equals(Tag.SPECIFIC_CHARACTER_SET)) {
          attribute(attribute);
        }
      }
    }
    elements.tag(DatasetReader.SEQUENCE_DELIMITATION);
  }
}
