// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.quality;

/**
 * How CLIP sees an edit, each the cosine of an angle in [-1, 1].
 *
 * @param image similarity of edited film and source: whether it is still the same film
 * @param sourceText similarity of the source and its caption
 * @param targetText similarity of the edited film and the target caption
 * @param directional similarity of the step from source to edited film and the step from its
 *     caption to the target caption (StyleGAN-NADA's directional similarity, arXiv 2108.00946); 0
 *     where one of them is no step at all
 */
public record ClipScores(double image, double sourceText, double targetText, double directional) {

  /**
   * The scores of an edit.
   *
   * @param source the source film
   * @param edited the edited film
   * @param sourceCaption caption of the source
   * @param targetCaption caption that the edit was made with
   */
  public static ClipScores of(
      ClipEmbedding source,
      ClipEmbedding edited,
      ClipEmbedding sourceCaption,
      ClipEmbedding targetCaption) {
    return new ClipScores(
        source.similarity(edited),
        source.similarity(sourceCaption),
        edited.similarity(targetCaption),
        edited.directionFrom(source).similarity(targetCaption.directionFrom(sourceCaption)));
  }
}
