// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Whether a film is antero-posterior or postero-anterior.
 *
 * <p>Another view in an attribute of the film's own passes it over. "PA and lateral" in one of its
 * descriptions means two films; this is the frontal one where View Position, View Code Sequence or
 * Patient Orientation say so. The study's descriptions pass over all films where they name no
 * frontal view at all.
 */
final class ViewRule {
  private static final String NOT_FRONTAL = ", which is not a frontal view";

  private ViewRule() {}

  static HeaderAnswer judge(Dataset film, HeaderTexts texts) {
    Orientation orientation = Orientation.of(film);
    List<HeaderTexts.Said> coded = List.of(texts.viewPosition(), texts.viewCode());
    List<HeaderTexts.Said> described =
        Stream.concat(Stream.of(texts.bodyPart(), texts.region()), texts.own().stream()).toList();
    boolean codedFrontal =
        orientation == Orientation.FRONTAL
            || coded.stream().anyMatch(said -> said.says(WordClass.FRONTAL));
    boolean describedFrontal = described.stream().anyMatch(said -> said.says(WordClass.FRONTAL));
    Optional<String> denied =
        HeaderTexts.firstQuoted(coded, WordClass.OTHER_VIEW, WordClass.LATERAL)
            .or(() -> HeaderTexts.firstQuoted(described, WordClass.OTHER_VIEW))
            .or(() -> lateral(described, codedFrontal))
            .map(quoted -> quoted + NOT_FRONTAL)
            .or(() -> sideways(orientation))
            .or(() -> otherStudy(texts, codedFrontal || describedFrontal));
    if (denied.isPresent()) {
      return new HeaderAnswer.Denied(denied.get());
    }
    boolean isOfFrontalStudy =
        texts.studySays(Set.of(WordClass.FRONTAL)) && !texts.studySays(Set.of(WordClass.LATERAL));
    if (codedFrontal || describedFrontal || isOfFrontalStudy) {
      return new HeaderAnswer.Stated();
    }
    return coded.stream()
        .filter(said -> said.reading().isUnknown())
        .map(ViewRule::unknown)
        .findFirst()
        .orElse(new HeaderAnswer.Silent());
  }

  /** A lateral, or one of two films of which nothing says that it is the frontal one. */
  private static Optional<String> lateral(List<HeaderTexts.Said> described, boolean codedFrontal) {
    return described.stream()
        .filter(said -> !(codedFrontal && said.says(WordClass.FRONTAL)))
        .flatMap(said -> said.quoted(WordClass.LATERAL).stream())
        .findFirst();
  }

  private static Optional<String> sideways(Orientation orientation) {
    return orientation == Orientation.LATERAL
        ? Optional.of("Patient Orientation is that of a lateral film")
        : Optional.empty();
  }

  private static Optional<String> otherStudy(HeaderTexts texts, boolean isFrontal) {
    boolean alsoFrontal = texts.studySays(Set.of(WordClass.FRONTAL));
    if (!alsoFrontal) {
      return HeaderTexts.firstQuoted(texts.study(), WordClass.OTHER_VIEW, WordClass.LATERAL)
          .map(quoted -> quoted + NOT_FRONTAL);
    }
    return isFrontal
        ? Optional.empty()
        : HeaderTexts.firstQuoted(texts.study(), WordClass.OTHER_VIEW)
            .map(quoted -> quoted + ", and no attribute of the film itself names a frontal view");
  }

  private static HeaderAnswer unknown(HeaderTexts.Said said) {
    return new HeaderAnswer.Denied(
        said.attribute()
            + " holds no word that is known, and no other attribute names a frontal view; where"
            + " it is one, add its word to Films.Words");
  }

  /** The plane of a film by Patient Orientation (0020,0020). */
  private enum Orientation {
    FRONTAL,
    LATERAL,
    NONE;

    /**
     * Rows and columns of a frontal film run to the right, left, head or feet; those of a lateral
     * one to the front or back as well. Some writers put the view here: AP and PA are no direction.
     */
    static Orientation of(Dataset film) {
      List<String> directions =
          film.strings(Tag.PATIENT_ORIENTATION).stream()
              .filter(direction -> !direction.isEmpty())
              .toList();
      if (directions.equals(List.of("AP")) || directions.equals(List.of("PA"))) {
        return FRONTAL;
      }
      if (directions.size() != 2) {
        return NONE;
      }
      String axes = directions.get(0).substring(0, 1) + directions.get(1).substring(0, 1);
      if (axes.matches(".*[AP].*")) {
        return LATERAL;
      }
      return axes.matches("[LR][HF]|[HF][LR]") ? FRONTAL : NONE;
    }
  }
}
