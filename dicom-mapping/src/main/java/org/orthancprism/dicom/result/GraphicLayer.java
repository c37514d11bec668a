// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditTexts;

/**
 * The layer of a presentation state in which one edit is drawn: its contours, and at the largest of
 * them what was done.
 *
 * @param number from 1, in the order of drawing
 * @param edit the edit and its contours
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.10.5">PS3.3
 *     C.10.5 and C.10.7</a>
 */
record GraphicLayer(int number, EditContours edit) {

  /** Colours in CIELAB that any eye distinguishes on a film: amber, cyan, green, violet. */
  private static final int[][] COLOURS = {
    {80, 15, 75}, {80, -35, -25}, {75, -45, 55}, {65, 45, -45}
  };

  /** Whether there is nothing to draw. */
  boolean isEmpty() {
    return edit.contours().isEmpty();
  }

  private String name() {
    return "EDIT" + number;
  }

  private String description() {
    EditDescription what = edit.edit();
    return EditTexts.shortened(what.findingName(), 40) + EditTexts.end(what) + " (synthetic)";
  }

  /** The item of Graphic Layer Sequence. */
  Dataset item() {
    int[] colour = COLOURS[(number - 1) % COLOURS.length];
    return Dataset.builder()
        .set(Tag.GRAPHIC_LAYER, name())
        .set(Tag.GRAPHIC_LAYER_ORDER, number)
        .set(Tag.GRAPHIC_LAYER_DESCRIPTION, description())
        .set(
            Tag.GRAPHIC_LAYER_RECOMMENDED_DISPLAY_CIE_LAB_VALUE,
            (int) Math.round(colour[0] * 65535 / 100.0),
            chroma(colour[1]),
            chroma(colour[2]))
        .build();
  }

  /** PS3.3 C.10.7.1.1: -128 to 127 over the whole of an unsigned short. */
  private static int chroma(int value) {
    return (int) Math.round((value + 128) * 65535 / 255.0);
  }

  /** The item of Graphic Annotation Sequence. */
  Dataset annotation(Reference film) {
    return Dataset.builder()
        .set(Tag.REFERENCED_IMAGE_SEQUENCE, film.item())
        .set(Tag.GRAPHIC_LAYER, name())
        .set(Tag.TEXT_OBJECT_SEQUENCE, text(edit.contours().get(0)))
        .set(
            Tag.GRAPHIC_OBJECT_SEQUENCE,
            edit.contours().stream().map(GraphicLayer::polyline).toList())
        .build();
  }

  /** Names the edit beside the highest point of a contour. */
  private Dataset text(Contour contour) {
    int highest = 0;
    for (int i = 1; i < contour.size(); i++) {
      if (contour.row(i) < contour.row(highest)) {
        highest = i;
      }
    }
    return Dataset.builder()
        .set(Tag.ANCHOR_POINT_ANNOTATION_UNITS, "PIXEL")
        .set(Tag.UNFORMATTED_TEXT_VALUE, description())
        .set(Tag.ANCHOR_POINT, contour.column(highest), contour.row(highest))
        .set(Tag.ANCHOR_POINT_VISIBILITY, "N")
        .build();
  }

  private static Dataset polyline(Contour contour) {
    DatasetBuilder item = Dataset.builder();
    return item.set(Tag.GRAPHIC_ANNOTATION_UNITS, "PIXEL")
        .set(Tag.GRAPHIC_DIMENSIONS, 2)
        .set(Tag.NUMBER_OF_GRAPHIC_POINTS, contour.size() + 1)
        .set(Tag.GRAPHIC_DATA, contour.graphicData())
        .set(Tag.GRAPHIC_TYPE, "POLYLINE")
        .set(Tag.GRAPHIC_FILLED, "N")
        .build();
  }
}
