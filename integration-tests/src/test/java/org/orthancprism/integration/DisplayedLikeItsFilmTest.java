// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.codec.Part10Codec;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.NameBasedUid;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.Vr;

/**
 * What is made of a film goes through Orthanc and is displayed like the film where nothing was
 * changed: by Orthanc itself, and by a display in Chromium that honours windows and tables as
 * Cornerstone does, which the tests bring along.
 */
class DisplayedLikeItsFilmTest {
  private static final Path PICTURES = Path.of("target", "viewers");
  private static final Pattern LABEL =
      Pattern.compile("Label burned in over columns (\\d+) to (\\d+) of rows (\\d+) to (\\d+)");

  @TempDir private static Path folder;

  private static Archive archive;
  private static Browser browser;
  private static String display;

  /** A film with a header as it is found. */
  private record Odd(String name, DicomObject film) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Odd> films() {
    return Stream.of(
        odd("plain", film -> film),
        odd("bytes", DisplayedLikeItsFilmTest::inBytes),
        odd("bytes without window", film -> withoutWindow(inBytes(film))),
        odd("MONOCHROME1", film -> film.set(Tag.PHOTOMETRIC_INTERPRETATION, "MONOCHROME1")),
        odd(
            "slope of 19 characters",
            film ->
                film.add(text(Tag.RESCALE_SLOPE, "0.24420024420024421"))
                    .set(Tag.RESCALE_INTERCEPT, -1024)
                    .set(Tag.WINDOW_CENTER, -524)
                    .set(Tag.WINDOW_WIDTH, 1000)),
        odd("slope of 0", film -> film.set(Tag.RESCALE_SLOPE, 0)),
        odd(
            "negative slope",
            film -> film.set(Tag.RESCALE_SLOPE, -1).set(Tag.WINDOW_CENTER, -2000)),
        odd("narrow window", film -> film.set(Tag.WINDOW_CENTER, 1500).set(Tag.WINDOW_WIDTH, 600)),
        odd(
            "wide window",
            film ->
                film.set(Tag.BITS_STORED, 16)
                    .set(Tag.HIGH_BIT, 15)
                    .set(Tag.WINDOW_CENTER, 32768)
                    .set(Tag.WINDOW_WIDTH, 65536)),
        odd("SIGMOID", film -> film.set(Tag.VOILUT_FUNCTION, "SIGMOID")),
        odd("no window", DisplayedLikeItsFilmTest::withoutWindow),
        odd("width 0", film -> film.set(Tag.WINDOW_WIDTH, 0)),
        odd(
            "window of 20 characters",
            film -> film.add(text(Tag.WINDOW_CENTER, "2047.500000000000001"))),
        odd(
            "VOI LUT that says 16 bits and holds 12",
            film -> withoutWindow(film).set(Tag.VOILUT_SEQUENCE, table())));
  }

  private static Odd odd(String name, UnaryOperator<DatasetBuilder> change) {
    return new Odd(
        name,
        TestFilm.ofSeed(711)
            .with(
                film ->
                    change
                        .apply(film)
                        .set(Tag.STUDY_INSTANCE_UID, NameBasedUid.of("study of " + name))
                        .set(Tag.SERIES_INSTANCE_UID, NameBasedUid.of("series of " + name))
                        .set(Tag.SOP_INSTANCE_UID, NameBasedUid.of("film of " + name)))
            .object());
  }

  private static Attribute.Text text(Tag tag, String value) {
    return new Attribute.Text(tag, Vr.DS, List.of(value));
  }

  private static DatasetBuilder withoutWindow(DatasetBuilder film) {
    return film.remove(Tag.WINDOW_CENTER).remove(Tag.WINDOW_WIDTH);
  }

