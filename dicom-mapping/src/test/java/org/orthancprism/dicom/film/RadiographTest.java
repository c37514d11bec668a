// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;
import org.orthancprism.dicom.testhelper.Films;

class RadiographTest {

  /** A way in which a film describes its display. */
  private record Display(String name, UnaryOperator<DatasetBuilder> attributes) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Display> displays() {
    return Stream.of(
        new Display("no window", film -> film),
        new Display("LINEAR", film -> window(film, 2000, 4000)),
        new Display("a window narrower than the values", film -> window(film, 2000, 500)),
        new Display(
            "LINEAR_EXACT",
            film -> window(film, 2000, 4000).set(Tag.VOILUT_FUNCTION, "LINEAR_EXACT")),
        new Display(
            "SIGMOID", film -> window(film, 2000, 4000).set(Tag.VOILUT_FUNCTION, "SIGMOID")),
        new Display(
            "MONOCHROME1",
            film -> window(film, 2000, 4000).set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")),
        new Display(
            "a rescale",
            film ->
                window(film, -500, 900)
                    .set(Tag.RESCALE_SLOPE, 0.25)
                    .set(Tag.RESCALE_INTERCEPT, -1024)),
        new Display(
            "a falling rescale",
            film ->
                window(film, 0, 4000).set(Tag.RESCALE_SLOPE, -1).set(Tag.RESCALE_INTERCEPT, 2048)),
        new Display(
            "a Modality LUT",
            film -> window(film, 30000, 60000).set(Tag.MODALITY_LUT_SEQUENCE, table(15))),
        new Display("a VOI LUT", film -> film.set(Tag.VOILUT_SEQUENCE, table(16))));
  }

  private static DatasetBuilder window(DatasetBuilder film, double center, double width) {
    return film.set(Tag.WINDOW_CENTER, center, 1).set(Tag.WINDOW_WIDTH, width, 2);
  }

  /** A rising, curved table over all 12-bit values. */
  private static Dataset table(int bits) {
    ByteBuffer data = ByteBuffer.allocate(2 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4096; i++) {
      data.putShort((short) Math.round(((1 << bits) - 1) * Math.sqrt(i / 4095.0)));
    }
    return Dataset.builder()
        .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, bits)
        .setBytes(Tag.LUT_DATA, Vr.OW, data.array())
        .build();
  }

  @ParameterizedTest
  @MethodSource("displays")
  void luminanceGoesBackToTheStoredValuesItCameFrom(Display display) {
    Radiograph film =
        Films.radiograph(display.attributes().apply(Films.computed(100, 100, 12, false)).build());
    int[] back = film.storedValues(film.luminance(), ones(film)).values();
    assertArrayEquals(film.pixels().values(), back);
  }

  @ParameterizedTest
  @MethodSource("displays")
  void anEditedPixelGetsTheStoredValueThatLooksLikeIt(Display display) {
    Radiograph film =
        Films.radiograph(display.attributes().apply(Films.computed(100, 100, 12, false)).build());
    float[] wanted = new float[film.rows() * film.columns()];
    Arrays.fill(wanted, 0.5f);
    int[] values = film.storedValues(wanted, ones(film)).values();
    assertEquals(0.5, film.luminanceOf(values[0]), 0.003);
  }

