// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.films;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.orthancprism.bench.BenchException;

/**
 * The films of some folders that count.
 *
 * @param films in the folders' order
 * @param others pictures that are no frontal chest films of adults
 * @param most number of films at most that one selection gives
 */
public record LabelledFilms(List<LabelledFilm> films, List<OtherPicture> others, int most) {

  public LabelledFilms {
    films = List.copyOf(films);
    others = List.copyOf(others);
    if (most < 1) {
      throw new IllegalArgumentException("a selection gives one film at least, not " + most);
    }
  }

  /**
   * Reads the folders' tables.
   *
   * @param folders each with {@code films.csv} or {@code device_labels.csv}
   * @param all whether films of every patient count, and not of those alone that are kept from
   *     training
   * @param most number of films at most that one selection gives
   */
  public static LabelledFilms read(List<Path> folders, boolean all, int most)
      throws IOException, BenchException {
    List<LabelledFilm> films = new ArrayList<>();
    List<OtherPicture> others = new ArrayList<>();
    for (Path each : folders) {
      FilmFolder folder = new FilmFolder(each);
      List<LabelledFilm> found =
          folder.films().stream().filter(film -> counts(film.patient(), all)).toList();
      List<OtherPicture> other =
          folder.others().stream().filter(picture -> counts(picture.patient(), all)).toList();
      if (found.isEmpty() && other.isEmpty()) {
        throw new BenchException(
            "no film in " + each + " has a label and a validation patient: see --all");
      }
      films.addAll(found);
      others.addAll(other);
    }
    return new LabelledFilms(films, others, most);
  }

  private static boolean counts(String patient, boolean all) {
    return all || FilmSplit.isForValidation(patient);
  }

  public boolean isEmpty() {
    return films.isEmpty();
  }

  /** The films of a kind; where there are more than the most, some of them at even distances. */
  public List<LabelledFilm> where(Predicate<LabelledFilm> kind) {
    List<LabelledFilm> found = films.stream().filter(kind).toList();
    if (found.size() <= most) {
      return found;
    }
    List<LabelledFilm> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(found.get((int) ((long) i * found.size() / most)));
    }
    return some;
  }
}
