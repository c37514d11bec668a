// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.films;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.orthancprism.configuration.ConfigurationException;
import org.orthancprism.configuration.Section;
import org.orthancprism.dicom.selection.FilmCriteria;
import org.orthancprism.dicom.selection.FilmCriteria.Require;
import org.orthancprism.dicom.selection.WordClass;

/** The section {@code Films} of a configuration: by which films are taken. */
public final class FilmsSection {

  /** The keys that the section allows. */
  public static final Set<String> KEYS = Set.of("Words", "Modalities", "Require");

  /** The keys that its section {@code Words} allows. */
  public static final Set<String> WORDS =
      Arrays.stream(WordClass.values()).map(WordClass::key).collect(Collectors.toUnmodifiableSet());

  private static final Pattern MODALITY = Pattern.compile("[A-Za-z0-9 _/-]{1,16}");

  private FilmsSection() {}

  /**
   * Reads the section; what is missing in it is as in {@link FilmCriteria#DEFAULT}.
   *
   * @throws ConfigurationException names the JSON path of the first fault
   */
  public static FilmCriteria read(Section films) throws ConfigurationException {
    films.allow(KEYS);
    Map<WordClass, List<String>> words = words(films.section("Words"));
    Set<String> modalities = modalities(films);
    Require require = require(films);
    try {
      return new FilmCriteria(words, modalities, require);
    } catch (IllegalArgumentException e) {
      throw films.fault("Words", String.valueOf(e.getMessage()));
    }
  }

  private static Map<WordClass, List<String>> words(Section section) throws ConfigurationException {
    section.allow(WORDS);
    Map<WordClass, List<String>> words = new EnumMap<>(WordClass.class);
    for (WordClass wordClass : WordClass.values()) {
      List<String> list = section.texts(wordClass.key());
      if (!list.isEmpty()) {
        words.put(wordClass, list);
      }
    }
    return words;
  }

  private static Set<String> modalities(Section films) throws ConfigurationException {
    List<String> modalities = films.texts("Modalities");
    for (int i = 0; i < modalities.size(); i++) {
      if (!MODALITY.matcher(modalities.get(i)).matches()) {
        throw films.fault(
            "Modalities[" + i + "]", "must be a Modality of at most 16 letters, such as OT");
      }
    }
    return Set.copyOf(new TreeSet<>(modalities));
  }

  private static Require require(Section films) throws ConfigurationException {
    String text = films.text("Require").orElse(FilmCriteria.DEFAULT.require().key());
    return Arrays.stream(Require.values())
        .filter(require -> require.key().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                films.fault(
                    "Require",
                    "must be "
                        + Arrays.stream(Require.values())
                            .map(Require::key)
                            .collect(Collectors.joining(" or "))));
  }

  /** What {@link #read} reads. */
  public static JsonObject json(FilmCriteria criteria) {
    JsonObjectBuilder words = Json.createObjectBuilder();
    criteria
        .words()
        .forEach((wordClass, list) -> words.add(wordClass.key(), Json.createArrayBuilder(list)));
    return Json.createObjectBuilder()
        .add("Words", words)
        .add("Modalities", Json.createArrayBuilder(new TreeSet<>(criteria.modalities())))
        .add("Require", criteria.require().key())
        .build();
  }
}
