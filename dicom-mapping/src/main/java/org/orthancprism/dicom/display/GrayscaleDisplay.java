// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.display;

import java.util.Optional;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.PixelDescription;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * A film's grayscale pipeline (PS3.4 N.2): Modality LUT, VOI LUT, inversion. What is made of the
 * film is shown as the film is, since all of it is described here, from the same values.
 *
 * <p>MONOCHROME1 is inverted, and so is the Presentation LUT Shape INVERSE, which goes with it
 * (PS3.3 C.8.11.3.1.2); a film that is MONOCHROME1 and says IDENTITY contradicts itself, and is
 * shown as MONOCHROME1, as most viewers do.
 */
public final class GrayscaleDisplay {
  /** From one whole number to the next, a sigmoid as wide as this rises by less than 1 in 255. */
  private static final double FINE = 256;

  /** So many widths from its center a sigmoid is black or white but for 1 in 2000. */
  private static final double REACH = 2;

  private static final int WORD = 0xFFFF;

  private final Dataset film;
  private final int minimum;
  private final int maximum;
  private final ModalityLut modality;
  private final VoiLuts voi;

  /** Found once: a film's luminance is asked for at each of up to 65,536 stored values. */
  private final Optional<VoiLut> shown;

  private final boolean inverted;

  private GrayscaleDisplay(
      Dataset film, int minimum, int maximum, ModalityLut modality, VoiLuts voi) {
    this.film = film;
    this.minimum = minimum;
    this.maximum = maximum;
    this.modality = modality;
    this.voi = voi;
    this.shown = voi.first();
    this.inverted =
        isMonochrome1()
            || film.string(Tag.PRESENTATION_LUT_SHAPE).filter("INVERSE"::equals).isPresent();
  }

  /**
   * What a film says.
   *
   * @param minimum the smallest value that can be stored
   * @param maximum the largest value that can be stored
   */
  public static GrayscaleDisplay of(Dataset film, int minimum, int maximum) {
    ModalityLut modality = ModalityLut.of(film, minimum < 0);
    // What a Modality LUT gives is never negative (PS3.3 C.11.1.1.1).
    boolean mayBeNegative = Math.min(modality.apply(minimum), modality.apply(maximum)) < 0;
    return new GrayscaleDisplay(film, minimum, maximum, modality, VoiLuts.of(film, mayBeNegative));
  }

  /** The same with a window, for a film that says nothing of how it is to be windowed. */
  public GrayscaleDisplay with(VoiLut.Window window) {
    return new GrayscaleDisplay(film, minimum, maximum, modality, VoiLuts.of(window));
  }

  /** The Modality LUT. */
  public ModalityLut modality() {
    return modality;
  }

  /** The VOI LUT by which the film is shown; empty if it has none that can be used. */
  public Optional<VoiLut> voi() {
    return shown;
  }

  /** Whether the largest value is shown darkest. */
  public boolean isInverted() {
    return inverted;
  }

  private boolean isMonochrome1() {
    return PixelDescription.photometricInterpretation(film).equals("MONOCHROME1");
  }

  /**
   * Luminance of a stored value: 0 is black, 1 is white, and what lies beyond a window beyond them.
   *
   * @throws IllegalStateException if there is no VOI LUT
   */
  public double luminance(int storedValue) {
    double share = shown().apply(modality.apply(storedValue));
    return isInverted() ? 1 - share : share;
  }

  /** Describes the pipeline in an image with the film's stored values. */
  public void write(DatasetBuilder image) {
    image.set(Tag.PHOTOMETRIC_INTERPRETATION, isMonochrome1() ? "MONOCHROME1" : "MONOCHROME2");
    writeModality(image);
    voi.write(image);
    film.string(Tag.PRESENTATION_LUT_SHAPE)
        .filter(shape -> shape.equals("IDENTITY") || shape.equals("INVERSE"))
        .ifPresent(shape -> image.set(Tag.PRESENTATION_LUT_SHAPE, shape));
  }

  /**
   * Describes the pipeline in a presentation state, which replaces that of the image.
   *
   * @throws IllegalStateException if there is no VOI LUT
   */
  public void writeState(DatasetBuilder state) {
    writeModality(state);
    DatasetBuilder softcopy = Dataset.builder();
    VoiLut shown = shown();
    if (shown instanceof VoiLut.Window window) {
      curve(window)
          .ifPresentOrElse(
              curve -> softcopy.set(Tag.VOILUT_SEQUENCE, curve),
              () -> VoiLuts.of(window).write(softcopy));
    } else if (shown instanceof VoiLut.Table table) {
      softcopy.set(Tag.VOILUT_SEQUENCE, table.table().voiItem());
    }
    state
        .set(Tag.SOFTCOPY_VOILUT_SEQUENCE, softcopy.build())
        .set(Tag.PRESENTATION_LUT_SHAPE, isInverted() ? "INVERSE" : "IDENTITY");
  }

  /**
   * A sigmoid as a table of whole numbers of the modality, where these are fine enough: DCMTK knows
   * no VOI LUT Function in presentation states. What lies beyond the table is black or white.
   */
  private Optional<Dataset> curve(VoiLut.Window window) {
    if (window.function() != VoiLut.Function.SIGMOID || window.width() < FINE) {
      return Optional.empty();
    }
    double one = modality.apply(minimum);
    double other = modality.apply(maximum);
    double reach = REACH * window.width();
    double first = Math.floor(Math.max(Math.min(one, other), window.center() - reach));
    double last = Math.ceil(Math.min(Math.max(one, other), window.center() + reach));
    boolean fits =
        first >= Short.MIN_VALUE && last <= WORD && first <= last && last - first <= WORD;
    return fits
        ? Optional.of(
            LookupTable.item(
                (int) first, (int) (last - first) + 1, value -> WORD * window.apply(value)))
        : Optional.empty();
  }

  private void writeModality(DatasetBuilder target) {
    if (modality instanceof ModalityLut.Table table) {
      target.set(Tag.MODALITY_LUT_SEQUENCE, table.table().modalityItem());
    } else if (modality instanceof ModalityLut.Rescale rescale) {
      ModalityLut.Rescale fitting = RescaleOfSixteenCharacters.of(rescale, maximum);
      target
          .set(Tag.RESCALE_INTERCEPT, fitting.intercept())
          .set(Tag.RESCALE_SLOPE, fitting.slope())
          .set(
              Tag.RESCALE_TYPE,
              film.string(Tag.RESCALE_TYPE)
                  .filter(type -> ValueRules.isValid(Vr.LO, type))
                  .orElse("US"));
    }
  }

  private VoiLut shown() {
    return shown.orElseThrow(() -> new IllegalStateException("the film has no window yet"));
  }

  /**
   * The same picture in values that grow from dark to bright, from 0 on, for images that can have
   * neither sign nor Modality LUT nor MONOCHROME1.
   */
  public RisingValues rising() {
    return new RisingValues(this, minimum, maximum);
  }
}
