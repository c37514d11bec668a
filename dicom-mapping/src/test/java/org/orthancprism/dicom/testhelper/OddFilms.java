// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import static org.orthancprism.dicom.testhelper.LutItems.packed;
import static org.orthancprism.dicom.testhelper.LutItems.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/** Small chest films whose headers say in many ways, some of them wrong, how they are shown. */
public final class OddFilms {
  public static final int ROWS = 96;
  public static final int COLUMNS = 80;

  private final List<OddFilm> films = new ArrayList<>();

  private OddFilms() {}

  /** All of them. */
  public static List<OddFilm> all() {
    OddFilms odd = new OddFilms();
    odd.addDepths();
    odd.addRescales();
    odd.addWindows();
    odd.addFilmsWithoutWindow();
    odd.addVoiLuts();
    odd.addModalityLuts();
    odd.addPaddings();
    odd.addBits();
    odd.films.addAll(CrossedFilms.all());
    return odd.films;
  }

  private void addDepths() {
    for (int bits : new int[] {8, 12, 16}) {
      for (boolean signed : new boolean[] {false, true}) {
        for (String photometric : List.of("MONOCHROME1", "MONOCHROME2")) {
          int middle = signed ? 0 : 1 << (bits - 1);
          add(
              bits + " bits " + (signed ? "signed " : "") + photometric,
              film(bits, signed)
                  .set(Tag.PHOTOMETRIC_INTERPRETATION, photometric)
                  .set(Tag.WINDOW_CENTER, middle + (1 << bits) / 10)
                  .set(Tag.WINDOW_WIDTH, (1 << bits) / 2));
        }
      }
    }
    add("8 bits in 8 allocated", bytes(0, 255, false, 128, 200));
    add("8 bits signed in 8 allocated", bytes(-128, 127, true, 0, 200));
    add("8 bits in 8 allocated MONOCHROME1", monochrome1(bytes(20, 240, false, 128, 200)));
    add("INVERSE with MONOCHROME2", windowed().set(Tag.PRESENTATION_LUT_SHAPE, "INVERSE"));
    add(
        "INVERSE with MONOCHROME1",
        monochrome1(windowed()).set(Tag.PRESENTATION_LUT_SHAPE, "INVERSE"));
  }

  private void addRescales() {
    add("slope of 19 characters", rescale(window("-524", "1000"), "0.24420024420024421", "-1024"));
    add("intercept of 20 characters", rescaled("0.25", "-1024.00000000000001", -524, 900));
    add("negative slope", rescaled("-1", "4095", 2000, 3000));
    add("negative slope MONOCHROME1", monochrome1(rescaled("-2", "100", -4000, 6000)));
    addFractions("slope of a ten-thousandth", rescaled("0.0001", "3", 3.7, 1.3));
    addFractions("tiny slope", rescaled("1e-10", "0", 0.5, 1.0000002));
    addFractions("huge slope", rescaled("1e9", "-1024", 2e12, 3e12));
    add("slope of 0", rescale(windowed(), "0", "0"), windowed());
    add("slope of 0 beside an intercept", rescale(windowed(), "0", "-1024"), windowed());
    add("slope that is no number", rescale(windowed(), "NaN", "-1024"), windowed());
    add("intercept that is no number", rescale(windowed(), "2", "none"), windowed());
    add("slope alone", windowed().set(Tag.RESCALE_SLOPE, "2"), windowed());
    add("intercept alone", windowed().set(Tag.RESCALE_INTERCEPT, "-1024"), windowed());
    add(
        "decimal comma in the slope",
        rescaled("0,5", "-1024", 0, 1500),
        rescaled("0.5", "-1024", 0, 1500));
    add(
        "rescale of signed values",
        rescale(film(12, true), "3", "-700")
            .set(Tag.WINDOW_CENTER, -500)
            .set(Tag.WINDOW_WIDTH, 6000));
  }