  private static DatasetBuilder inBytes(DatasetBuilder film) {
    byte[] words = film.build().bytes(Tag.PIXEL_DATA).orElseThrow();
    byte[] bytes = new byte[words.length / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) ((words[2 * i] & 255 | (words[2 * i + 1] & 255) << 8) >> 4);
    }
    return film.set(Tag.BITS_ALLOCATED, 8)
        .set(Tag.BITS_STORED, 8)
        .set(Tag.HIGH_BIT, 7)
        .set(Tag.WINDOW_CENTER, 128)
        .set(Tag.WINDOW_WIDTH, 256)
        .setBytes(Tag.PIXEL_DATA, Vr.OB, bytes);
  }

  private static Dataset table() {
    ByteBuffer data = ByteBuffer.allocate(2 * 4096).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 4096; i++) {
      data.putShort((short) Math.round(4095 * Math.sqrt(i / 4095.0)));
    }
    return Dataset.builder()
        .set(Tag.LUT_DESCRIPTOR, Vr.US, 4096, 0, 16)
        .setBytes(Tag.LUT_DATA, Vr.OW, data.array())
        .build();
  }

  @BeforeAll
  static void anArchiveAndABrowserRun() throws Exception {
    Files.createDirectories(PICTURES);
    archive = Archive.withViewer(Files.createDirectory(folder.resolve("archive")));
    browser = Browser.start(archive.server().address(), folder.resolve("profile"));
    browser.visit("/app/explorer.html");
    try (InputStream script =
        Objects.requireNonNull(DisplayedLikeItsFilmTest.class.getResourceAsStream("display.js"))) {
      display = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void close() {
    browser.close();
    archive.close();
  }

  @ParameterizedTest
  @MethodSource("films")
  void chromiumAndOrthancShowEveryResultLikeTheFilm(Odd odd) throws Exception {
    Map<String, String> ids = new HashMap<>();
    ids.put("film", store(odd.film()));
    Map<String, DicomObject> made = MadeResults.withoutChange(odd.film());
    for (String kind : MadeResults.IMAGES) {
      ids.put(kind, store(made.get(kind)));
    }
    String label = label(made.get("counterfactual").dataset());
    // A display in the browser: by windows and tables, and from least to greatest.
    for (boolean stated : new boolean[] {true, false}) {
      assertShownAlike(ids, "counterfactual", 0, stated, label);
      assertShownAlike(ids, "flicker", 0, stated, label);
      assertShownAlike(ids, "flicker", 1, stated, label);
    }
    Object grey =
        browser.run(
            display
                + String.format(
                    Locale.ROOT,
                    "return shareThatIsNotGrey('%s', '%s');",
                    ids.get("film"),
                    ids.get("difference")));
    // A legend covers a corner.
    assertTrue(grey instanceof Number share && share.doubleValue() < 0.15, odd + ": " + grey);
    // Orthanc's own preview goes from least to greatest.
    assertAlike(
        preview(odd, "film", ids.get("film")),
        preview(odd, "counterfactual", ids.get("counterfactual")),
        made.get("counterfactual").dataset());
  }

  private static void assertShownAlike(
      Map<String, String> ids, String kind, int frame, boolean stated, String label) {
    String call =
        String.format(
            Locale.ROOT,
            "return farthest('%s', 0, '%s', %d, %b, %s);",
            ids.get("film"),
            ids.get(kind),
            frame,
            stated,
            label);
    Object worst = browser.run(display + call);
    assertTrue(
        worst instanceof Number far && far.doubleValue() <= 1,
        kind + ", frame " + frame + (stated ? " as stated: " : " by its range: ") + worst);
  }

  private static String store(DicomObject object) throws Exception {
    return archive.server().client().store(new Part10Codec().write(object)).id();
  }

  private static BufferedImage preview(Odd odd, String kind, String id) throws Exception {
    byte[] png = archive.server().api().get("/instances/" + id + "/preview");
    Files.write(PICTURES.resolve("odd-" + odd.name().replace(' ', '-') + "-" + kind + ".png"), png);
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  /** First and last column, first and last row of the label, counted from 1, as a list. */
  private static String label(Dataset image) {
    Matcher place = LABEL.matcher(image.string(Tag.DERIVATION_DESCRIPTION).orElse(""));
    assertTrue(place.find(), "the counterfactual has a label");
    return List.of(place.group(1), place.group(2), place.group(3), place.group(4)).toString();
  }

  private static void assertAlike(BufferedImage film, BufferedImage other, Dataset image) {
    Matcher place = LABEL.matcher(image.string(Tag.DERIVATION_DESCRIPTION).orElse(""));
    assertTrue(place.find());
    Raster one = film.getRaster();
    Raster two = other.getRaster();
    assertEquals(one.getBounds(), two.getBounds());
    int worst = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        boolean labelled =
            x >= Integer.parseInt(place.group(1)) - 1
                && x < Integer.parseInt(place.group(2))
                && y >= Integer.parseInt(place.group(3)) - 1
                && y < Integer.parseInt(place.group(4));
        if (!labelled) {
          worst = Math.max(worst, Math.abs(one.getSample(x, y, 0) - two.getSample(x, y, 0)));
        }
      }
    }
    assertTrue(worst <= 1, "Orthanc's preview differs by " + worst);
  }
}
