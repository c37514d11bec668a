// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.display.PixelAspectRatio;
import org.orthancprism.dicom.film.Radiograph;

/**
 * Makes what is made of a film show it as the film shows itself. A presentation state replaces the
 * whole grayscale pipeline and the shutters of its image (PS3.4 N.2): what is left out is lost.
 */
final class FilmPresentation {

  private static final List<Tag> SHUTTER =
      List.of(
          Tag.SHUTTER_SHAPE,
          Tag.SHUTTER_LEFT_VERTICAL_EDGE,
          Tag.SHUTTER_RIGHT_VERTICAL_EDGE,
          Tag.SHUTTER_UPPER_HORIZONTAL_EDGE,
          Tag.SHUTTER_LOWER_HORIZONTAL_EDGE,
          Tag.CENTER_OF_CIRCULAR_SHUTTER,
          Tag.RADIUS_OF_CIRCULAR_SHUTTER,
          Tag.VERTICES_OF_POLYGONAL_SHUTTER,
          Tag.SHUTTER_PRESENTATION_VALUE);

  private FilmPresentation() {}

  static void copyTo(DatasetBuilder state, Radiograph film) {
    film.display().writeState(state);
    copyShutter(film, state);
    if (state.build().contains(Tag.SHUTTER_SHAPE)) {
      // Type 1 in a presentation state.
      state.set(
          Tag.SHUTTER_PRESENTATION_VALUE,
          film.dataset().integer(Tag.SHUTTER_PRESENTATION_VALUE).orElse(0));
    }
    setDisplayedArea(state, film);
  }

  /**
   * Copies what covers pixels: without the film's shutters (PS3.3 C.7.6.11) an image would show
   * what the film hides.
   */
  static void copyShutter(Radiograph film, DatasetBuilder target) {
    List<String> shapes = film.dataset().strings(Tag.SHUTTER_SHAPE);
    // A bitmap consists of an overlay, which is not copied.
    if (!shapes.isEmpty() && !shapes.contains("BITMAP")) {
      StudyContext.copyConforming(SHUTTER, film.dataset(), target);
    }
  }

  /** Describes the film's padding in an image of its stored values. */
  static void copyPadding(Radiograph film, DatasetBuilder image) {
    Vr vr = film.isSigned() ? Vr.SS : Vr.US;
    film.padding()
        .ifPresent(
            padding -> {
              image.set(Tag.PIXEL_PADDING_VALUE, vr, padding.first());
              if (padding.last() != padding.first()) {
                image.set(Tag.PIXEL_PADDING_RANGE_LIMIT, vr, padding.last());
              }
            });
  }

  private static void setDisplayedArea(DatasetBuilder state, Radiograph film) {
    DatasetBuilder area =
        Dataset.builder()
            .set(Tag.DISPLAYED_AREA_TOP_LEFT_HAND_CORNER, 1, 1)
            .set(Tag.DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER, film.columns(), film.rows())
            .set(Tag.PRESENTATION_SIZE_MODE, "SCALE TO FIT");
    PixelSpacing.of(film.dataset())
        .ifPresentOrElse(
            spacing ->
                area.set(
                    Tag.PRESENTATION_PIXEL_SPACING,
                    spacing.betweenRows(),
                    spacing.betweenColumns()),
            () ->
                PixelAspectRatio.of(film.dataset())
                    .orElse(PixelAspectRatio.SQUARE)
                    .write(area, Tag.PRESENTATION_PIXEL_ASPECT_RATIO));
    state.set(Tag.DISPLAYED_AREA_SELECTION_SEQUENCE, area.build());
  }
}