  private void addWindows() {
    add(
        "several windows",
        windowed()
            .set(Tag.WINDOW_CENTER, 2000, 1000, 3000)
            .set(Tag.WINDOW_WIDTH, 3000, 500, 700)
            .set(Tag.WINDOW_CENTER_WIDTH_EXPLANATION, "ONE", "TWO", "THREE"));
    add("more centers than widths", windowed().set(Tag.WINDOW_CENTER, 2000, 1000));
    add("window of 20 characters", window("2047.500000000000001", "3000.000000000000001"));
    add("window above the values", window("20000", "1000"));
    add("window far wider than the values", window("32768", "65536"));
    add("window narrower than the values", window("2000", "300"));
    add("narrow window of halves", window("2000.5", "2.5"));
    add("SIGMOID", windowed().set(Tag.VOILUT_FUNCTION, "SIGMOID"));
    add(
        "SIGMOID of signed MONOCHROME1",
        monochrome1(rescale(film(12, true), "2", "10"))
            .set(Tag.WINDOW_CENTER, 100)
            .set(Tag.WINDOW_WIDTH, 3000)
            .set(Tag.VOILUT_FUNCTION, "SIGMOID"));
    add("LINEAR_EXACT", windowed().set(Tag.VOILUT_FUNCTION, "LINEAR_EXACT"));
    add(
        "function that nobody knows",
        windowed().set(Tag.VOILUT_FUNCTION, "LOGARITHMIC"),
        windowed());
    add(
        "first window of width 0",
        windowed().set(Tag.WINDOW_CENTER, 100, 2000).set(Tag.WINDOW_WIDTH, 0, 3000),
        windowed());
    add("first window that is no number", window("NaN\\2000", "3000\\3000"), windowed());
    add("window of a decimal comma", window("2000,0", "3000,0"), windowed());
    add("windows with blanks", window(" 2000 ", " 3.0e3"), windowed());
  }

