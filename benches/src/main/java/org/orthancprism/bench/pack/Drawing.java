// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.models.film.Film;
import org.orthancprism.phantom.DeviceClass;
import org.orthancprism.phantom.DrawnDevices;
import org.orthancprism.phantom.PhantomFinding;

/**
 * A film with something to be drawn onto it, once it is needed: many films at once would not fit
 * into memory.
 *
 * @param patient whose film it is
 * @param source draws it
 */
record Drawing(String patient, Source source) {

  /** What draws a pair. */
  @FunctionalInterface
  interface Source {
    DrawnPair draw() throws IOException, BenchException;
  }

  DrawnPair draw() throws IOException, BenchException {
    return source.draw();
  }

  /** Several drawings of devices on each of some real films. */
  static List<Drawing> onFilms(List<LabelledFilm> clean, int each, long firstSeed) {
    List<Drawing> drawings = new ArrayList<>();
    for (LabelledFilm film : clean) {
      for (int i = 0; i < each; i++) {
        long seed = firstSeed + drawings.size();
        drawings.add(new Drawing(film.patient(), () -> DrawnPair.ofDevices(film.film(), seed)));
      }
    }
    return drawings;
  }

  /** One drawing of devices of one class on each of some real films. */
  static List<Drawing> onFilms(List<LabelledFilm> clean, DeviceClass kind, long firstSeed) {
    List<Drawing> drawings = new ArrayList<>();
    for (LabelledFilm film : clean) {
      long seed = firstSeed + drawings.size();
      drawings.add(
          new Drawing(
              film.patient(),
              () -> {
                Film bare = film.film();
                return new DrawnPair(DrawnDevices.over(bare, kind, seed), bare);
              }));
    }
    return drawings;
  }

  /** Phantoms with a finding, each a drawn patient. */
  static List<Drawing> phantoms(PhantomFinding finding, int count, int side, long firstSeed) {
    List<Drawing> drawings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long seed = firstSeed + i;
      drawings.add(new Drawing("phantom " + seed, () -> DrawnPair.phantom(finding, side, seed)));
    }
    return drawings;
  }
}
