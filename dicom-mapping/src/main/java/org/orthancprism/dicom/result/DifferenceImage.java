// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.edit.EditTexts;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.PixelArea;
import org.orthancprism.dicom.recognition.ResultMark;

/**
 * The film with what an edit changed laid over it in colour, as a Secondary Capture image: blue
 * where the counterfactual is darker, red where it is brighter.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.8.1">PS3.3
 *     A.8.1</a>
 */
public final class DifferenceImage {

  private DifferenceImage() {}

  /**
   * The object. Its UIDs are those of {@link DerivedUid}.
   *
   * @param edit the film and its counterfactual
   * @param counterfactual attributes of the counterfactual image
   * @param labelled whether a label is burned in
   * @param origin what made it, and when
   */
  public static DicomObject of(
      FilmEdit edit, Dataset counterfactual, boolean labelled, Origin origin) {
    float[] before = edit.source().luminance();
    float[] after = edit.luminance();
    ChangeColours colours = ChangeColours.fitting(before, after);
    Optional<ChangeLegend> legend = ChangeLegend.of(edit, labelled, colours.full());
    DatasetBuilder image =
        DerivedImage.begin(edit, identity(edit, origin), labelled && legend.isPresent(), origin);
    DerivedImage.describeDerivation(
        image,
        description(edit, colours.full()),
        Codes.PIXEL_BY_PIXEL_SUBTRACTION,
        List.of(edit.source().dataset(), counterfactual));
    image
        .set(Tag.SAMPLES_PER_PIXEL, 3)
        .set(Tag.PHOTOMETRIC_INTERPRETATION, "RGB")
        .set(Tag.PLANAR_CONFIGURATION, 0)
        .set(Tag.ROWS, edit.rows())
        .set(Tag.COLUMNS, edit.columns())
        .set(Tag.BITS_ALLOCATED, 8)
        .set(Tag.BITS_STORED, 8)
        .set(Tag.HIGH_BIT, 7)
        .set(Tag.PIXEL_REPRESENTATION, 0)
        .setBytes(Tag.PIXEL_DATA, Vr.OB, pixels(edit, before, after, colours, legend));
    return DicomObject.of(image.build());
  }

  private static DerivedImage.Identity identity(FilmEdit edit, Origin origin) {
    return DerivedImage.Identity.of(
        edit,
        origin,
        SopClass.SECONDARY_CAPTURE_IMAGE,
        DerivedUid.Role.DIFFERENCE_IMAGE,
        DerivedUid.Role.DIFFERENCE_SERIES,
        ResultMark.Kind.DIFFERENCE,
        EditTexts.seriesDescription(edit.edit(), "Change: "));
  }

  private static String description(FilmEdit edit, double full) {
    return String.format(
        Locale.ROOT,
        "SYNTHETIC counterfactual (%s%s) minus film, laid over the film in colour: blue darker, "
            + "red brighter, strongest at a change of %.0f %% of the film's display window. "
            + "Not for diagnosis.",
        edit.edit().findingName(),
        EditTexts.end(edit.edit()),
        100 * full);
  }

  private static byte[] pixels(
      FilmEdit edit,
      float[] before,
      float[] after,
      ChangeColours colours,
      Optional<ChangeLegend> legend) {
    byte[] pixels = new byte[3 * before.length];
    for (int i = 0; i < before.length; i++) {
      put(pixels, i, colours.rgb(before[i], after[i]));
    }
    legend.ifPresent(each -> draw(each, colours, pixels, edit.columns()));
    return pixels;
  }

  private static void draw(ChangeLegend legend, ChangeColours colours, byte[] pixels, int columns) {
    PixelArea area = legend.area();
    for (int row = area.row(); row < area.row() + area.rows(); row++) {
      for (int column = area.column(); column < area.column() + area.columns(); column++) {
        put(pixels, row * columns + column, legend.rgb(row, column, colours));
      }
    }
  }

  private static void put(byte[] pixels, int pixel, int rgb) {
    pixels[3 * pixel] = (byte) (rgb >> 16);
    pixels[3 * pixel + 1] = (byte) (rgb >> 8);
    pixels[3 * pixel + 2] = (byte) rgb;
  }
}
