// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.testhelper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/** Films with several oddities at once: each way to say one thing beside many ways for others. */
final class CrossedFilms {
  private static final int[] BITS = {10, 12, 14, 16};
  private static final int FILMS = 30;

  /** How values lie in cells that are larger. */
  private enum Layout {
    LOWEST_BITS,
    HIGHEST_BITS,
    OVERLAY_ABOVE
  }

  /**
   * How a header says one thing.
   *
   * @param name what is said
   * @param written the values as they are written, of one attribute each
   * @param meant what they mean; the same if nothing is wrong
   */
  private record Said(String name, List<Attribute> written, List<Attribute> meant) {
    boolean isSound() {
      return written.equals(meant);
    }
  }

  private CrossedFilms() {}

  /** All of them: no two differ in one thing only. */
  static List<OddFilm> all() {
    List<OddFilm> films = new ArrayList<>();
    for (int i = 0; i < FILMS; i++) {
      films.add(film(i));
    }
    return films;
  }

  private static OddFilm film(int i) {
    int bits = BITS[i % BITS.length];
    boolean signed = (i / 3) % 2 == 1;
    boolean inverted = (i / 2) % 2 == 1;
    Layout layout = bits == 16 ? Layout.LOWEST_BITS : Layout.values()[i % 3];
    Said rescale = rescales().get(i % 5);
    List<Said> windows = windows(rescale, bits, signed);
    Said window = windows.get((i + i / 10) % windows.size());
    String name =
        String.join(
            ", ",
            "crossed: " + bits + (signed ? " bits signed" : " bits"),
            inverted ? "MONOCHROME1" : "MONOCHROME2",
            layout.name(),
            rescale.name(),
            window.name());
    Dataset film =
        film(bits, signed, inverted, layout, rescale.written(), window.written()).build();
    boolean sound = layout == Layout.LOWEST_BITS && rescale.isSound() && window.isSound();
    Dataset meant =
        sound
            ? film
            : film(bits, signed, inverted, Layout.LOWEST_BITS, rescale.meant(), window.meant())
                .build();
    return new OddFilm(name, film, meant, OddFilm.Kind.PLAIN);
  }

  private static DatasetBuilder film(
      int bits,
      boolean signed,
      boolean inverted,
      Layout layout,
      List<Attribute> rescale,
      List<Attribute> window) {
    DatasetBuilder film =
        Films.computed(OddFilms.ROWS, OddFilms.COLUMNS, bits, signed)
            .set(Tag.PHOTOMETRIC_INTERPRETATION, inverted ? "MONOCHROME1" : "MONOCHROME2")
            .setBytes(Tag.PIXEL_DATA, Vr.OW, cells(bits, signed, layout));
    if (layout == Layout.HIGHEST_BITS) {
      film.set(Tag.HIGH_BIT, 15);
    }
    rescale.forEach(film::add);
    window.forEach(film::add);
    return film;
  }

  private static byte[] cells(int bits, boolean signed, Layout layout) {
    int[] values = Films.chest(OddFilms.ROWS, OddFilms.COLUMNS).values();
    // All values but the greatest, which DCMTK does not find in a table that a slope is behind.
    int greatest = (1 << bits) - 1 - (1 << (bits - 6));
    values[0] = 0;
    values[values.length - 1] = 4095;
    ByteBuffer cells = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int value : values) {
      int shade = (int) ((long) greatest * value / 4095) - (signed ? 1 << (bits - 1) : 0);
      int stored = shade & ((1 << bits) - 1);
      cells.putShort(
          (short)
              switch (layout) {
                case LOWEST_BITS -> shade;
                case HIGHEST_BITS -> stored << (16 - bits);
                case OVERLAY_ABOVE -> stored | (value % 2) << 15;
              });
    }
    return cells.array();
  }

  private static List<Said> rescales() {
    return List.of(
        new Said("no rescale", List.of(), List.of()),
        new Said("slope 0", rescale("0", "-1024"), List.of()),
        said("slope -1", rescale("-1", "1000")),
        new Said(
            "slope of 20 characters",
            rescale("2.000000000000000001", "-1024.00000000000000001"),
            rescale("2", "-1024")),
        new Said("slope alone", rescale("3", "").subList(0, 1), List.of()));
  }

  private static List<Attribute> rescale(String slope, String intercept) {
    return List.of(
        text(Tag.RESCALE_SLOPE, slope),
        text(Tag.RESCALE_INTERCEPT, intercept),
        new Attribute.Text(Tag.RESCALE_TYPE, Vr.LO, List.of("US")));
  }

  /** Windows over the middle of what the modality means by the values. */
  private static List<Said> windows(Said rescale, int bits, boolean signed) {
    double slope = rescale.meant().isEmpty() ? 1 : number(rescale.meant().get(0));
    double intercept = rescale.meant().isEmpty() ? 0 : number(rescale.meant().get(1));
    long middle = Math.round(slope * (signed ? 0 : 1 << (bits - 1)) + intercept);
    long width = Math.round(Math.abs(slope) * (1 << bits) * 0.7);
    String center = Long.toString(middle);
    List<Attribute> sound = window(center, Long.toString(width));
    List<Attribute> none = List.of();
    return List.of(
        said("window", sound),
        new Said("no window", none, none),
        new Said("width 0", window(center, "0"), none),
        new Said("width 1", window(center, "1"), none),
        new Said(
            "window of 22 characters",
            window(center + ".0000000000000000001", width + ".0000000000000000001"),
            sound),
        new Said("decimal commas", window(center + ",0", width + ",00"), sound),
        new Said("NaN", window("NaN", "NaN"), none),
        new Said(
            "several windows, the first NaN",
            window("NaN\\" + center + "\\1", width + "\\" + width + "\\2"),
            sound),
        said("LINEAR_EXACT", function(sound, "LINEAR_EXACT")),
        said("SIGMOID", function(sound, "SIGMOID")));
  }

  private static double number(Attribute attribute) {
    return Double.parseDouble(((Attribute.Text) attribute).values().get(0));
  }

  private static Said said(String name, List<Attribute> attributes) {
    return new Said(name, attributes, attributes);
  }

  private static List<Attribute> window(String center, String width) {
    return List.of(text(Tag.WINDOW_CENTER, center), text(Tag.WINDOW_WIDTH, width));
  }

  private static List<Attribute> function(List<Attribute> window, String function) {
    List<Attribute> all = new ArrayList<>(window);
    all.add(new Attribute.Text(Tag.VOILUT_FUNCTION, Vr.CS, List.of(function)));
    return all;
  }

  private static Attribute text(Tag tag, String values) {
    return new Attribute.Text(tag, Vr.DS, List.of(values.split("\\\\", -1)));
  }
}
