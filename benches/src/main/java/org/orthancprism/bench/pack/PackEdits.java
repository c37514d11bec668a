// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.bench.pack;

import java.util.List;
import java.util.Optional;
import org.orthancprism.bench.films.View;
import org.orthancprism.bench.pack.results.Goal;
import org.orthancprism.bench.pack.results.Row;
import org.orthancprism.models.counterfactual.Counterfactual;
import org.orthancprism.models.editor.CounterfactualEditor;
import org.orthancprism.models.editor.CounterfactualEditors;
import org.orthancprism.models.editor.EditException;
import org.orthancprism.models.editor.Progress;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.finding.Direction;
import org.orthancprism.models.pack.Pack;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.models.request.EditOptions;
import org.orthancprism.models.request.EditRequest;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.phantom.PhantomFinding;

/** Makes a pack's edits, and counts over all of them what changed outside of the change masks. */
final class PackEdits implements AutoCloseable {

  private static final long SEED = 0;

  private final Pack pack;
  private final CounterfactualEditor editor;
  private long differingOutside;
  private int made;

  private PackEdits(Pack pack, CounterfactualEditor editor) {
    this.pack = pack;
    this.editor = editor;
  }

  static PackEdits open(Pack pack) throws PackException {
    return new PackEdits(pack, CounterfactualEditors.open(pack));
  }

  /** The request for a finding; empty where the pack can't do it. */
  Optional<EditRequest> request(Direction direction, PhantomFinding finding) {
    String name = finding.name().replace('_', ' ');
    return pack.manifest().findings().stream()
        .filter(editable -> editable.finding().isNamed(name))
        .flatMap(editable -> FindingEdit.of(editable).stream())
        .filter(edit -> edit.direction() == direction)
        .<EditRequest>map(edit -> edit)
        .findFirst();
  }

  /** All that the pack can do. */
  List<EditRequest> requests() {
    return pack.manifest().findings().stream()
        .<EditRequest>flatMap(editable -> FindingEdit.of(editable).stream())
        .toList();
  }

  Counterfactual edit(Film film, EditRequest request) throws EditException {
    return edit(film, List.of(request)).get(0);
  }

  List<Counterfactual> edit(Film film, List<EditRequest> requests) throws EditException {
    return edit(film, requests, View.OTHER);
  }

  /** Edits of a film of a view, by which the pack's operating points are chosen. */
  List<Counterfactual> edit(Film film, List<EditRequest> requests, View view) throws EditException {
    List<Counterfactual> results =
        editor.edit(film, requests, EditOptions.seeded(SEED).of(view.known()), Progress.NONE);
    for (Counterfactual result : results) {
      made++;
      for (int i = 0; i < film.luminance().length; i++) {
        boolean differs = film.luminance()[i] != result.film().luminance()[i];
        differingOutside += differs && result.mask().weights()[i] == 0 ? 1 : 0;
      }
    }
    return results;
  }

  /** Pixels outside of their masks that all edits so far have changed, which must be none. */
  Row outsideMasks() {
    return Row.of(
        "outside the change mask: pixels that differ",
        Goal.atMost(0),
        (double) differingOutside,
        made);
  }

  @Override
  public void close() {
    editor.close();
  }
}
