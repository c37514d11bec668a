// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.testhelper.Dcmtk;
import org.orthancprism.dicom.testhelper.OddFilm;
import org.orthancprism.dicom.testhelper.OddFilms;

/**
 * Films with headers as they are found go through an Orthanc with the plugin, and all that is made
 * of them is displayed like the film where nothing was changed: by DCMTK, and by a display in
 * Chromium that honours windows and tables as Cornerstone does, which the tests bring along. Both
 * show images as stated and from least to greatest.
 */
class DisplayedLikeItsFilmTest {
  private static final int PIXELS = OddFilms.ROWS * OddFilms.COLUMNS;

  /** A legend covers a part of these small films' differences. */
  private static final double LEGEND = 0.35;

  private static final String[] SHOWN_BY_CHROMIUM = {
    "counterfactual as stated",
    "counterfactual by its range",
    "flicker, film as stated",
    "flicker, counterfactual as stated",
    "flicker, film by its range",
    "flicker, counterfactual by its range"
  };

  @TempDir private static Path folder;

  private static OddFilmStudy study;
  private static Browser browser;
  private static String display;

  @BeforeAll
  static void everyFilmIsDone() throws Exception {
    study = OddFilmStudy.done(folder, OddFilms.all());
    browser = Browser.start(study.pacs().server().address(), folder.resolve("profile"));
    browser.visit("/app/explorer.html");
    try (InputStream script =
        Objects.requireNonNull(DisplayedLikeItsFilmTest.class.getResourceAsStream("display.js"))) {
      display = new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void close() {
    browser.close();
    study.close();
  }

  static Stream<OddFilm> films() {
    return OddFilms.all().stream();
  }

  static Stream<OddFilm> filmsThatDcmtkShows() {
    return films().filter(each -> each.kind() != OddFilm.Kind.FRACTIONS);
  }

  @Test
  void thereAreManyFilmsAndMostPixelsOfThemAreUnchanged() {
    assertTrue(OddFilms.all().size() >= 60);
    for (OddFilm odd : OddFilms.all()) {
      long unchanged = study.made(odd).unchanged().chars().filter(each -> each == '1').count();
      assertTrue(unchanged > PIXELS / 3, odd + " has " + unchanged + " unchanged pixels");
    }
  }

  @ParameterizedTest
  @MethodSource("films")
  void chromiumShowsEveryResultLikeTheFilm(OddFilm odd) {
    OddFilmStudy.Made made = study.made(odd);
    Object worst =
        browser.run(
            display
                + String.format(
                    Locale.ROOT,
                    "return worstOf('%s', '%s', '%s', '%s');",
                    made.shownLike().id(),
                    made.counterfactual().id(),
                    made.flicker().id(),
                    made.unchanged()));
    assertTrue(worst instanceof List, odd + ": " + worst);
    List<?> all = (List<?>) worst;
    assertEquals(SHOWN_BY_CHROMIUM.length, all.size());
    assertAll(
        IntStream.range(0, SHOWN_BY_CHROMIUM.length)
            .mapToObj(
                i ->
                    () ->
                        assertTrue(
                            all.get(i) instanceof Number far && far.doubleValue() <= 1,
                            odd + ", " + SHOWN_BY_CHROMIUM[i] + ": " + all.get(i))));
    Object share =
        browser.run(
            display
                + String.format(
                    Locale.ROOT,
                    "return shareThatIsNotGrey('%s', '%s', '%s');",
                    made.meant().id(),
                    made.difference().id(),
                    made.unchanged()));
    assertTrue(
        share instanceof Number covered && covered.doubleValue() < LEGEND,
        odd + ", share of the difference that is not grey: " + share);
  }

  @ParameterizedTest
  @MethodSource("filmsThatDcmtkShows")
  void dcmtkShowsEveryResultLikeTheFilm(OddFilm odd) {
    OddFilmStudy.Made made = study.made(odd);
    Dataset film = odd.readable();
    Dataset image = made.counterfactual().dataset();
    Dataset flicker = made.flicker().dataset();
    IntPredicate unchanged = pixel -> made.unchanged().charAt(pixel) == '1';
    int[] stated = Dcmtk.rendered(made.shownLike().file(), Dcmtk.asStated(film), 1, PIXELS);
    int[] range = Dcmtk.rendered(made.shownLike().file(), Dcmtk.leastToGreatest(), 1, PIXELS);
    Map<String, List<int[]>> pictures =
        Map.of(
            "counterfactual as stated",
            List.of(stated, shown(made.counterfactual(), Dcmtk.asStated(image), 1)),
            "counterfactual by its range",
            List.of(range, shown(made.counterfactual(), Dcmtk.leastToGreatest(), 1)),
            "flicker, film as stated",
            List.of(stated, shown(made.flicker(), Dcmtk.asStated(flicker), 1)),
            "flicker, counterfactual as stated",
            List.of(stated, shown(made.flicker(), Dcmtk.asStated(flicker), 2)),
            "flicker, counterfactual by its range",
            List.of(range, shown(made.flicker(), Dcmtk.leastToGreatest(), 2)),
            "the film under its presentation state",
            List.of(
                stated, Dcmtk.renderedUnder(made.state().file(), made.shownLike().file(), PIXELS)));
    assertAll(
        pictures.entrySet().stream()
            .map(
                entry ->
                    () ->
                        assertEquals(
                            Optional.empty(),
                            difference(entry.getValue().get(0), entry.getValue().get(1), unchanged),
                            odd + ", " + entry.getKey())));
    int[] meant =
        odd.kind() == OddFilm.Kind.PLAIN
            ? stated
            : Dcmtk.rendered(made.meant().file(), Dcmtk.asStated(odd.meant()), 1, PIXELS);
    int[] colours = Dcmtk.rendered(made.difference().file(), List.of(), 1, 3 * PIXELS);
    assertGrey(odd, meant, pixel -> colours[pixel], unchanged);
  }

  private static int[] shown(OddFilmStudy.Stored image, List<String> options, int frame) {
    return Dcmtk.rendered(image.file(), options, frame, PIXELS);
  }

  private static Optional<String> difference(int[] film, int[] other, IntPredicate counts) {
    for (int i = 0; i < PIXELS; i++) {
      if (counts.test(i) && Math.abs(film[i] - other[i]) > 1) {
        return Optional.of("pixel " + i + " is " + other[i] + ", in the film " + film[i]);
      }
    }
    return Optional.empty();
  }

  private static void assertGrey(
      OddFilm odd, int[] film, IntUnaryOperator colour, IntPredicate unchanged) {
    int far = 0;
    for (int i = 0; i < 3 * PIXELS; i++) {
      boolean counts = unchanged.test(i / 3);
      far += counts && Math.abs(film[i / 3] - colour.applyAsInt(i)) > 1 ? 1 : 0;
    }
    double share = far / (3.0 * PIXELS);
    assertTrue(share < LEGEND, odd + ", share of the difference that is not grey: " + share);
  }
}