  @ParameterizedTest
  @MethodSource("displays")
  void noOtherStoredValueLooksMoreLikeWhatIsWanted(Display display) {
    Radiograph film =
        Films.radiograph(display.attributes().apply(Films.computed(64, 64, 12, false)).build());
    Random random = new Random(7);
    float[] wanted = new float[64 * 64];
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = random.nextFloat(-0.3f, 1.3f);
    }
    StoredPixels edited = film.storedValues(wanted, ones(film));
    for (int i = 0; i < wanted.length; i += 16) {
      double least = Double.POSITIVE_INFINITY;
      for (int value = 0; value <= film.maximumStoredValue(); value++) {
        least = Math.min(least, Math.abs(film.luminanceOf(value) - wanted[i]));
      }
      assertEquals(least, Math.abs(film.luminanceOf(edited.value(i)) - wanted[i]), 1e-6);
    }
  }

  @Test
  void everyDepthAndSignIsReadAndGoesBack() {
    for (int bits = 8; bits <= 16; bits++) {
      for (boolean signed : new boolean[] {false, true}) {
        Radiograph film = Films.radiograph(Films.computed(80, 90, bits, signed).build());
        int[] values = film.pixels().values();
        assertEquals(signed ? -(1 << (bits - 1)) : 0, values[0]);
        assertEquals(film.maximumStoredValue(), values[values.length - 1]);
        assertArrayEquals(values, film.storedValues(film.luminance(), ones(film)).values());
      }
    }
  }

  @Test
  void theFirstOfSeveralLinearWindowsShowsBlackAt0AndWhiteAt1AndIsNotClipped() {
    Radiograph film =
        Films.radiograph(window(Films.computed(64, 64, 12, false), 2048, 1001).build());
    assertEquals(0, film.luminanceOf(1548 - 1), 0.0015);
    assertEquals(1, film.luminanceOf(2548 - 1), 0.0015);
    assertEquals(0.5, film.luminanceOf(2048), 0.001);
    assertTrue(film.luminanceOf(0) < -1);
    assertTrue(film.luminanceOf(4095) > 2);
  }

  @Test
  void monochrome1IsTurnedOver() {
    DatasetBuilder film = window(Films.computed(64, 64, 12, false), 2048, 4096);
    Radiograph second = Films.radiograph(film.build());
    Radiograph first =
        Films.radiograph(film.set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1").build());
    assertEquals(1 - second.luminanceOf(700), first.luminanceOf(700), 1e-6);
    assertTrue(first.luminanceOf(0) > first.luminanceOf(4095));
  }

  @Test
  void wherePixelsHaveNoWeightStoredValuesStayWhateverTheLuminance() {
    Radiograph film = Films.radiograph(Films.computed(64, 64, 10, true).build());
    float[] nonsense = new float[64 * 64];
    Arrays.fill(nonsense, Float.NaN);
    assertArrayEquals(
        film.pixels().values(), film.storedValues(nonsense, new float[64 * 64]).values());
  }

  @Test
  void luminanceBeyondTheStorableRangeIsClampedToIt() {
    Radiograph film =
        Films.radiograph(window(Films.computed(64, 64, 12, false), 2048, 4096).build());
    float[] luminance = new float[64 * 64];
    Arrays.fill(luminance, 99);
    luminance[0] = -99;
    int[] values = film.storedValues(luminance, ones(film)).values();
    assertEquals(0, values[0]);
    assertEquals(4095, values[1]);
  }

  @Test
  void paddingStaysAndNothingElseBecomesPadding() {
    Radiograph film =
        Films.radiograph(
            window(Films.computed(64, 64, 12, false), 2048, 4096)
                .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0)
                .set(Tag.PIXEL_PADDING_RANGE_LIMIT, Vr.US, 10)
                .build());
    float[] black = new float[64 * 64];
    Arrays.fill(black, -1);
    int[] values = film.storedValues(black, ones(film)).values();
    assertEquals(0, values[0]);
    assertEquals(0, film.luminance()[0]);
    for (int i = 0; i < values.length; i++) {
      assertEquals(film.pixels().value(i) <= 10, values[i] <= 10, "pixel " + i);
    }
  }

  @Test
  void withoutAWindowFewOutliersDarkenTheFilmOnScreensAndNotForModels() {
    Dataset film = Films.computed(100, 100, 16, false).build();
    byte[] bytes = new byte[2 * 100 * 100];
    for (int i = 0; i < 10_000; i++) {
      int value = i < 20 ? 65535 : 1000 + i % 1000;
      bytes[2 * i] = (byte) value;
      bytes[2 * i + 1] = (byte) (value >> 8);
    }
    Radiograph radiograph =
        Films.radiograph(film.toBuilder().setBytes(Tag.PIXEL_DATA, Vr.OW, bytes).build());
    int middle = 500;
    assertEquals(1500, radiograph.pixels().value(middle));
    assertEquals(500 / 64535.0, radiograph.luminance()[middle], 1e-4);
    assertEquals(0.5, radiograph.modelLuminance()[middle], 0.02);
    float[] seen = radiograph.modelLuminance();
    assertArrayEquals(
        radiograph.pixels().values(), radiograph.storedValues(seen, ones(radiograph)).values());
  }

  @Test
  void bitsAboveTheHighBitAreNotPartOfTheValue() {
    Dataset film = Films.computed(64, 64, 12, false).build();
    byte[] bytes = film.bytes(Tag.PIXEL_DATA).orElseThrow().clone();
    int[] clean = Films.radiograph(film).pixels().values();
    for (int i = 1; i < bytes.length; i += 2) {
      bytes[i] |= (byte) 0xF0;
    }
    Dataset withOverlay = film.toBuilder().setBytes(Tag.PIXEL_DATA, Vr.OW, bytes).build();
    assertArrayEquals(clean, Films.radiograph(withOverlay).pixels().values());
  }

  @Test
  void decodedSignedImagesGetTheirSignBack() throws FilmException {
    Dataset film = Films.computed(64, 64, 12, true).build();
    Radiograph signed = Films.radiograph(film);
    int[] bits = Arrays.stream(signed.pixels().values()).map(value -> value & 0xFFFF).toArray();
    Radiograph fromBits = Radiograph.of(film, new StoredPixels(64, 64, bits));
    assertArrayEquals(signed.pixels().values(), fromBits.pixels().values());
    assertNotEquals(0, Arrays.stream(fromBits.pixels().values()).filter(v -> v < 0).count());
  }

  @Test
  void aDecodedImageOfAnotherSizeIsRefusedWithTheInstancesUid() {
    Dataset film = Films.computed(64, 64, 12, false).build();
    FilmException thrown =
        assertThrows(
            FilmException.class, () -> Radiograph.of(film, new StoredPixels(1, 2, new int[2])));
    assertTrue(thrown.getMessage().contains("1.2.3.4"), thrown.getMessage());
  }

  @Test
  void aFilmWithoutPixelDataIsRefused() {
    Dataset film = Films.computed(64, 64, 12, false).remove(Tag.PIXEL_DATA).build();
    FilmException thrown =
        assertThrows(FilmException.class, () -> NativePixels.read(DicomObject.of(film)));
    assertTrue(thrown.getMessage().contains("no Pixel Data"), thrown.getMessage());
  }

  private static float[] ones(Radiograph film) {
    float[] ones = new float[film.rows() * film.columns()];
    Arrays.fill(ones, 1);
    return ones;
  }
}