  private void addFilmsWithoutWindow() {
    add("no window", film(12, false));
    add("no window over narrow values", film(16, false, 1000, 1511));
    add("no window over signed values", film(14, true, -700, 3000));
    add("no window with MONOCHROME1", monochrome1(film(12, false, 300, 2500)));
    add("no window with 8 bits", bytes(14, 242, false));
    addFractions("no window with a rescale", rescale(film(12, false, 100, 900), "0.001", "-1024"));
    add("no window with a falling rescale", rescale(film(12, false, 100, 900), "-2", "17"));
    add("no window and few outliers", outliers(0));
    add("no window, few outliers and padding", outliers(0).set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0));
    add("no window and few outliers with MONOCHROME1", monochrome1(outliers(65535)));
    add("no window with slope 0", rescale(film(12, false), "0", "0"), film(12, false));
    add("width 0", window("2000", "0"), film(12, false));
    add("width 1", window("2000", "1"), film(12, false));
    add("negative width", window("2000", "-300"), film(12, false));
    add("window that is no number", window("NaN", "NaN"), film(12, false));
    add("center without width", film(12, false).set(Tag.WINDOW_CENTER, 2000), film(12, false));
    add("infinite window", window("1e999", "3000"), film(12, false));
    add(
        "VOI LUT without data",
        film(12, false)
            .set(
                Tag.VOILUT_SEQUENCE,
                Dataset.builder().set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, 12).build()),
        film(12, false));
  }

  private void addVoiLuts() {
    add("VOI LUT", film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 12, 4095)));
    add(
        "VOI LUT with MONOCHROME1",
        monochrome1(film(12, false)).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 12, 4095)));
    add(
        "VOI LUT of fewer entries than values",
        film(12, false).set(Tag.VOILUT_SEQUENCE, table(3000, 600, 10, 1023)));
    add(
        "VOI LUT of signed values",
        film(12, true).set(Tag.VOILUT_SEQUENCE, table(4096, -2048, 12, 4095)));
    add(
        "VOI LUT behind a negative intercept",
        rescale(film(12, false), "1", "-1024")
            .set(Tag.VOILUT_SEQUENCE, table(4096, -1024, 12, 4095)));
    Dataset unsigned =
        table(4096, 0, 12, 4095).toBuilder()
            .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, -1024, 12)
            .build();
    add(
        "VOI LUT behind a negative intercept, its first input unsigned",
        rescale(film(12, false), "1", "-1024").set(Tag.VOILUT_SEQUENCE, unsigned),
        rescale(film(12, false), "1", "-1024")
            .set(Tag.VOILUT_SEQUENCE, table(4096, -1024, 12, 4095)));
    add(
        "VOI LUT of 65536 entries",
        film(16, false).set(Tag.VOILUT_SEQUENCE, table(65536, 0, 16, 65535)));
    add(
        "VOI LUT behind a slope",
        rescale(film(12, false), "0.5", "10").set(Tag.VOILUT_SEQUENCE, table(2048, 10, 12, 4095)));
    add(
        "two VOI LUTs",
        film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 12, 4095), table(4096, 0, 8, 255)));
    add(
        "VOI LUT of words that say 8 bits",
        film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 8, 255)),
        film(12, false).set(Tag.VOILUT_SEQUENCE, packed()));
    add("VOI LUT of packed bytes", film(12, false).set(Tag.VOILUT_SEQUENCE, packed()));
    add(
        "VOI LUT of fewer data than it says",
        film(12, false)
            .set(
                Tag.VOILUT_SEQUENCE,
                table(3000, 0, 12, 4095).toBuilder()
                    .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, 12)
                    .build()),
        film(12, false).set(Tag.VOILUT_SEQUENCE, table(3000, 0, 12, 4095)));
    add("VOI LUT beside a window", windowed().set(Tag.VOILUT_SEQUENCE, table(4096, 0, 12, 4095)));
    DatasetBuilder sound = film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 12, 4095));
    films.add(
        new OddFilm(
            "VOI LUT that says 16 bits and holds 12",
            film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 16, 4095)).build(),
            sound.build(),
            OddFilm.Kind.AMBIGUOUS));
    add(
        "VOI LUT that says 10 bits and holds 12",
        film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 10, 4095)),
        sound);
    add(
        "VOI LUT that says 0 bits",
        film(12, false).set(Tag.VOILUT_SEQUENCE, table(4096, 0, 0, 4095)),
        sound);
  }

  private void addModalityLuts() {
    add(
        "Modality LUT",
        film(12, false)
            .set(Tag.MODALITY_LUT_SEQUENCE, table(4096, 0, 16, 65535))
            .set(Tag.WINDOW_CENTER, 30000)
            .set(Tag.WINDOW_WIDTH, 50000));
    add(
        "Modality LUT of signed values",
        film(12, true)
            .set(Tag.MODALITY_LUT_SEQUENCE, table(4096, -2048, 16, 65535))
            .set(Tag.WINDOW_CENTER, 30000)
            .set(Tag.WINDOW_WIDTH, 50000));
    add(
        "Modality LUT without window",
        film(12, false).set(Tag.MODALITY_LUT_SEQUENCE, table(4096, 0, 14, 16383)));
    add(
        "Modality LUT and VOI LUT",
        film(12, false)
            .set(Tag.MODALITY_LUT_SEQUENCE, table(4096, 0, 12, 4095))
            .set(Tag.VOILUT_SEQUENCE, table(4096, 0, 12, 4095)));
    add(
        "Modality LUT beside a rescale",
        rescale(film(12, false), "2", "-5000")
            .set(Tag.MODALITY_LUT_SEQUENCE, table(4096, 0, 12, 4095))
            .set(Tag.WINDOW_CENTER, 2000)
            .set(Tag.WINDOW_WIDTH, 3000),
        film(12, false)
            .set(Tag.MODALITY_LUT_SEQUENCE, table(4096, 0, 12, 4095))
            .set(Tag.WINDOW_CENTER, 2000)
            .set(Tag.WINDOW_WIDTH, 3000));
  }

  private void addPaddings() {
    add("padding of the least value", windowed().set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0));
    add(
        "padding of a range",
        windowed()
            .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0)
            .set(Tag.PIXEL_PADDING_RANGE_LIMIT, Vr.US, 20));
    add("padding without window", film(12, false).set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0));
    add("padding that can't be stored", windowed().set(Tag.PIXEL_PADDING_VALUE, Vr.US, 65535));
    add(
        "signed padding as an unsigned word",
        film(12, true)
            .set(Tag.WINDOW_CENTER, 0)
            .set(Tag.WINDOW_WIDTH, 3000)
            .set(Tag.PIXEL_PADDING_VALUE, Vr.US, 0xF800));
  }

  private void addBits() {
    Dataset film = windowed().build();
    add("High Bit above the values", windowed().set(Tag.HIGH_BIT, 15), windowed());
    add("High Bit below the values", windowed().set(Tag.HIGH_BIT, 7), windowed());
    add("High Bit beyond the cell", windowed().set(Tag.HIGH_BIT, 16), windowed());
    add(
        "values at the upper end of the cell",
        cells(film, cell -> cell << 4).set(Tag.HIGH_BIT, 15),
        windowed());
    add("overlay bits above the values", cells(film, cell -> cell | 0x9000), windowed());
    add(
        "overlay bits below the values",
        cells(film, cell -> cell << 4 | 5).set(Tag.HIGH_BIT, 15),
        windowed());
    add("pixels of 2 to 1", windowed().set(Tag.PIXEL_ASPECT_RATIO, "2", "1"));
    add("spacing with decimal commas", windowed().add(text(Tag.PIXEL_SPACING, "0,143\\0,143")));
  }

  private void add(String name, DatasetBuilder film) {
    add(name, film, film);
  }

  private void add(String name, DatasetBuilder film, DatasetBuilder meant) {
    Dataset built = film.build();
    Dataset sound = meant == film ? built : meant.build();
    films.add(new OddFilm(name, built, sound, OddFilm.Kind.PLAIN));
  }

  private void addFractions(String name, DatasetBuilder film) {
    Dataset built = film.build();
    films.add(new OddFilm(name, built, built, OddFilm.Kind.FRACTIONS));
  }

  private static DatasetBuilder monochrome1(DatasetBuilder film) {
    return film.set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1");
  }

  private static DatasetBuilder windowed() {
    return window("2000", "3000");
  }

  private static DatasetBuilder window(String center, String width) {
    return film(12, false).add(text(Tag.WINDOW_CENTER, center)).add(text(Tag.WINDOW_WIDTH, width));
  }

  private static DatasetBuilder rescaled(
      String slope, String intercept, double center, double width) {
    // DCMTK shows as anything what a fraction of a slope makes of the largest value.
    return rescale(film(12, false, 0, 4000), slope, intercept)
        .set(Tag.WINDOW_CENTER, center)
        .set(Tag.WINDOW_WIDTH, width);
  }

  private static DatasetBuilder rescale(DatasetBuilder film, String slope, String intercept) {
    return film.add(text(Tag.RESCALE_SLOPE, slope))
        .add(text(Tag.RESCALE_INTERCEPT, intercept))
        .set(Tag.RESCALE_TYPE, "US");
  }

  /** Text of any kind, as careless writers write it. */
  private static Attribute.Text text(Tag tag, String values) {
    return new Attribute.Text(tag, Vr.DS, List.of(values.split("\\\\", -1)));
  }

  /** A film with values over the whole range. */
  private static DatasetBuilder film(int bits, boolean signed) {
    int least = signed ? -(1 << (bits - 1)) : 0;
    return film(bits, signed, least, least + (1 << bits) - 1);
  }

  private static DatasetBuilder film(int bits, boolean signed, int least, int greatest) {
    ByteBuffer words = ByteBuffer.allocate(2 * ROWS * COLUMNS).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values(least, greatest)) {
      words.putShort((short) value);
    }
    return Films.computed(ROWS, COLUMNS, bits, signed)
        .set(Tag.SOP_CLASS_UID, SopClass.COMPUTED_RADIOGRAPHY_IMAGE)
        .setBytes(Tag.PIXEL_DATA, Vr.OW, words.array());
  }

  /** Shades that lie close together, but for two pixels. */
  private static DatasetBuilder outliers(int first) {
    DatasetBuilder film = film(16, false, 20000, 24000);
    byte[] cells = film.build().bytes(Tag.PIXEL_DATA).orElseThrow().clone();
    ByteBuffer.wrap(cells)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(0, (short) first)
        .putShort(2 * COLUMNS, (short) (65535 - first));
    return film.setBytes(Tag.PIXEL_DATA, Vr.OW, cells);
  }

  private static DatasetBuilder bytes(int least, int greatest, boolean signed, int... window) {
    byte[] bytes = new byte[ROWS * COLUMNS];
    int[] values = values(least, greatest);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    DatasetBuilder film =
        Films.computed(ROWS, COLUMNS, 8, signed)
            .set(Tag.BITS_ALLOCATED, 8)
            .setBytes(Tag.PIXEL_DATA, Vr.OB, bytes);
    if (window.length == 2) {
      film.set(Tag.WINDOW_CENTER, window[0]).set(Tag.WINDOW_WIDTH, window[1]);
    }
    return film;
  }

  private static int[] values(int least, int greatest) {
    int[] values = Films.chest(ROWS, COLUMNS).values();
    for (int i = 0; i < values.length; i++) {
      values[i] = least + (int) ((long) (greatest - least) * values[i] / 4095);
    }
    values[0] = least;
    values[values.length - 1] = greatest;
    return values;
  }

  private static DatasetBuilder cells(Dataset film, UnaryOperator<Integer> change) {
    ByteBuffer old =
        ByteBuffer.wrap(film.bytes(Tag.PIXEL_DATA).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer cells = ByteBuffer.allocate(old.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    while (old.hasRemaining()) {
      cells.putShort((short) (int) change.apply(old.getShort() & 0xFFFF));
    }
    return film.toBuilder().setBytes(Tag.PIXEL_DATA, Vr.OW, cells.array());
  }
}
