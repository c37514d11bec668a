// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.editor;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.orthancprism.models.attention.Counterparts;
import org.orthancprism.models.attention.EditAttention;
import org.orthancprism.models.attention.StepRange;
import org.orthancprism.models.attention.TokenAlignment;
import org.orthancprism.models.attention.UnifiedAlignment;
import org.orthancprism.models.attention.UnifiedAttention;
import org.orthancprism.models.pack.InversionDefaults;
import org.orthancprism.models.request.Edit;
import org.orthancprism.models.request.FindingEdit;
import org.orthancprism.models.tokenizer.CaptionTokenizer;

/**
 * Finds the words that an edit is about in its captions: the finding's name or, in free captions,
 * those that the captions do not share.
 *
 * @param tokenizer the pack's tokenizer
 * @param length number of tokens of every caption
 * @param editing the pack's settings
 */
record EditedWords(CaptionTokenizer tokenizer, int length, InversionDefaults editing) {

  /** The attention of an edit whose self-attention follows the source in some of the steps. */
  EditAttention attention(CaptionedEdit edit, StepRange selfReplace) {
    long[] source = tokenizer.tokens(edit.source());
    long[] target = tokenizer.tokens(edit.target());
    Set<Integer> targetWords = words(edit.edit(), edit.target(), source, target);
    float[] weights = new float[length];
    Arrays.fill(weights, 1);
    targetWords.forEach(place -> weights[place] = (float) editing.wordWeight());
    return new EditAttention(
        alignment(edit, source, target),
        weights,
        editing.crossReplace(),
        selfReplace,
        words(edit.edit(), edit.source(), target, source),
        targetWords);
  }

  /**
   * InfEdit's attention of an edit.
   *
   * @param similarity how alike the captions' tokens are
   */
  UnifiedAttention unified(CaptionedEdit edit, UnifiedAlignment.Similarity similarity) {
    UnifiedAlignment alignment =
        UnifiedAlignment.of(
            tokenizer.tokens(edit.source()), tokenizer.tokens(edit.target()), length, similarity);
    Set<Integer> mutual = new HashSet<>();
    editing
        .infedit()
        .mutualWords()
        .forEach(word -> mutual.addAll(alignment.mutual(tokenizer.withoutEnds(word))));
    return new UnifiedAttention(
        alignment.tokens(),
        editing.localBlend() ? local(edit.edit(), alignment) : Set.of(),
        mutual);
  }

  private Set<Integer> local(Edit edit, UnifiedAlignment alignment) {
    return edit instanceof FindingEdit finding
        ? alignment.local(tokenizer.withoutEnds(finding.finding().name()))
        : alignment.unshared();
  }

  private TokenAlignment alignment(CaptionedEdit edit, long[] source, long[] target) {
    if (editing.counterparts() == Counterparts.REPLACE) {
      List<long[]> from = tokenizer.words(edit.source()).orElse(List.of());
      List<long[]> to = tokenizer.words(edit.target()).orElse(List.of());
      if (!from.isEmpty() && from.size() == to.size()) {
        return TokenAlignment.replacement(from, to, length);
      }
    }
    return TokenAlignment.refinement(source, target, length);
  }

  private Set<Integer> words(Edit edit, String caption, long[] other, long[] own) {
    if (edit instanceof FindingEdit finding) {
      return tokenizer.places(finding.finding().name(), caption);
    }
    float[] shared = TokenAlignment.refinement(other, own, length).alphas();
    Set<Integer> places = new HashSet<>();
    for (int token = 0; token < own.length; token++) {
      if (shared[token] == 0) {
        places.add(token);
      }
    }
    return places;
  }
}
