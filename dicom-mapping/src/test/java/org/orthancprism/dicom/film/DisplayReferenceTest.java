// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringTokenizer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.Films;
import org.orthancprism.dicom.testhelper.Tool;

/** Luminance, clipped to the display's range, is what DCMTK renders and what pydicom computes. */
class DisplayReferenceTest {
  private static final int SIDE = 64;

  /** Modality LUT, VOI LUT and the share of their range, as pydicom's functions have it. */
  private static final String PYDICOM =
      """
      import sys, numpy, pydicom
      from pydicom.pixel_data_handlers.util import apply_modality_lut, apply_voi_lut
      for file in sys.argv[1:]:
          dataset = pydicom.dcmread(file)
          modality = apply_modality_lut(dataset.pixel_array.astype('i4'), dataset)
          if 'WindowCenter' in dataset:
              signed, bits = dataset.PixelRepresentation, dataset.BitsStored
              low = -(1 << (bits - 1)) if signed else 0
              high = low + (1 << bits) - 1
              if 'ModalityLUTSequence' in dataset:
                  low = 0
                  high = (1 << dataset.ModalityLUTSequence[0].LUTDescriptor[2]) - 1
              elif 'RescaleSlope' in dataset:
                  slope, intercept = float(dataset.RescaleSlope), float(dataset.RescaleIntercept)
                  low, high = low * slope + intercept, high * slope + intercept
          else:
              low, high = 0, (1 << dataset.VOILUTSequence[0].LUTDescriptor[2]) - 1
          share = (apply_voi_lut(modality, dataset) - low) / (high - low)
          inverse = dataset.get('PresentationLUTShape') == 'INVERSE'
          if inverse or dataset.PhotometricInterpretation == 'MONOCHROME1':
              share = 1 - share
          share.astype('<f4').tofile(file + '.raw')
      """;

  @TempDir private Path folder;

