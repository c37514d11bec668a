// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.List;
import java.util.Optional;

/**
 * What words a text of a header holds.
 *
 * @param text the text, normal
 * @param found words in it that are no part of a longer one
 * @param isUnknown whether there is something in it, too, that is no known word
 */
record MatchedText(String text, List<Word> found, boolean isUnknown) {

  MatchedText {
    found = List.copyOf(found);
  }

  boolean says(WordClass wordClass) {
    return first(wordClass).isPresent();
  }

  Optional<Word> first(WordClass wordClass) {
    return found.stream().filter(word -> word.wordClass() == wordClass).findFirst();
  }
}
