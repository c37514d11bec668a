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
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.film.Radiograph;

/**
 * A counterfactual as a Secondary Capture image.
 *
 * <p>Not a DX image, since that "shall consist of the result of a single X-Ray exposure". Patient
 * and study are the source's, the series is its own. Stored values keep the source's bits, sign,
 * photometric interpretation, rescale, windows and padding, in 16 bits allocated, so that a pixel
 * that was neither edited nor lies under the label is the source's pixel and looks the same.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.8.1">PS3.3
 *     A.8.1</a>
 */
public final class CounterfactualImage {

  /**
   * What makes stored values visible (PS3.3 C.11.1, C.11.2), padding, and what covers pixels: a
   * counterfactual without the source's shutters (PS3.3 C.7.6.11) would show what the film hides.
   */
  private static final List<Tag> OF_THE_DISPLAY =
      List.of(
          Tag.RESCALE_INTERCEPT,
          Tag.RESCALE_SLOPE,
          Tag.RESCALE_TYPE,
          Tag.MODALITY_LUT_SEQUENCE,
          Tag.WINDOW_CENTER,
          Tag.WINDOW_WIDTH,
          Tag.WINDOW_CENTER_WIDTH_EXPLANATION,
          Tag.VOILUT_FUNCTION,
          Tag.VOILUT_SEQUENCE,
          Tag.PRESENTATION_LUT_SHAPE,
          Tag.PIXEL_PADDING_VALUE,
          Tag.PIXEL_PADDING_RANGE_LIMIT,
          Tag.SHUTTER_SHAPE,
          Tag.SHUTTER_LEFT_VERTICAL_EDGE,
          Tag.SHUTTER_RIGHT_VERTICAL_EDGE,
          Tag.SHUTTER_UPPER_HORIZONTAL_EDGE,
          Tag.SHUTTER_LOWER_HORIZONTAL_EDGE,
          Tag.CENTER_OF_CIRCULAR_SHUTTER,
          Tag.RADIUS_OF_CIRCULAR_SHUTTER,
          Tag.VERTICES_OF_POLYGONAL_SHUTTER,
          Tag.SHUTTER_PRESENTATION_VALUE);

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
        EditTexts.seriesDescription(edit.edit(), ""));
  }

  private static void setPixels(
      DatasetBuilder image, FilmEdit edit, Optional<SyntheticLabel> label) {
    Radiograph source = edit.source();
    image
        .set(Tag.SAMPLES_PER_PIXEL, 1)
        .set(
            Tag.PHOTOMETRIC_INTERPRETATION,
            PixelDescription.photometricInterpretation(source.dataset()))
        .set(Tag.ROWS, source.rows())
        .set(Tag.COLUMNS, source.columns())
        .set(Tag.BITS_ALLOCATED, 16)
        .set(Tag.BITS_STORED, source.bitsStored())
        .set(Tag.HIGH_BIT, source.bitsStored() - 1)
        .set(Tag.PIXEL_REPRESENTATION, source.isSigned() ? 1 : 0);
    StudyContext.copyConforming(OF_THE_DISPLAY, source.dataset(), image);
    if (source.dataset().strings(Tag.SHUTTER_SHAPE).contains("BITMAP")) {
      // The overlay that such a shutter consists of is not copied.
      image.remove(Tag.SHUTTER_SHAPE);
    }
    byte[] words = words(edit.pixels().words());
    label.ifPresent(each -> each.burnInto(words, source));
    image.setBytes(Tag.PIXEL_DATA, Vr.OW, words);
  }

  private static byte[] words(short[] storedValues) {
    byte[] words = new byte[2 * storedValues.length];
    ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().put(storedValues);
    return words;
  }
}
