// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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

  /** A script of a browser has 30 s, on the slowest machine too. */
  private static final int FILMS_OF_A_SCRIPT = 20;

  /** The share of these small films' differences that a legend may cover. */
  private static final double LEGEND = 0.35;

  private static final String LEGEND_OF_DIFFERENCE = "legend";

  /**
   * Half of the odd films, mixed (Thue and Morse's sequence), so that each kind of oddity is there.
   * All of them are judged below Orthanc, in the test of the same name of {@code dicom-mapping}.
   */
  private static final List<OddFilm> FILMS =
      IntStream.range(0, OddFilms.all().size())
          .filter(i -> Integer.bitCount(i) % 2 == 0)
          .mapToObj(OddFilms.all()::get)
          .toList();

  @TempDir private static Path folder;

  private static OddFilmStudy study;

  @BeforeAll
  static void everyFilmIsDone() throws Exception {
    study = OddFilmStudy.done(folder, FILMS);
  }

  @AfterAll
  static void close() {
    study.close();
  }

  @Test
  void thereAreManyFilmsAndEachIsChangedInAPart() {
    assertTrue(FILMS.size() >= 60);
    List<String> others = new ArrayList<>();
    for (OddFilm odd : FILMS) {
      long unchanged = study.made(odd).unchanged().chars().filter(each -> each == '1').count();
      if (unchanged < PIXELS / 8 || unchanged > PIXELS * 9 / 10) {
        others.add(odd + ": " + unchanged + " pixels are unchanged");
      }
    }
    assertEquals(List.of(), others);
  }

  @Test
  void chromiumShowsEveryResultLikeTheFilm() throws Exception {
    List<String> faults = new ArrayList<>();
    try (Browser browser =
        Browser.start(study.pacs().server().address(), folder.resolve("profile"))) {
      browser.visit("/app/explorer.html");
      String display = display();
      for (int from = 0; from < FILMS.size(); from += FILMS_OF_A_SCRIPT) {
        List<OddFilm> some = FILMS.subList(from, Math.min(from + FILMS_OF_A_SCRIPT, FILMS.size()));
        Object answer = browser.run(display + "return judged(" + references(some) + ");");
        List<?> worst = assertInstanceOf(List.class, answer, () -> String.valueOf(answer));
        for (int i = 0; i < some.size(); i++) {
          faults.addAll(faults(some.get(i), (Map<?, ?>) Objects.requireNonNull(worst.get(i))));
        }
      }
    }
    assertEquals(List.of(), faults);
  }

  private static String display() throws Exception {
    try (InputStream script =
        Objects.requireNonNull(DisplayedLikeItsFilmTest.class.getResourceAsStream("display.js"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** What the display needs to find the films and their results. */
  private static String references(List<OddFilm> films) {
    JsonArrayBuilder references = Json.createArrayBuilder();
    for (OddFilm odd : films) {
      OddFilmStudy.Made made = study.made(odd);
      JsonObject reference =
          Json.createObjectBuilder()
              .add("film", made.shownLike().id())
              .add("meant", made.meant().id())
              .add("counterfactual", made.counterfactual().id())
              .add("flicker", made.flicker().id())
              .add("difference", made.difference().id())
              .add("unchanged", made.unchanged())
              .build();
      references.add(reference);
    }
    return references.build().toString();
  }

  /** Of a display's answer about one film: what is farther from the film than it may. */
  private static List<String> faults(OddFilm odd, Map<?, ?> worst) {
    assertTrue(worst.containsKey(LEGEND_OF_DIFFERENCE), () -> odd + ": " + worst);
    return worst.entrySet().stream()
        .filter(
            entry ->
                !(entry.getValue() instanceof Number far
                    && far.doubleValue()
                        <= (entry.getKey().equals(LEGEND_OF_DIFFERENCE) ? LEGEND : 1)))
        .map(entry -> odd + ", " + entry.getKey() + ": " + entry.getValue())
        .toList();
  }

  @Test
  void dcmtkShowsEveryResultLikeTheFilm() {
    List<String> faults =
        FILMS.parallelStream()
            .filter(each -> each.kind() != OddFilm.Kind.FRACTIONS)
            .flatMap(DisplayedLikeItsFilmTest::faultsByDcmtk)
            .toList();
    assertEquals(List.of(), faults);
  }

  private static Stream<String> faultsByDcmtk(OddFilm odd) {
    OddFilmStudy.Made made = study.made(odd);
    List<String> asFilm = Dcmtk.asStated(made.shownLike().dataset());
    List<String> range = Dcmtk.leastToGreatest();
    Picture stated = Picture.of(made.shownLike(), asFilm, 1);
    Picture ranged = Picture.of(made.shownLike(), range, 1);
    Picture meant =
        made.meant() == made.shownLike()
            ? stated
            : Picture.of(made.meant(), Dcmtk.asStated(made.meant().dataset()), 1);
    Dataset image = made.counterfactual().dataset();
    Dataset flicker = made.flicker().dataset();
    Map<String, Double> worst = new TreeMap<>();
    String unchanged = made.unchanged();
    worst.put(
        "counterfactual as stated",
        stated.farthest(Picture.of(made.counterfactual(), Dcmtk.asStated(image), 1), unchanged));
    worst.put(
        "counterfactual by its range",
        ranged.farthest(Picture.of(made.counterfactual(), range, 1), unchanged));
    worst.put(
        "flicker, film as stated",
        stated.farthest(Picture.of(made.flicker(), Dcmtk.asStated(flicker), 1), unchanged));
    worst.put(
        "flicker, film by its range",
        ranged.farthest(Picture.of(made.flicker(), range, 1), unchanged));
    worst.put(
        "flicker, counterfactual as stated",
        stated.farthest(Picture.of(made.flicker(), Dcmtk.asStated(flicker), 2), unchanged));
    worst.put(
        "flicker, counterfactual by its range",
        ranged.farthest(Picture.of(made.flicker(), range, 2), unchanged));
    worst.put(
        "film under its presentation state",
        stated.farthest(
            new Picture(Dcmtk.renderedUnder(made.state().file(), made.shownLike().file(), PIXELS)),
            unchanged));
    worst.put(
        LEGEND_OF_DIFFERENCE,
        meant.shareThatIsNotGrey(
            Dcmtk.rendered(made.difference().file(), List.of(), 1, 3 * PIXELS), unchanged));
    return faults(odd, worst).stream();
  }

  /** A film's shades as they are shown. */
  private record Picture(int[] shades) {
    static Picture of(OddFilmStudy.Stored image, List<String> options, int frame) {
      return new Picture(Dcmtk.rendered(image.file(), options, frame, PIXELS));
    }

    /** How far the shades of another differ at most where nothing was changed. */
    double farthest(Picture other, String unchanged) {
      int worst = 0;
      for (int i = 0; i < PIXELS; i++) {
        if (unchanged.charAt(i) == '1') {
          worst = Math.max(worst, Math.abs(shades[i] - other.shades[i]));
        }
      }
      return worst;
    }

    /** The least rectangle's share of the film where a colour image is not this one in grey. */
    double shareThatIsNotGrey(int[] colours, String unchanged) {
      int[] far =
          IntStream.range(0, PIXELS)
              .filter(pixel -> unchanged.charAt(pixel) == '1' && !isGrey(pixel, colours))
              .toArray();
      return side(far, pixel -> pixel % OddFilms.COLUMNS)
          * side(far, pixel -> pixel / OddFilms.COLUMNS)
          / (double) PIXELS;
    }

    private boolean isGrey(int pixel, int[] colours) {
      return IntStream.range(3 * pixel, 3 * pixel + 3)
          .allMatch(i -> Math.abs(shades[pixel] - colours[i]) <= 1);
    }

    private static int side(int[] pixels, IntUnaryOperator place) {
      IntSummaryStatistics places = IntStream.of(pixels).map(place).summaryStatistics();
      return pixels.length == 0 ? 0 : places.getMax() - places.getMin() + 1;
    }
  }
}
