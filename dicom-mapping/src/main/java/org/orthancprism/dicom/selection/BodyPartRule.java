// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * Whether a film shows the chest.
 *
 * <p>Another body part in an attribute of the film's own passes it over, whatever else is said. The
 * study's descriptions speak of all its films: another body part in them passes over all, but
 * beside the chest only those that don't say by themselves that they show the chest.
 */
final class BodyPartRule {
  private static final String NOT_CHEST = ", which is not the chest";

  private static final Map<String, Tag> LATERALITY =
      Map.of("Image Laterality", Tag.IMAGE_LATERALITY, "Laterality", Tag.LATERALITY);

  private BodyPartRule() {}

  static HeaderAnswer judge(Dataset film, HeaderTexts texts) {
    Optional<String> other =
        HeaderTexts.firstQuoted(texts.ofTheFilm(), WordClass.OTHER_BODY_PART)
            .map(quoted -> quoted + NOT_CHEST);
    if (other.isPresent()) {
      return new HeaderAnswer.Denied(other.get());
    }
    boolean filmSays = texts.ofTheFilm().stream().anyMatch(said -> said.says(WordClass.CHEST));
    boolean studySays = texts.studySays(Set.of(WordClass.CHEST));
    Optional<String> othersToo =
        HeaderTexts.firstQuoted(
            texts.study(), WordClass.OTHER_BODY_PART, WordClass.SEVERAL_BODY_PARTS);
    boolean chestToo = studySays || texts.studySays(Set.of(WordClass.SEVERAL_BODY_PARTS));
    if (othersToo.isPresent() && !(filmSays && chestToo)) {
      return new HeaderAnswer.Denied(
          othersToo.get()
              + (chestToo ? ", and no attribute of the film itself names the chest" : NOT_CHEST));
    }
    if (filmSays || (studySays && othersToo.isEmpty())) {
      return new HeaderAnswer.Stated();
    }
    return withoutWords(film, texts);
  }

  private static HeaderAnswer withoutWords(Dataset film, HeaderTexts texts) {
    Optional<String> several =
        HeaderTexts.firstQuoted(texts.ofTheFilm(), WordClass.SEVERAL_BODY_PARTS);
    if (several.isPresent()) {
      return new HeaderAnswer.Denied(several.get() + ", and no attribute names the chest");
    }
    for (HeaderTexts.Said said : List.of(texts.bodyPart(), texts.region())) {
      if (said.reading().isUnknown()) {
        return new HeaderAnswer.Denied(
            said.attribute()
                + " holds no word that is known, and no other attribute names the chest; where it"
                + " is one, add its word to Films.Words");
      }
    }
    for (Map.Entry<String, Tag> laterality : LATERALITY.entrySet()) {
      String side = film.string(laterality.getValue()).orElse("");
      if (side.equals("L") || side.equals("R")) {
        return new HeaderAnswer.Denied(
            laterality.getKey()
                + " is "
                + side
                + ", as of a paired body part, and no attribute names the chest");
      }
    }
    return new HeaderAnswer.Silent();
  }
}