  /**
   * A film with a way to display it.
   *
   * @param dcmtk dcm2pnm's option that chooses the way; none where DCMTK 3.6.7 can't
   * @param tolerance of the share of the display's range
   */
  private record Display(String name, String dcmtk, double tolerance, Dataset film) {
    Display unknownToDcmtk() {
      return new Display(name, "", tolerance, film);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Display> displays() {
    List<Display> displays = new ArrayList<>();
    for (int bits : new int[] {8, 10, 12, 14, 16}) {
      for (boolean signed : new boolean[] {false, true}) {
        for (String photometric : List.of("MONOCHROME1", "MONOCHROME2")) {
          String shape = photometric.equals("MONOCHROME1") ? "INVERSE" : "IDENTITY";
          Dataset film =
              Films.computed(SIDE, SIDE, bits, signed)
                  .set(Tag.PHOTOMETRIC_INTERPRETATION, photometric)
                  .build();
          String name = bits + (signed ? " bits signed " : " bits ") + photometric + " ";
          double middle = signed ? 0 : 1 << (bits - 1);
          double range = 1 << bits;
          UnaryOperator<DatasetBuilder> window =
              each -> window(each, middle + range / 10, range / 2);
          displays.add(
              display(
                  name + "LINEAR",
                  film,
                  each -> window.apply(each).set(Tag.PRESENTATION_LUT_SHAPE, shape)));
          displays.add(
              display(
                  name + "SIGMOID",
                  film,
                  each -> window.apply(each).set(Tag.VOILUT_FUNCTION, "SIGMOID")));
          displays.add(
              display(
                      name + "LINEAR_EXACT",
                      film,
                      each -> window.apply(each).set(Tag.VOILUT_FUNCTION, "LINEAR_EXACT"))
                  .unknownToDcmtk());
          displays.add(
              display(
                  name + "rescale",
                  film,
                  each -> rescale(window(each, 3 * middle - 100, 2 * range), 3, -100)));
          // DCMTK rounds what a rescale gives to whole numbers.
          displays.add(
              display(
                      name + "rescale of a quarter",
                      film,
                      each -> rescale(window(each, middle / 4 - 100, range / 4), 0.25, -100))
                  .unknownToDcmtk());
          displays.add(
              display(
                  name + "Modality LUT",
                  film,
                  each ->
                      window(each, 32768, 60000)
                          .set(Tag.MODALITY_LUT_SEQUENCE, table(bits, signed, 16))));
          // DCMTK is off by one in 4096 at the upper end of a table.
          displays.add(
              new Display(
                  name + "VOI LUT",
                  "+Wl 1",
                  3e-4,
                  film.toBuilder().set(Tag.VOILUT_SEQUENCE, table(bits, signed, 12)).build()));
        }
      }
    }
    Dataset inverse = Films.computed(SIDE, SIDE, 12, false).build();
    displays.add(
        display(
            "MONOCHROME2 with the shape INVERSE",
            inverse,
            each -> window(each, 2000, 3000).set(Tag.PRESENTATION_LUT_SHAPE, "INVERSE")));
    return displays.stream();
  }

  private static Display display(
      String name, Dataset film, UnaryOperator<DatasetBuilder> attributes) {
    return new Display(name, "+Wi 1", 1e-4, attributes.apply(film.toBuilder()).build());
  }

  private static DatasetBuilder rescale(DatasetBuilder film, double slope, double intercept) {
    return film.set(Tag.RESCALE_SLOPE, slope)
        .set(Tag.RESCALE_INTERCEPT, intercept)
        .set(Tag.RESCALE_TYPE, "US");
  }

  private static DatasetBuilder window(DatasetBuilder film, double center, double width) {
    return film.set(Tag.WINDOW_CENTER, center, 1).set(Tag.WINDOW_WIDTH, width, 2);
  }

  /** A rising, curved table over most values; those beyond it take its first and last entry. */
  private static Dataset table(int bits, boolean signed, int outputBits) {
    int count = (1 << bits) * 7 / 8;
    int first = (signed ? -(1 << (bits - 1)) : 0) + (1 << bits) / 16;
    ByteBuffer data = ByteBuffer.allocate(2 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      data.putShort((short) Math.round(((1 << outputBits) - 1) * Math.sqrt(i / (count - 1.0))));
    }
    return Dataset.builder()
        .set(Tag.LUT_DESCRIPTOR, signed ? Vr.SS : Vr.US, count, first, outputBits)
        .set(Tag.MODALITY_LUT_TYPE, "US")
        .setBytes(Tag.LUT_DATA, Vr.OW, data.array())
        .build();
  }

  private static float[] clippedLuminance(Dataset film) {
    float[] luminance = Films.radiograph(film).luminance();
    for (int i = 0; i < luminance.length; i++) {
      luminance[i] = Math.max(0, Math.min(1, luminance[i]));
    }
    return luminance;
  }

  private static void assertAlike(float[] expected, float[] actual, double tolerance, String what) {
    assertEquals(expected.length, actual.length, what);
    double worst = 0;
    int at = 0;
    for (int i = 0; i < actual.length; i++) {
      if (Math.abs(expected[i] - actual[i]) > worst) {
        worst = Math.abs(expected[i] - actual[i]);
        at = i;
      }
    }
    assertTrue(
        worst <= tolerance,
        what + ": pixel " + at + " is " + actual[at] + ", the reference " + expected[at]);
  }

  @Test
  void everyDisplayIsWhatPydicomComputes() {
    List<Display> displays = displays().toList();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < displays.size(); i++) {
      files.add(Tool.write(DicomObject.of(displays.get(i).film()), folder, "film" + i + ".dcm"));
    }
    Tool.Answer answer = Tool.python(PYDICOM, files.toArray(Path[]::new));
    assertEquals(0, answer.status(), answer.text());
    for (int i = 0; i < displays.size(); i++) {
      byte[] raw = Tool.bytes(Path.of(files.get(i) + ".raw"));
      float[] expected = new float[SIDE * SIDE];
      ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(expected);
      Display display = displays.get(i);
      assertAlike(expected, clippedLuminance(display.film()), display.tolerance(), display.name());
    }
  }

  static Stream<Display> displaysOfDcmtk() {
    return displays().filter(display -> !display.dcmtk().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("displaysOfDcmtk")
  void everyDisplayIsWhatDcmtkRenders(Display display) {
    float[] expected = rendered(display.film(), display.dcmtk());
    assertAlike(expected, clippedLuminance(display.film()), display.tolerance(), display.name());
  }

  /** What dcm2pnm renders, of 0 to 1. */
  private float[] rendered(Dataset film, String options) {
    Path file = Tool.write(DicomObject.of(film), folder, "film.dcm");
    Path image = folder.resolve("film.pgm");
    List<String> command = new ArrayList<>(List.of("dcm2pnm", "+opw"));
    command.addAll(Arrays.asList(options.split(" ")));
    command.addAll(List.of(file.toString(), image.toString()));
    Tool.Answer answer = Tool.run(command.toArray(String[]::new));
    assertEquals(0, answer.status(), answer.text());
    StringTokenizer words =
        new StringTokenizer(
            new String(Tool.bytes(image), StandardCharsets.US_ASCII).replaceAll("#.*\n", ""));
    assertEquals("P2", words.nextToken());
    float[] values = new float[Integer.parseInt(words.nextToken()) * SIDE];
    assertEquals(SIDE, Integer.parseInt(words.nextToken()));
    float maximum = Float.parseFloat(words.nextToken());
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words.nextToken()) / maximum;
    }
    return values;
  }
}
