// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.codec;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.dataset.Vr;

/** Pixel data that are not compressed, but lie otherwise in the file than they do as a rule. */
final class UnusualPixelData {

  private UnusualPixelData() {}

  /** The dataset with its Pixel Data in one piece and in little endian byte order. */
  static Dataset asUsual(Dataset dataset, TransferSyntax syntax) {
    Attribute pixelData = dataset.get(Tag.PIXEL_DATA).orElse(null);
    if (syntax.equals(TransferSyntax.ENCAPSULATED_UNCOMPRESSED)
        && pixelData instanceof Attribute.Fragments fragments) {
      return with(dataset, joined(fragments.fragments()));
    }
    if (syntax.equals(TransferSyntax.GE_BIG_ENDIAN_PIXELS)
        && pixelData instanceof Attribute.Binary binary) {
      byte[] swapped = binary.value().clone();
      DatasetReader.swap(swapped, Vr.OW.unit());
      return with(dataset, swapped);
    }
    return dataset;
  }

  private static Dataset with(Dataset dataset, byte[] pixels) {
    Attribute words = new Attribute.Binary(Tag.PIXEL_DATA, Vr.OW, pixels);
    return dataset.toBuilder().addAll(Dataset.of(List.of(words))).build();
  }

  /** All fragments but the first, which is the Basic Offset Table. */
  private static byte[] joined(List<byte[]> fragments) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    fragments.stream().skip(1).forEach(all::writeBytes);
    return all.toByteArray();
  }
}
