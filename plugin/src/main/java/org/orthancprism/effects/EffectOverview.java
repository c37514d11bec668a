// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.effects;

import java.util.List;
import java.util.Objects;
import org.orthancprism.models.audit.AuditSettings;
import org.orthancprism.models.audit.EffectMatrix;
import org.orthancprism.models.audit.FilmEffect;

/**
 * What a pack's edits did to findings.
 *
 * @param pack digest of the pack; empty where nothing was judged
 * @param films what was seen in each film, the newest first
 * @param matrix the same by edit and finding
 */
public record EffectOverview(String pack, List<FilmEffect> films, EffectMatrix matrix) {

  public EffectOverview {
    Objects.requireNonNull(pack, "pack");
    films = List.copyOf(films);
    Objects.requireNonNull(matrix, "matrix");
  }

  /** Of a pack that edited nothing yet, or that has no classifier. */
  static EffectOverview none(String pack) {
    return new EffectOverview(
        pack, List.of(), new EffectMatrix(List.of(), List.of(), AuditSettings.DEFAULT));
  }

  /** Films that another classifier judged can't share a matrix with the newest. */
  static EffectOverview of(String pack, List<FilmEffect> newest) {
    if (newest.isEmpty()) {
      return none(pack);
    }
    List<String> findings = newest.get(0).findings();
    List<FilmEffect> films =
        newest.stream().filter(one -> one.findings().equals(findings)).toList();
    return new EffectOverview(pack, films, EffectMatrix.of(films, AuditSettings.DEFAULT));
  }
}
