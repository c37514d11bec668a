// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.contour.Contour;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.edit.EditDescription;
import org.orthancprism.dicom.edit.EditIdentity;
import org.orthancprism.dicom.edit.FilmEdit;
import org.orthancprism.dicom.edit.GivenMasks;
import org.orthancprism.dicom.film.DigitalRadiograph;
import org.orthancprism.dicom.film.FilmException;
import org.orthancprism.dicom.film.NativePixels;
import org.orthancprism.dicom.film.Radiograph;
import org.orthancprism.dicom.film.StoredPixels;
import org.orthancprism.dicom.result.CounterfactualImage;
import org.orthancprism.dicom.result.Origin;
import org.orthancprism.dicom.result.SeriesNumbers;

/** Small films and edits that the tests work on. */
public final class Films {
  public static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:00:00Z"), ZoneOffset.UTC);

  public static final Algorithm ALGORITHM =
      new Algorithm(
          "orthanc-prism",
          "orthanc-prism",
          "0.1.0",
          "default",
          "1",
          "a1".repeat(32),
          "orthanc-prism");

  public static final CodedConcept PLEURAL_EFFUSION =
      new CodedConcept("60046008", "SCT", "Pleural effusion");

  public static final EditDescription REMOVE_EFFUSION =
      removeEffusion(EditIdentity.of("remove-pleural-effusion"), Optional.empty());

  /** The same within a triangle that was given, without a smaller one. */
  public static final EditDescription REMOVE_EFFUSION_WITHIN_MASKS =
      removeEffusion(
          EditIdentity.of("remove-pleural-effusion").with("region", "a1b2"),
          Optional.of(
              new GivenMasks(
                  List.of(new Contour(new double[] {0, 0, 64, 0, 0, 64.5})),
                  List.of(new Contour(new double[] {1, 1, 2, 1, 1, 2})))));

  private Films() {}

  private static EditDescription removeEffusion(EditIdentity identity, Optional<GivenMasks> masks) {
    return new EditDescription(
        identity,
        "Pleural effusion",
        PLEURAL_EFFUSION,
        EditDescription.Change.REMOVED,
        "image-conditioned",
        "",
        "Chest X-ray without pleural effusion",
        42,
        1,
        1.0,
        masks);
  }

  /** What makes the results of a study that has no series yet but its films'. */
  public static Origin origin() {
    return new Origin(ALGORITHM, SeriesNumbers.behind(Map.of("1.2.3.5", 1)), CLOCK);
  }

  /** The film with {@link #edited} pixels. */
  public static FilmEdit edit(Radiograph film, EditDescription edit) {
    return new FilmEdit(film, edited(film), edit);
  }

  /** Its counterfactual without effusion and without label. */
  public static DicomObject counterfactual(Radiograph film) {
    return CounterfactualImage.of(edit(film, REMOVE_EFFUSION), Optional.empty(), origin());
  }

  /** A film of 12 bits with two dark lungs, a spine and a bright line across. */
  public static StoredPixels chest(int rows, int columns) {
    int[] values = new int[rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        double y = (row + 0.5) / rows - 0.5;
        double x = Math.abs((column + 0.5) / columns - 0.5);
        double lung = Math.exp(-(Math.pow((x - 0.2) / 0.1, 2) + Math.pow(y / 0.3, 2)));
        double spine = Math.exp(-Math.pow(x / 0.04, 2));
        double line = Math.abs(y - x / 2) < 0.01 ? 0.3 : 0;
        double value = 0.6 - 0.5 * lung + 0.2 * spine + line;
        values[row * columns + column] = (int) Math.round(4095 * Math.max(0, Math.min(1, value)));
      }
    }
    return new StoredPixels(rows, columns, values);
  }

  /** A DX film of {@link #chest}. */
  public static DicomObject digital(boolean inverted) {
    return DigitalRadiograph.of(
        chest(200, 160),
        new DigitalRadiograph.Description(
            "Phantom^Chest",
            "PHANTOM-1",
            "AP",
            inverted,
            12,
            2047.5,
            4096,
            0.2,
            LocalDateTime.of(2026, 11, 22, 9, 30)),
        "test film " + inverted);
  }

  /** A CR film with these bits, its values rising from the smallest to the largest. */
  public static DatasetBuilder computed(int rows, int columns, int bits, boolean signed) {
    byte[] words = new byte[2 * rows * columns];
    int least = signed ? -(1 << (bits - 1)) : 0;
    long range = (1L << bits) - 1;
    for (int i = 0; i < rows * columns; i++) {
      int value = (int) (least + range * i / (rows * columns - 1));
      words[2 * i] = (byte) value;
      words[2 * i + 1] = (byte) (value >> 8);
    }
    return Dataset.builder()
        .set(Tag.SOP_CLASS_UID, SopClass.COMPUTED_RADIOGRAPHY_IMAGE)
        .set(Tag.SOP_INSTANCE_UID, "1.2.3.4")
        .set(Tag.STUDY_INSTANCE_UID, "1.2.3")
        .set(Tag.SERIES_INSTANCE_UID, "1.2.3.5")
        .set(Tag.MODALITY, "CR")
        .set(Tag.BODY_PART_EXAMINED, "CHEST")
        .set(Tag.VIEW_POSITION, "PA")
        .set(Tag.PATIENT_NAME, "Test^Film")
        .set(Tag.SAMPLES_PER_PIXEL, 1)
        .set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME2")
        .set(Tag.ROWS, rows)
        .set(Tag.COLUMNS, columns)
        .set(Tag.BITS_ALLOCATED, 16)
        .set(Tag.BITS_STORED, bits)
        .set(Tag.HIGH_BIT, bits - 1)
        .set(Tag.PIXEL_REPRESENTATION, signed ? 1 : 0)
        .setBytes(Tag.PIXEL_DATA, Vr.OW, words);
  }

  /** The film of an object with native pixel data. */
  public static Radiograph radiograph(DicomObject object) {
    try {
      return Radiograph.of(object, NativePixels.read(object));
    } catch (FilmException cause) {
      throw new AssertionError(cause);
    }
  }

  /** The film of a dataset with native pixel data. */
  public static Radiograph radiograph(Dataset dataset) {
    return radiograph(DicomObject.of(dataset));
  }

  /** Stored values of the film with the middle third a little darker. */
  public static StoredPixels edited(Radiograph film) {
    float[] luminance = film.luminance();
    float[] weights = new float[luminance.length];
    for (int i = luminance.length / 3; i < 2 * luminance.length / 3; i++) {
      luminance[i] -= 0.1f;
      weights[i] = 1;
    }
    return film.storedValues(luminance, weights);
  }
}
