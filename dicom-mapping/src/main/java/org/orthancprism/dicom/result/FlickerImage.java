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
import org.orthancprism.dicom.display.RisingValues;
import org.orthancprism.dicom.edit.EditTexts;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.SyntheticLabel;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.recognition.ResultMark;

/**
 * The film and its counterfactual in two frames to scroll between, as a Multi-frame Grayscale Word
 * Secondary Capture image. Both are the stored values, on a scale that grows from dark to bright as
 * the IOD wants it, with the film's own window or table on that scale.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.8.4">PS3.3
 *     A.8.4</a>
 */
public final class FlickerImage {

  private FlickerImage() {}

  /**
   * The object. Its UIDs are those of {@link DerivedUid}.
   *
   * @param edit the film and its counterfactual
   * @param counterfactual attributes of the counterfactual image
   * @param label the label to burn into the second frame; empty for none
   * @param origin what made it, and when
   */
  public static DicomObject of(
      FilmEdit edit, Dataset counterfactual, Optional<SyntheticLabel> label, Origin origin) {
    DatasetBuilder image =
        DerivedImage.begin(edit, identity(edit, origin), label.isPresent(), origin);
    DerivedImage.describeDerivation(
        image,
        "Frame 1: the film. Frame 2: its SYNTHETIC counterfactual, "
            + edit.edit().findingName()
            + EditTexts.end(edit.edit())
            + ", not for diagnosis. Both as the film's own window shows them.",
        PrismCodes.COUNTERFACTUAL_SYNTHESIS,
        List.of(edit.source().dataset(), counterfactual));
    // Type 1 here; a film without this attribute was not examined for annotations.
    if (image.build().string(Tag.BURNED_IN_ANNOTATION).isEmpty()) {
      image.set(Tag.BURNED_IN_ANNOTATION, "YES");
    }
    Radiograph source = edit.source();
    RisingValues rising = source.display().rising();
    image
        .set(Tag.SAMPLES_PER_PIXEL, 1)
        .set(Tag.NUMBER_OF_FRAMES, 2)
        .setBytes(Tag.FRAME_INCREMENT_POINTER, Vr.AT, new byte[] {0x18, 0, 0x02, 0x20})
        .set(Tag.FRAME_LABEL_VECTOR, "FILM", "SYNTHETIC")
        .set(Tag.ROWS, edit.rows())
        .set(Tag.COLUMNS, edit.columns())
        .set(Tag.BITS_ALLOCATED, 16)
        .set(Tag.BITS_STORED, rising.bits())
        .set(Tag.HIGH_BIT, rising.bits() - 1)
        .set(Tag.PIXEL_REPRESENTATION, 0)
        .setBytes(Tag.PIXEL_DATA, Vr.OW, frames(edit, label, rising));
    rising.write(image);
    FilmPresentation.copyShutter(source, image);
    return DicomObject.of(image.build());
  }

  private static DerivedImage.Identity identity(FilmEdit edit, Origin origin) {
    return DerivedImage.Identity.of(
        edit,
        origin,
        SopClass.MULTI_FRAME_GRAYSCALE_WORD_SECONDARY_CAPTURE_IMAGE,
        DerivedUid.Role.FLICKER_IMAGE,
        DerivedUid.Role.FLICKER_SERIES,
        ResultMark.Kind.FLICKER,
        EditTexts.seriesDescription(edit.edit(), "Flicker: "));
  }

  private static byte[] frames(FilmEdit edit, Optional<SyntheticLabel> label, RisingValues rising) {
    StoredPixels film = edit.source().pixels();
    StoredPixels counterfactual =
        new StoredPixels(edit.rows(), edit.columns(), film.isSigned(), edit.words(label));
    ByteBuffer frames = ByteBuffer.allocate(4 * film.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (StoredPixels frame : List.of(film, counterfactual)) {
      for (int i = 0; i < frame.size(); i++) {
        frames.putShort((short) rising.of(frame.value(i)));
      }
    }
    return frames.array();
  }
}
