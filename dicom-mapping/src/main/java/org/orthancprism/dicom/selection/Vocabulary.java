// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * The words by which headers name body part and view, in the languages of Orthanc's users: those of
 * {@code words.txt}, and an administrator's.
 */
final class Vocabulary {
  private static final Vocabulary STANDARD = new Vocabulary(load());

  /** A word of two letters is a part of a longer one by chance, unless it is a view. */
  private static final int SHORT_PART = 3;

  /** Of words that were written as one, one has at least as many letters. */
  private static final int LONGEST_PART = 4;

  /** No header writes more letters as one; to take apart a hostile one could take for ever. */
  private static final int LONGEST_WORD = 40;

  private final List<Word> words;
  private final Set<String> parts;
  private final Set<String> bodyParts;
  private final List<Word> compounds;

  private Vocabulary(List<Word> words) {
    this.words = List.copyOf(words);
    this.parts =
        words.stream()
            .filter(Word::isPlain)
            .filter(word -> word.letters() >= SHORT_PART || word.wordClass().isOfViews())
            .map(Word::core)
            .collect(Collectors.toUnmodifiableSet());
    this.bodyParts =
        words.stream()
            .filter(word -> word.isPlain() && word.wordClass() == WordClass.OTHER_BODY_PART)
            .map(Word::core)
            .collect(Collectors.toUnmodifiableSet());
    this.compounds =
        words.stream()
            .filter(word -> word.wordClass() == WordClass.OTHER_BODY_PART)
            .filter(word -> !word.isPlain())
            .toList();
  }

  /**
   * The words of {@code words.txt} and further ones. A further word replaces the same word in
   * classes that contradict its own.
   *
   * @throws IllegalArgumentException when a further word names no letters
   */
  static Vocabulary with(Map<WordClass, List<String>> further) {
    if (further.isEmpty()) {
      return STANDARD;
    }
    List<Word> added = new ArrayList<>();
    further.forEach(
        (wordClass, list) -> list.forEach(word -> added.addAll(Word.all(wordClass, word))));
    List<Word> words = new ArrayList<>(added);
    for (Word word : STANDARD.words) {
      boolean isReplaced =
          added.stream()
              .anyMatch(
                  other ->
                      other.wordClass().excludes(word.wordClass())
                          && other.pattern().pattern().equals(word.pattern().pattern()));
      if (!isReplaced) {
        words.add(word);
      }
    }
    return new Vocabulary(words);
  }

  /** A place in a text where a word was found. */
  private record Match(Word word, int start, int end) {

    /** Whether this is a part of the other, or names less of the same place. */
    boolean isWithin(Match other) {
      boolean isInside = other.start <= start && end <= other.end;
      boolean isSame = other.start == start && end == other.end;
      return isInside && (!isSame || other.word.letters() > word.letters());
    }
  }

  /** Finds the words in a text. */
  MatchedText read(String text) {
    String normal = separated(NormalText.of(text));
    if (normal.isEmpty()) {
      return new MatchedText(normal, List.of(), false);
    }
    List<Match> matches = matches(normal);
    BitSet known = new BitSet(normal.length());
    matches.forEach(match -> known.set(match.start(), match.end()));
    boolean isUnknown =
        normal.chars().filter(c -> c != ' ').count()
            > known.stream().filter(at -> normal.charAt(at) != ' ').count();
    List<Word> found = new ArrayList<>();
    found.addAll(longest(matches, WordClass::isOfBodyParts));
    found.addAll(longest(matches, wordClass -> !wordClass.isOfBodyParts()));
    return new MatchedText(normal, found, isUnknown);
  }

  private List<Match> matches(String text) {
    List<Match> matches = new ArrayList<>();
    for (Word word : words) {
      if (text.contains(word.core())) {
        Matcher matcher = word.pattern().matcher(text);
        while (matcher.find()) {
          matches.add(new Match(word, matcher.start(), matcher.end()));
        }
      }
    }
    return matches;
  }

  /** The words of one kind that are within no longer one of theirs, nor within one to ignore. */
  private static List<Word> longest(List<Match> matches, Predicate<WordClass> kind) {
    List<Match> candidates =
        matches.stream()
            .filter(
                match ->
                    kind.test(match.word().wordClass())
                        || match.word().wordClass() == WordClass.IGNORED)
            .toList();
    return candidates.stream()
        .sorted(Comparator.comparingInt(Match::start))
        .filter(match -> kind.test(match.word().wordClass()))
        .filter(match -> candidates.stream().noneMatch(match::isWithin))
        .map(Match::word)
        .toList();
  }

  /** Takes apart what was written as one: {@code chestpa} is {@code chest pa}. */
  private String separated(String text) {
    return Arrays.stream(text.split(" ", -1))
        .map(word -> isCompound(word) ? word : String.join(" ", partsOf(word)))
        .collect(Collectors.joining(" "));
  }

  private boolean isCompound(String word) {
    return parts.contains(word) || isInflected(word);
  }

  private boolean isInflected(String word) {
    return compounds.stream()
        .anyMatch(each -> word.contains(each.core()) && each.pattern().matcher(word).matches());
  }

  private List<String> partsOf(String word) {
    List<String> found = new ArrayList<>();
    if (isSided(word)) {
      return List.of(word.substring(0, 1), word.substring(1));
    }
    boolean isWhole = word.length() <= LONGEST_WORD && split(word, found);
    boolean hasLong = found.stream().anyMatch(part -> part.length() >= LONGEST_PART);
    return isWhole && hasLong ? found : List.of(word);
  }

  /** Whether a word is a body part with the letter of its side before it: {@code lknee}. */
  private boolean isSided(String word) {
    return (word.startsWith("l") || word.startsWith("r"))
        && word.length() > LONGEST_PART
        && (bodyParts.contains(word.substring(1)) || isInflected(word.substring(1)));
  }

  /** Whether a word is made of nothing but known ones, the first of which is as long as can be. */
  private boolean split(String word, List<String> found) {
    if (word.isEmpty()) {
      return true;
    }
    for (int end = word.length(); end >= 2; end--) {
      if (parts.contains(word.substring(0, end))) {
        found.add(word.substring(0, end));
        if (split(word.substring(end), found)) {
          return true;
        }
        found.remove(found.size() - 1);
      }
    }
    return false;
  }

  private static List<Word> load() {
    List<Word> words = new ArrayList<>();
    Set<String> sections = new HashSet<>();
    try (InputStream stream = Vocabulary.class.getResourceAsStream("words.txt")) {
      if (stream == null) {
        throw new IllegalStateException("words.txt is missing from the jar");
      }
      BufferedReader reader =
          new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
      Optional<WordClass> section = Optional.empty();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("[")) {
          String key = line.strip().substring(1, line.strip().length() - 1);
          section = WordClass.of(key);
          sections.add(key);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          words.addAll(wordsOf(section.orElseThrow(), line));
        }
      }
    } catch (IOException cause) {
      throw new UncheckedIOException("words.txt in the jar is not readable", cause);
    }
    if (sections.size() != WordClass.values().length) {
      throw new IllegalStateException("words.txt lacks a section");
    }
    return words;
  }

  /** A line is a language's code, a colon, and words with commas between them. */
  private static List<Word> wordsOf(WordClass wordClass, String line) {
    return Arrays.stream(line.substring(line.indexOf(':') + 1).split(",", -1))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .flatMap(word -> Word.all(wordClass, word).stream())
        .toList();
  }
}
