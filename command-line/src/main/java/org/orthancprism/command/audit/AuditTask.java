// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.orthancprism.command.model.ModelAddress;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;

/**
 * What a user asks an audit for.
 *
 * @param pack folder of the pack
 * @param edits names of the edits; none for all that the pack can do
 * @param seed seed of the edits, and of resamples and sign flips
 * @param models models that are asked beside the pack's own classifier, each of a name of its own
 * @param films folder of films
 * @param out folder for the journal and the results
 */
public record AuditTask(
    Path pack, List<String> edits, long seed, List<ModelAddress> models, Path films, Path out) {

  public AuditTask {
    edits = List.copyOf(edits);
    models = List.copyOf(models);
  }

  /**
   * Runs the audit.
   *
   * @param terminal where progress and results are shown
   * @throws AuditException when a model can't be opened, an edit is not known, or no film could be
   *     audited
   * @throws PackException when the pack can't be opened
   */
  public void run(PrintWriter terminal) throws IOException, AuditException, PackException {
    AuditFolder folder = AuditFolder.of(films);
    Pack loaded = Pack.load(pack);
    List<EditRequest> requests = requests(loaded);
    try (OpenModels opened = OpenModels.of(loaded, models);
        FilmEdits made = CounterfactualEdits.open(loaded)) {
      new Audit(loaded, made, opened.models(), requests, seed, terminal).run(folder, out);
    }
    terminal.printf(
        "%neffects.csv, ends.csv, effects.json and a heat map for each model are in %s%n", out);
    terminal.flush();
  }

  private List<EditRequest> requests(Pack loaded) throws AuditException {
    List<EditRequest> requests = new ArrayList<>();
    try {
      for (String edit : edits) {
        requests.add(EditRequest.parse(edit, loaded.findings()));
      }
    } catch (IllegalArgumentException e) {
      throw new AuditException(String.valueOf(e.getMessage()), e);
    }
    return requests.isEmpty() ? all(loaded) : requests.stream().distinct().toList();
  }

  private static List<EditRequest> all(Pack loaded) {
    List<EditRequest> all = new ArrayList<>();
    loaded.manifest().findings().forEach(editable -> all.addAll(FindingEdit.of(editable)));
    return all;
  }
}
