// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.edit.EditTexts;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.recognition.ResultMark;

/**
 * A counterfactual as a Secondary Capture image.
 *
 * <p>Not a DX image, since that "shall consist of the result of a single X-Ray exposure". Patient
 * and study are the source's, the series is its own. Stored values keep the source's bits, sign,
 * photometric interpretation, rescale, windows, padding and shutters, so that a pixel that was
 * neither edited nor lies under the label is the source's pixel and looks the same.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.8.1">PS3.3
 *     A.8.1</a>
 */
public final class CounterfactualImage {

  private CounterfactualImage() {}

  /**
   * The object. Its UIDs are those of {@link DerivedUid}.
   *
   * @param edit the film and its counterfactual
   * @param label the label to burn in; empty for none
   * @param origin what made it, and when
   * @throws IllegalArgumentException if the film has no UIDs
   */
  public static DicomObject of(FilmEdit edit, Optional<SyntheticLabel> label, Origin origin) {
    DatasetBuilder image =
        DerivedImage.begin(edit, identity(edit, origin), label.isPresent(), origin);
    Dataset source = edit.source().dataset();
    DerivedImage.describeDerivation(
        image,
        EditTexts.derivationDescription(edit.edit(), label, origin.algorithm()),
        PrismCodes.COUNTERFACTUAL_SYNTHESIS,
        List.of(source));
    setPixels(image, edit, label);
    return DicomObject.of(image.build());
  }

  private static DerivedImage.Identity identity(FilmEdit edit, Origin origin) {
    return DerivedImage.Identity.of(
        edit,
        origin,
        SopClass.SECONDARY_CAPTURE_IMAGE,
        DerivedUid.Role.COUNTERFACTUAL_IMAGE,
        DerivedUid.Role.COUNTERFACTUAL_SERIES,
        ResultMark.Kind.COUNTERFACTUAL,
        EditTexts.seriesDescription(edit.edit(), ""));
  }

  private static void setPixels(
      DatasetBuilder image, FilmEdit edit, Optional<SyntheticLabel> label) {
    Radiograph source = edit.source();
    // Orthanc, and what is fed by it, read 8 bits stored in 16 allocated as two pixels.
    boolean bytes = source.bitsStored() <= 8;
    image
        .set(Tag.SAMPLES_PER_PIXEL, 1)
        .set(Tag.ROWS, source.rows())
        .set(Tag.COLUMNS, source.columns())
        .set(Tag.BITS_ALLOCATED, bytes ? 8 : 16)
        .set(Tag.BITS_STORED, source.bitsStored())
        .set(Tag.HIGH_BIT, source.bitsStored() - 1)
        .set(Tag.PIXEL_REPRESENTATION, source.isSigned() ? 1 : 0);
    source.display().write(image);
    FilmPresentation.copyPadding(source, image);
    FilmPresentation.copyShutter(source, image);
    short[] words = edit.words(label);
    if (bytes) {
      image.setBytes(Tag.PIXEL_DATA, Vr.OB, lowBytes(words));
    } else {
      image.setBytes(Tag.PIXEL_DATA, Vr.OW, bytes(words));
    }
  }

  private static byte[] lowBytes(short[] words) {
    byte[] bytes = new byte[words.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) words[i];
    }
    return bytes;
  }

  private static byte[] bytes(short[] words) {
    byte[] bytes = new byte[2 * words.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(words);
    return bytes;
  }
}
