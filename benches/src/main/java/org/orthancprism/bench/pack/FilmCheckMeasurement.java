// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.bench.films.LabelledFilms;
import org.orthancprism.bench.films.OtherPicture;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.PackBenchSection;
import org.orthancprism.bench.pack.results.PackMeasurement;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.bench.statistics.Sample;
import org.orthancprism.bench.statistics.Statistics;
import org.orthancprism.models.film.Plane;
import org.orthancprism.models.filmcheck.FilmCheck;
import org.orthancprism.models.filmcheck.FilmKind;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;

/**
 * What the pack's film check lets pass and what it stops.
 *
 * @param pack the pack, with a film check or without
 * @param films adults' frontal films, and pictures that are none
 * @param whyNone why there are no films, where there are none
 */
record FilmCheckMeasurement(Pack pack, LabelledFilms films, String whyNone)
    implements PackMeasurement {

  private static final Goal PASSED = Goal.atLeast(0.99);
  private static final Goal STOPPED = Goal.atLeast(0.98);
  private static final Goal TOLD = Goal.atLeast(0.99);

  /** What is done to a good film, by the label that the check then has to give. */
  private enum Spoiling {
    UPSIDE_DOWN {
      @Override
      Plane of(Plane film) {
        return turned(turned(film));
      }
    },
    TURNED_LEFT {
      @Override
      Plane of(Plane film) {
        return turned(film);
      }
    },
    TURNED_RIGHT {
      @Override
      Plane of(Plane film) {
        return turned(turned(turned(film)));
      }
    },
    INVERTED {
      @Override
      Plane of(Plane film) {
        return film.map(luminance -> 1 - luminance);
      }
    };

    abstract Plane of(Plane film);

    /** A quarter of a turn against the clock. */
    private static Plane turned(Plane film) {
      Plane turned = Plane.zeros(film.columns(), film.rows());
      for (int row = 0; row < turned.rows(); row++) {
        for (int column = 0; column < turned.columns(); column++) {
          turned.values()[row * turned.columns() + column] =
              film.at(column, film.columns() - 1 - row);
        }
      }
      return turned;
    }

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean isTold(FilmKind kind) {
      return !kind.passes() && kind.label().equalsIgnoreCase(words());
    }
  }

  @Override
  public PackBenchSection section() {
    return PackBenchSection.FILM_CHECK;
  }

  @Override
  public List<Row> rows() throws IOException, BenchException, PackException {
    Optional<FilmCheck> opened = FilmCheck.open(pack);
    try {
      return rows(opened);
    } finally {
      opened.ifPresent(FilmCheck::close);
    }
  }

  private List<Row> rows(Optional<FilmCheck> check) throws IOException, BenchException {
    Sample<Double> passed = new Sample<>();
    Map<Spoiling, Sample<Double>> told = new LinkedHashMap<>();
    for (Spoiling spoiling : Spoiling.values()) {
      told.put(spoiling, new Sample<>());
    }
    for (LabelledFilm labelled : check.isEmpty() ? List.<LabelledFilm>of() : films.films()) {
      Plane film = Plane.of(labelled.film());
      passed.add(labelled.patient(), check.orElseThrow().check(film).passes() ? 1.0 : 0.0);
      told.forEach(
          (spoiling, sample) -> {
            FilmKind kind = check.orElseThrow().check(spoiling.of(film));
            sample.add(labelled.patient(), spoiling.isTold(kind) ? 1.0 : 0.0);
          });
    }
    String why = check.isEmpty() ? "the pack has no film check" : whyNone;
    List<Row> rows = new ArrayList<>();
    rows.add(
        Row.of(
            "film check: adults' frontal films passed",
            PASSED,
            passed.estimate(Statistics::mean),
            why));
    rows.addAll(stopped(check));
    told.forEach(
        (spoiling, sample) ->
            rows.add(
                Row.of(
                    "film check: " + spoiling.words() + " films recognised",
                    TOLD,
                    sample.estimate(Statistics::mean),
                    why)));
    return rows;
  }

  /** A line for children's films and one for all else. */
  private List<Row> stopped(Optional<FilmCheck> check) throws IOException, BenchException {
    Sample<Double> children = new Sample<>();
    Sample<Double> others = new Sample<>();
    for (OtherPicture picture : check.isEmpty() ? List.<OtherPicture>of() : films.others()) {
      FilmKind kind = check.orElseThrow().check(Plane.of(picture.film()));
      Sample<Double> sample = picture.kind().startsWith("child") ? children : others;
      sample.add(picture.patient(), kind.passes() ? 0.0 : 1.0);
    }
    String why = check.isEmpty() ? "the pack has no film check" : "no such picture was given";
    return List.of(
        Row.of(
            "film check: children's films stopped",
            STOPPED,
            children.estimate(Statistics::mean),
            why),
        Row.of(
            "film check: other pictures stopped", STOPPED, others.estimate(Statistics::mean), why));
  }
}
