// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an installation adds to the rules by which films are taken.
 *
 * @param words further words for headers, by what they say
 * @param modalities further values of Modality (0008,0060) that radiographs have
 * @param require what a header must say
 */
public record FilmCriteria(
    Map<WordClass, List<String>> words, Set<String> modalities, Require require) {

  /** The rules as they are. */
  public static final FilmCriteria DEFAULT = new FilmCriteria(Map.of(), Set.of(), Require.LIKELY);

  /** What a header must say of body part and view. */
  public enum Require {
    /** Nothing: where all attributes are silent, a film is taken for a frontal one of the chest. */
    LIKELY,
    /** That it is the chest, and that the view is frontal. */
    STATED;

    /** Its name in configurations. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException when a word has no letters, or belongs to two classes that
   *     contradict each other
   */
  public FilmCriteria {
    Objects.requireNonNull(require, "require");
    Map<WordClass, List<String>> copy = new EnumMap<>(WordClass.class);
    words.forEach((wordClass, list) -> copy.put(wordClass, List.copyOf(list)));
    words = Collections.unmodifiableMap(copy);
    modalities =
        modalities.stream()
            .map(modality -> modality.strip().toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    refuseContradictions(words);
  }

  private static void refuseContradictions(Map<WordClass, List<String>> words) {
    words.forEach(
        (one, list) ->
            list.forEach(
                word -> {
                  String pattern = Word.of(one, word).pattern().pattern();
                  words.forEach(
                      (other, others) -> {
                        if (one.excludes(other)
                            && others.stream()
                                .anyMatch(
                                    each ->
                                        Word.of(other, each).pattern().pattern().equals(pattern))) {
                          throw new IllegalArgumentException(
                              "'" + word + "' is both " + one.key() + " and " + other.key());
                        }
                      });
                }));
  }
}
