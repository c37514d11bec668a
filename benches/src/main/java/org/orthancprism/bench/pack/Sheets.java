// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.bench.BenchException;
import org.orthancprism.bench.films.LabelledFilm;
import org.orthancprism.command.picture.ContactSheet;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.phantom.PhantomFinding;

/** Contact sheets of edits: of phantoms to be published, of films for who has the films. */
record Sheets(PackEdits edits, Path folder) {

  private static final int CELL = 224;
  private static final int FILM_CELL = 640;
  private static final int FILMS_A_SHEET = 6;

  /** Writes the sheets of phantoms and gives the files' names. */
  List<String> ofPhantoms(int side, int count, long firstSeed) throws IOException, EditException {
    List<String> names = new ArrayList<>();
    List<PhantomFinding> findings = new ArrayList<>(List.of(PhantomFinding.SUPPORT_DEVICES));
    findings.addAll(FindingMeasurement.FINDINGS);
    for (PhantomFinding finding : findings) {
      ContactSheet sheet = new ContactSheet(CELL);
      boolean devices = finding == PhantomFinding.SUPPORT_DEVICES;
      Set<PhantomFinding> others = devices ? Set.of() : Set.of(PhantomFinding.SUPPORT_DEVICES);
      for (int i = 0; i < count; i++) {
        // Every other phantom of a finding bears devices, which have to stay.
        Set<PhantomFinding> also = i % 2 == 1 ? others : Set.<PhantomFinding>of();
        DrawnPair pair = DrawnPair.phantom(finding, also, side, firstSeed + i);
        add(sheet, Direction.REMOVE, finding, pair.film());
        if (i == 0) {
          add(sheet, Direction.ADD, finding, pair.truth());
        }
      }
      if (!sheet.isEmpty()) {
        String name = "phantoms-" + FindingMeasurement.words(finding).replace(' ', '-') + ".png";
        Files.createDirectories(folder);
        sheet.write(folder.resolve(name));
        names.add(name);
      }
    }
    return names;
  }

  /** Writes sheets of all films: their devices removed. */
  void ofFilms(String name, List<LabelledFilm> films)
      throws IOException, BenchException, EditException {
    Files.createDirectories(folder);
    for (int first = 0; first < films.size(); first += FILMS_A_SHEET) {
      ContactSheet sheet = new ContactSheet(FILM_CELL);
      List<LabelledFilm> some = films.subList(first, Math.min(films.size(), first + FILMS_A_SHEET));
      for (LabelledFilm film : some) {
        add(sheet, Direction.REMOVE, PhantomFinding.SUPPORT_DEVICES, film.film());
      }
      if (!sheet.isEmpty()) {
        sheet.write(folder.resolve(name + "-" + (1 + first / FILMS_A_SHEET) + ".png"));
      }
    }
  }

  /** Writes sheets of films with each edit of a finding. */
  void ofFindings(List<LabelledFilm> films) throws IOException, BenchException, EditException {
    Files.createDirectories(folder);
    for (PhantomFinding finding : FindingMeasurement.FINDINGS) {
      ContactSheet sheet = new ContactSheet(FILM_CELL);
      for (LabelledFilm labelled : films.subList(0, Math.min(films.size(), FILMS_A_SHEET / 2))) {
        Film film = labelled.film();
        add(sheet, Direction.REMOVE, finding, film);
        add(sheet, Direction.ADD, finding, film);
      }
      if (!sheet.isEmpty()) {
        String name = FindingMeasurement.words(finding).replace(' ', '-');
        sheet.write(folder.resolve("films-" + name + ".png"));
      }
    }
  }

  private void add(ContactSheet sheet, Direction direction, PhantomFinding finding, Film film)
      throws EditException {
    Optional<EditRequest> request = edits.request(direction, finding);
    if (request.isPresent()) {
      sheet.add(request.get().name(), film, edits.edit(film, request.get()).film());
    }
  }
}
