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
 * Makes every edit of every film of a folder and measures its effect on every finding in the eyes
 * of models.
 *
 * <p>A film that can't be read or edited costs itself alone, and so does a model that fails.
 * Outcomes are written down one by one; those that the output folder contains already are not made
 * again.
 */
final class Audit {

  private final Pack pack;
  private final FilmEdits edits;
  private final List<NamedModel> models;
  private final List<EditRequest> requests;
  private final long seed;
  private final PrintWriter terminal;

  /**
   * @param pack the pack that edits
   * @param edits makes edits with it
   * @param models who is asked what films show, at least one
   * @param requests the edits, at least one
   * @param seed seed of all edits, and of resamples and sign flips
   * @param terminal where progress and results are shown
   */
  Audit(
      Pack pack,
      FilmEdits edits,
      List<NamedModel> models,
      List<EditRequest> requests,
      long seed,
      PrintWriter terminal) {
    this.pack = pack;
    this.edits = edits;
    this.models = List.copyOf(models);
    this.requests = List.copyOf(requests);
    this.seed = seed;
    this.terminal = terminal;
  }

  /**
   * Runs it.
   *
   * @param folder the films
   * @param out folder for the journal and the results
   * @throws AuditException when no film could be audited, or no model answered; what is known then
   *     is written all the same
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
      if (report.models().stream().allMatch(ModelResult.Failed.class::isInstance)) {
        throw new AuditException("none of the models answered: " + out + " tells why");
      }
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
          .filter(
              request ->
                  journal.find(key(film, request)).isEmpty()
                      || !unanswered(key(film, request)).isEmpty())
          .toList();
    }

    /** The models that have not failed and whose answer about an edit is missing. */
    private List<NamedModel> unanswered(JournalEntry.Key key) {
      return models.stream()
          .filter(model -> model.failure().isEmpty())
          .filter(model -> journal.find(key(key, model)).isEmpty())
          .toList();
    }

    private static ModelAnswer.Key key(JournalEntry.Key edit, NamedModel model) {
      return new ModelAnswer.Key(edit, model.digest());
    }

    /** Makes what is missing of a film, or notes why that can't be. */
    private void make(FilmFile file, List<EditRequest> missing, Part part) throws IOException {
      try {
        Film film = file.read();
        List<FilmEdits.Made> made =
            edits.edit(film, missing, seed, (done, total) -> part.done((double) done / total));
        long order = seed ^ file.digest().hashCode();
        FilmQuestions questions = new FilmQuestions(film, edits.roundTrip(film), order);
        for (int i = 0; i < made.size(); i++) {
          write(key(file, missing.get(i)), made.get(i));
          ask(key(file, missing.get(i)), made.get(i), questions);
        }
      } catch (AuditException | EditException e) {
        refused.add(new Refused(file.file(), String.valueOf(e.getMessage())));
      }
    }

    private void write(JournalEntry.Key key, FilmEdits.Made made) throws IOException {
      if (journal.find(key).isEmpty()) {
        journal.add(
            new JournalEntry(key, made.edit(), made.method(), JournalEntry.End.of(made.ending())));
      }
    }

    private void ask(JournalEntry.Key key, FilmEdits.Made made, FilmQuestions questions)
        throws IOException {
      List<NamedModel> unanswered = unanswered(key);
      if (unanswered.isEmpty()) {
        return;
      }
      FilmQuestions.Changed changed = questions.of(made);
      for (NamedModel model : unanswered) {
        Optional<ModelAnswer> answer = questions.ask(model, changed, key(key, model));
        if (answer.isPresent()) {
          journal.add(answer.get());
        } else {
          say("left out: the model " + model.name() + ": " + model.failure().orElse(""));
        }
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
      Set<String> methods = new LinkedHashSet<>();
      entries.forEach(entry -> methods.add(entry.method()));
      AuditSource source =
          new AuditSource(
              pack.name(), pack.version(), pack.digest(), String.join(", ", methods), seed);
      return new AuditReport(
          models.stream().map(this::result).toList(),
          new EditEnds(entries),
          source,
          films,
          refused);
    }

    private ModelResult result(NamedModel model) {
      if (model.failure().isPresent()) {
        return new ModelResult.Failed(
            model.name(), model.digest(), model.address(), model.failure().get());
      }
      return new ModelResult.Measured(
          model.name(),
          model.digest(),
          model.address(),
          EffectMatrix.of(effects(model), AuditSettings.DEFAULT.withSeed(seed)));
    }

    /** A toggle may have made the same edit as another request: it counts once. */
    private List<FilmEffect> effects(NamedModel model) {
      Map<String, Optional<String>> patients = new HashMap<>();
      films.forEach(film -> patients.put(film.digest(), film.patient()));
      Map<List<String>, FilmEffect> effects = new LinkedHashMap<>();
      for (JournalEntry entry : entries) {
        String film = entry.key().film();
        journal
            .find(key(entry.key(), model))
            .map(seen -> seen.effect(entry.made(), patients.getOrDefault(film, Optional.empty())))
            .ifPresent(effect -> effects.putIfAbsent(List.of(film, entry.made()), effect));
      }
      return List.copyOf(effects.values());
    }
  }

  /** Hears which part of a film's edits is done. */
  @FunctionalInterface
  private interface Part {
    void done(double share);
  }
}
