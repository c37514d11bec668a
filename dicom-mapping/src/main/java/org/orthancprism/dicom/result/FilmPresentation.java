// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.Radiograph;

/**
 * Makes a presentation state show the film as the film shows itself: a state replaces the whole
 * grayscale pipeline and the shutters of its image (PS3.4 N.2), so that what is left out is lost.
 */
final class FilmPresentation {

  private static final List<Tag> MODALITY_LUT =
      List.of(
          Tag.RESCALE_INTERCEPT, Tag.RESCALE_SLOPE, Tag.RESCALE_TYPE, Tag.MODALITY_LUT_SEQUENCE);

  private static final List<Tag> SHUTTER =
      List.of(
          Tag.SHUTTER_SHAPE,
          Tag.SHUTTER_LEFT_VERTICAL_EDGE,
          Tag.SHUTTER_RIGHT_VERTICAL_EDGE,
          Tag.SHUTTER_UPPER_HORIZONTAL_EDGE,
          Tag.SHUTTER_LOWER_HORIZONTAL_EDGE,
          Tag.CENTER_OF_CIRCULAR_SHUTTER,
          Tag.RADIUS_OF_CIRCULAR_SHUTTER,
          Tag.VERTICES_OF_POLYGONAL_SHUTTER);

  private FilmPresentation() {}

  static void copyTo(DatasetBuilder state, Radiograph film) {
    copyModalityLut(state, film.dataset());
    setVoiLut(state, film);
    boolean inverted =
        PixelDescription.photometricInterpretation(film.dataset()).equals("MONOCHROME1")
            || film.dataset().strings(Tag.PRESENTATION_LUT_SHAPE).contains("INVERSE");
    state.set(Tag.PRESENTATION_LUT_SHAPE, inverted ? "INVERSE" : "IDENTITY");
    copyShutter(state, film.dataset());
    setDisplayedArea(state, film);
  }

  private static void copyModalityLut(DatasetBuilder state, Dataset film) {
    boolean table = !film.items(Tag.MODALITY_LUT_SEQUENCE).isEmpty();
    boolean rescaled = film.hasValue(Tag.RESCALE_SLOPE) && film.hasValue(Tag.RESCALE_INTERCEPT);
    if (table || rescaled) {
      StudyContext.copyConforming(MODALITY_LUT, film, state);
      if (!table && !film.hasValue(Tag.RESCALE_TYPE)) {
        state.set(Tag.RESCALE_TYPE, "US");
      }
    }
  }

  private static void setVoiLut(DatasetBuilder state, Radiograph film) {
    Optional<Dataset> table = film.dataset().items(Tag.VOILUT_SEQUENCE).stream().findFirst();
    Optional<Dataset> window = window(film.dataset());
    if (window.isPresent()) {
      state.set(Tag.SOFTCOPY_VOILUT_SEQUENCE, window.get());
    } else if (table.isPresent()) {
      state.set(
          Tag.SOFTCOPY_VOILUT_SEQUENCE,
          Dataset.builder().set(Tag.VOILUT_SEQUENCE, table.get()).build());
    } else if (film.dataset().items(Tag.MODALITY_LUT_SEQUENCE).isEmpty()) {
      state.set(Tag.SOFTCOPY_VOILUT_SEQUENCE, fitted(film));
    }
  }

  /** The film's first window that can be used. */
  private static Optional<Dataset> window(Dataset film) {
    List<Double> centers = film.decimals(Tag.WINDOW_CENTER);
    List<Double> widths = film.decimals(Tag.WINDOW_WIDTH);
    String function = film.string(Tag.VOILUT_FUNCTION).orElse("LINEAR");
    for (int i = 0; i < Math.min(centers.size(), widths.size()); i++) {
      if (widths.get(i) > (function.equals("LINEAR") ? 1 : 0)) {
        DatasetBuilder item =
            Dataset.builder()
                .set(Tag.WINDOW_CENTER, centers.get(i))
                .set(Tag.WINDOW_WIDTH, widths.get(i));
        StudyContext.copyConforming(List.of(Tag.VOILUT_FUNCTION), film, item);
        return Optional.of(item.build());
      }
    }
    return Optional.empty();
  }

  /** The window that {@link Radiograph} gives a film that has none. */
  private static Dataset fitted(Radiograph film) {
    double slope = film.dataset().decimal(Tag.RESCALE_SLOPE).orElse(1);
    double intercept = film.dataset().decimal(Tag.RESCALE_INTERCEPT).orElse(0);
    double one = slope * film.storedValueOf(0) + intercept;
    double other = slope * film.storedValueOf(1) + intercept;
    double width = Math.max(2, Math.abs(other - one) + 1);
    return Dataset.builder()
        .set(Tag.WINDOW_CENTER, (one + other + 1) / 2)
        .set(Tag.WINDOW_WIDTH, width)
        .build();
  }

  private static void copyShutter(DatasetBuilder state, Dataset film) {
    List<String> shapes = film.strings(Tag.SHUTTER_SHAPE);
    // A bitmap would need the film's overlay, which a state would have to hold itself.
    if (!shapes.isEmpty() && !shapes.contains("BITMAP")) {
      StudyContext.copyConforming(SHUTTER, film, state);
      state.set(
          Tag.SHUTTER_PRESENTATION_VALUE, film.integer(Tag.SHUTTER_PRESENTATION_VALUE).orElse(0));
    }
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
            () -> area.set(Tag.PRESENTATION_PIXEL_ASPECT_RATIO, 1, 1));
    state.set(Tag.DISPLAYED_AREA_SELECTION_SEQUENCE, area.build());
  }
}
