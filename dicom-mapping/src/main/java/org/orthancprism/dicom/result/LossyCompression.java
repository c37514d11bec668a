// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Locale;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.TransferSyntax;
import org.orthancprism.dicom.film.Radiograph;

/**
 * What lossy compression a film has been through; an image derived from it inherits that.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.6.1.1.5">PS3.3
 *     C.7.6.1.1.5</a>
 */
final class LossyCompression {

  private LossyCompression() {}

  static void copy(Radiograph source, DatasetBuilder target) {
    Dataset dataset = source.dataset();
    boolean declared = dataset.string(Tag.LOSSY_IMAGE_COMPRESSION).filter("01"::equals).isPresent();
    TransferSyntax syntax = source.object().transferSyntax();
    if (!declared && !syntax.isAlwaysLossy()) {
      dataset
          .string(Tag.LOSSY_IMAGE_COMPRESSION)
          .filter("00"::equals)
          .ifPresent(none -> target.set(Tag.LOSSY_IMAGE_COMPRESSION, none));
      return;
    }
    target.set(Tag.LOSSY_IMAGE_COMPRESSION, "01");
    if (dataset.decimals(Tag.LOSSY_IMAGE_COMPRESSION_RATIO).isEmpty()) {
      setRatio(source, target);
    } else {
      dataset
          .get(Tag.LOSSY_IMAGE_COMPRESSION_RATIO)
          .map(StudyContext::conforming)
          .ifPresent(target::add);
    }
    setMethod(dataset, syntax, target);
  }

  /** Uncompressed to compressed bytes, where the compressed stream is at hand. */
  private static void setRatio(Radiograph source, DatasetBuilder target) {
    if (source.dataset().get(Tag.PIXEL_DATA).orElse(null) instanceof Attribute.Fragments stream
        && stream.compressedLength() > 0) {
      long bytesPerValue = source.bitsStored() > 8 ? 2 : 1;
      long uncompressed = (long) source.rows() * source.columns() * bytesPerValue;
      double ratio = (double) uncompressed / stream.compressedLength();
      target.set(Tag.LOSSY_IMAGE_COMPRESSION_RATIO, String.format(Locale.ROOT, "%.2f", ratio));
    }
  }

  private static void setMethod(Dataset dataset, TransferSyntax syntax, DatasetBuilder target) {
    if (dataset.hasValue(Tag.LOSSY_IMAGE_COMPRESSION_METHOD)) {
      dataset
          .get(Tag.LOSSY_IMAGE_COMPRESSION_METHOD)
          .map(StudyContext::conforming)
          .ifPresent(target::add);
    } else if (syntax.isAlwaysLossy()) {
      target.set(
          Tag.LOSSY_IMAGE_COMPRESSION_METHOD,
          syntax.uid().endsWith(".81") ? "ISO_14495_1" : "ISO_10918_1");
    }
  }
}
