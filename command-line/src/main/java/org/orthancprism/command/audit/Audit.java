// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.command.audit.AuditFolder.Refused;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.FilmEffect;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.request.EditRequest;

/**
 * Makes every edit of every film of a folder and measures its effect on every finding.
 *
 * <p>A film that can't be read or edited costs itself alone. Outcomes are written down one by one;
 * those that the output folder contains already are not made again.
 */
final class Audit {

  private final Pack pack;
  private final FilmEdits edits;
  private final List<EditRequest> requests;
  private final long seed;
  private final PrintWriter terminal;

  /**
   * @param pack the pack that edits
   * @param edits makes edits with it and judges them
   * @param requests the edits, at least one
   * @param seed seed of all edits, and of resamples and sign flips
   * @param terminal where progress and results are shown
   */
  Audit(Pack pack, FilmEdits edits, List<EditRequest> requests, long seed, PrintWriter terminal) {
    this.pack = pack;
    this.edits = edits;
    this.requests = List.copyOf(requests);
    this.seed = seed;
    this.terminal = terminal;
  }

  /**
   * Runs it.
   *
   * @param folder the films
   * @param out folder for the journal and the results
   * @throws AuditException when no film could be audited
   */
  AuditReport run(AuditFolder folder, Path out) throws IOException, AuditException {
    Files.createDirectories(out);
    try (Journal journal = Journal.open(out.resolve("journal.jsonl"))) {
      long others = journal.othersThan(pack.digest(), seed);
      if (others > 0) {
        say(
            others
                + " outcomes in "
                + out
                + " are of another pack or seed: they stay there, and this audit begins anew");
      }
      AuditReport report = new Run(journal).of(folder);
      report.write(out);
      report.print(terminal);
      return report;
    }
  }

  private void say(String line) {
    terminal.println(line);
    terminal.flush();
  }

  /** One way through the films. */
  private final class Run {
    private final Journal journal;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<FilmFile> films = new ArrayList<>();
    private final List<Refused> refused = new ArrayList<>();

    Run(Journal journal) {
      this.journal = journal;
    }

    AuditReport of(AuditFolder folder) throws IOException, AuditException {
      refused.addAll(folder.refused());
      int known = 0;
      try (ProgressDisplay display = new ProgressDisplay(terminal)) {
        int count = folder.films().size();
        for (int i = 0; i < count; i++) {
          FilmFile film = folder.films().get(i);
          String stage = "film " + (i + 1) + " of " + count;
          int done = i;
          List<EditRequest> missing = missing(film);
          if (missing.isEmpty()) {
            known++;
          } else {
            display.show((double) i / count, stage);
            make(film, missing, part -> display.show((done + part) / count, stage));
          }
          collect(film);
        }
        display.show(1, "done");
      }
      if (known > 0) {
        say("known from before: " + known + " of " + folder.films().size());
      }
      refused.forEach(file -> say("left out: " + file.file() + ": " + file.reason()));
      return report();
    }

    private JournalEntry.Key key(FilmFile film, EditRequest request) {
      return new JournalEntry.Key(film.digest(), request.name(), pack.digest(), seed);
    }

    private List<EditRequest> missing(FilmFile film) {
      return requests.stream()
          .filter(request -> journal.find(key(film, request)).isEmpty())
          .toList();
    }

    /** Makes what is missing of a film, or notes why that can't be. */
    private void make(FilmFile file, List<EditRequest> missing, Part part) throws IOException {
      try {
        Film film = file.read();
        List<FilmEdits.Judged> made =
            edits.edit(film, missing, seed, (done, total) -> part.done((double) done / total));
        for (int i = 0; i < made.size(); i++) {
          FilmEdits.Judged judged = made.get(i);
          journal.add(
              new JournalEntry(
                  key(file, missing.get(i)),
                  judged.edit(),
                  judged.method(),
                  judged.before(),
                  judged.after(),
                  JournalEntry.End.of(judged.ending())));
        }
      } catch (AuditException | EditException e) {
        refused.add(new Refused(file.file(), String.valueOf(e.getMessage())));
      }
    }

    private void collect(FilmFile film) {
      List<JournalEntry> found =
          requests.stream().flatMap(request -> journal.find(key(film, request)).stream()).toList();
      entries.addAll(found);
      if (!found.isEmpty()) {
        films.add(film);
      }
    }

    private AuditReport report() throws AuditException {
      if (entries.isEmpty()) {
        throw new AuditException("none of the films could be audited");
      }
      // A toggle may have made the same edit as another request: it counts once.
      Map<List<String>, FilmEffect> effects = new LinkedHashMap<>();
      Map<String, Optional<String>> patients = new HashMap<>();
      films.forEach(film -> patients.put(film.digest(), film.patient()));
      for (JournalEntry entry : entries) {
        String film = entry.key().film();
        effects.putIfAbsent(
            List.of(film, entry.made()),
            entry.effect(patients.getOrDefault(film, Optional.empty())));
      }
      Set<String> methods = new LinkedHashSet<>();
      entries.forEach(entry -> methods.add(entry.method()));
      AuditSource source =
          new AuditSource(
              pack.name(), pack.version(), pack.digest(), String.join(", ", methods), seed);
      return new AuditReport(
          EffectMatrix.of(List.copyOf(effects.values()), AuditSettings.DEFAULT.withSeed(seed)),
          new EditEnds(entries),
          source,
          films,
          refused);
    }
  }

  /** Hears which part of a film's edits is done. */
  @FunctionalInterface
  private interface Part {
    void done(double share);
  }
}
