// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.pack;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.orthancprism.models.finding.Finding;
import org.orthancprism.models.finding.Placement;

/** How a pack puts an edit into words: as an instruction, or as descriptions of two films. */
public sealed interface Captions {

  /**
   * Captions that say what to do, for models that see the source film.
   *
   * @param remove template with {@code {finding}} for a removal
   * @param add template with {@code {finding}} for an addition
   * @param keep caption that asks for no change
   */
  record Instruction(String remove, String add, String keep) implements Captions {

    /** Placeholder of the finding's name in lower case. */
    public static final String FINDING = "{finding}";

    public Instruction {
      Objects.requireNonNull(keep, "keep");
      for (String template : List.of(remove, add)) {
        if (!template.contains(FINDING)) {
          throw new IllegalArgumentException("the caption '" + template + "' lacks " + FINDING);
        }
      }
    }

    /** The caption that asks for a finding's removal. */
    public String remove(Finding finding) {
      return remove.replace(FINDING, finding.name().toLowerCase(Locale.ROOT));
    }

    /**
     * The caption that asks for a finding's addition, of a size and on a side where they are
     * stated.
     */
    public String add(Finding finding, Placement placement) {
      return add.replace(FINDING, placement.before(finding.name().toLowerCase(Locale.ROOT), " "));
    }
  }

  /**
   * Captions that describe a film. A finding that is absent is left out, never negated: PRISM's
   * training captions contain no negation.
   *
   * @param template template with {@code {findings}}
   * @param normal how a film without findings is described
   */
  record Description(String template, NormalFilm normal) implements Captions {

    /** Placeholder of the findings' names, joined with commas. */
    public static final String FINDINGS = "{findings}";

    public Description {
      Objects.requireNonNull(normal, "normal");
      if (!template.contains(FINDINGS)) {
        throw new IllegalArgumentException("the caption '" + template + "' lacks " + FINDINGS);
      }
    }

    /** The caption of a film that shows these findings, in their order. */
    public String of(List<Finding> findings) {
      List<String> names = findings.stream().map(Finding::name).toList();
      if (normal instanceof NormalFilm.Label label) {
        return listing(label.before(names));
      }
      return names.isEmpty() ? ((NormalFilm.Sentence) normal).text() : listing(names);
    }

    /** The caption of a film without any finding. */
    public String empty() {
      return of(List.of());
    }

    private String listing(List<String> names) {
      return template.replace(FINDINGS, String.join(", ", names));
    }
  }
}
