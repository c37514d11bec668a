// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;

/**
 * What a film's header says in words, read. Texts that a patient's name or history may be in are
 * not among them.
 *
 * @param bodyPart Body Part Examined
 * @param region Anatomic Region Sequence; unknown if a code without a known word is in it
 * @param viewPosition View Position
 * @param viewCode View Code Sequence; unknown if a code without a known word is in it
 * @param own descriptions of the film, its series and its protocol
 * @param study descriptions of the study and of what was asked for
 */
record HeaderTexts(
    Said bodyPart,
    Said region,
    Said viewPosition,
    Said viewCode,
    List<Said> own,
    List<Said> study) {

  /**
   * One attribute.
   *
   * @param attribute its name
   * @param reading what it says
   */
  record Said(String attribute, MatchedText reading) {

    boolean says(WordClass wordClass) {
      return reading.says(wordClass);
    }

    /** Reason to pass a film over: the attribute, and the word in it. */
    Optional<String> quoted(WordClass wordClass) {
      return reading.first(wordClass).map(word -> attribute + " says \"" + word.shown() + "\"");
    }
  }

  private static final Map<Tag, String> OWN =
      inOrder(
          Map.of(
              Tag.SERIES_DESCRIPTION, "Series Description",
              Tag.PROTOCOL_NAME, "Protocol Name",
              Tag.ACQUISITION_DEVICE_PROCESSING_DESCRIPTION,
                  "Acquisition Device Processing Description",
              Tag.PERFORMED_PROTOCOL_CODE_SEQUENCE, "Performed Protocol Code Sequence"));

  private static final Map<Tag, String> STUDY =
      inOrder(
          Map.of(
              Tag.STUDY_DESCRIPTION, "Study Description",
              Tag.PROCEDURE_CODE_SEQUENCE, "Procedure Code Sequence",
              Tag.PERFORMED_PROCEDURE_STEP_DESCRIPTION, "Performed Procedure Step Description",
              Tag.REQUESTED_PROCEDURE_DESCRIPTION, "Requested Procedure Description",
              Tag.REQUESTED_PROCEDURE_CODE_SEQUENCE, "Requested Procedure Code Sequence",
              Tag.SCHEDULED_PROCEDURE_STEP_DESCRIPTION, "Scheduled Procedure Step Description"));

  HeaderTexts {
    own = List.copyOf(own);
    study = List.copyOf(study);
  }

  private static Map<Tag, String> inOrder(Map<Tag, String> names) {
    return new TreeMap<>(names);
  }

  static HeaderTexts of(Dataset film, Vocabulary vocabulary) {
    List<Said> study = new ArrayList<>(said(film, STUDY, vocabulary));
    for (Dataset request : film.items(Tag.REQUEST_ATTRIBUTES_SEQUENCE)) {
      study.addAll(said(request, STUDY, vocabulary));
    }
    List<Said> own = new ArrayList<>();
    for (Said said : said(film, OWN, vocabulary)) {
      // Many archives repeat the study's description in its series.
      boolean isStudys =
          study.stream().anyMatch(other -> other.reading().text().equals(said.reading().text()));
      (isStudys ? study : own).add(said);
    }
    return new HeaderTexts(
        said("Body Part Examined", text(film, Tag.BODY_PART_EXAMINED), vocabulary),
        region(film, vocabulary),
        withoutLoneBodyParts(said("View Position", text(film, Tag.VIEW_POSITION), vocabulary)),
        withoutLoneBodyParts(view(film, vocabulary)),
        own.stream().map(HeaderTexts::withoutLoneBodyParts).toList(),
        study);
  }

  /** A lone "face" is a body part where one is asked for, and a French view elsewhere. */
  private static Said withoutLoneBodyParts(Said said) {
    List<Word> found =
        said.reading().found().stream()
            .filter(word -> !(word.isAlone() && word.wordClass().isOfBodyParts()))
            .toList();
    return new Said(
        said.attribute(),
        new MatchedText(said.reading().text(), found, said.reading().isUnknown()));
  }

  private static List<Said> said(
      Dataset dataset, Map<Tag, String> attributes, Vocabulary vocabulary) {
    return attributes.entrySet().stream()
        .map(each -> said(each.getValue(), text(dataset, each.getKey()), vocabulary))
        .toList();
  }

  private static Said said(String attribute, String text, Vocabulary vocabulary) {
    return new Said(attribute, vocabulary.read(text));
  }

  private static Said region(Dataset film, Vocabulary vocabulary) {
    List<Dataset> items = film.items(Tag.ANATOMIC_REGION_SEQUENCE);
    return coded("Anatomic Region Sequence", items, KnownCodes.REGIONS, vocabulary);
  }

  private static Said view(Dataset film, Vocabulary vocabulary) {
    List<Dataset> views = film.items(Tag.VIEW_CODE_SEQUENCE);
    List<Dataset> items =
        Stream.concat(
                views.stream(),
                views.stream()
                    .flatMap(view -> view.items(Tag.VIEW_MODIFIER_CODE_SEQUENCE).stream()))
            .toList();
    return coded("View Code Sequence", items, KnownCodes.VIEWS, vocabulary);
  }

  /** What the codes' meanings say; a known code is decisive, whatever its meaning says. */
  private static Said coded(
      String attribute, List<Dataset> items, Map<String, String> known, Vocabulary vocabulary) {
    List<String> texts = new ArrayList<>();
    for (Dataset item : items) {
      String code = item.string(Tag.CODE_VALUE).orElse("");
      texts.add(item.string(Tag.CODE_MEANING).orElse(known.containsKey(code) ? "" : code));
      Optional.ofNullable(known.get(code)).ifPresent(texts::add);
    }
    MatchedText reading = vocabulary.read(String.join(" / ", texts));
    boolean isNothing = items.isEmpty() || !texts.stream().allMatch(String::isEmpty);
    return new Said(
        attribute,
        new MatchedText(reading.text(), reading.found(), reading.isUnknown() || !isNothing));
  }

  private static String text(Dataset dataset, Tag tag) {
    if (!dataset.items(tag).isEmpty()) {
      return String.join(
          " / ",
          dataset.items(tag).stream()
              .flatMap(item -> item.string(Tag.CODE_MEANING).stream())
              .toList());
    }
    return String.join(" ", dataset.strings(tag));
  }

  /** The film's own descriptions, and its coded attributes. */
  List<Said> ofTheFilm() {
    List<Said> all = new ArrayList<>(List.of(bodyPart, region, viewPosition, viewCode));
    all.addAll(own);
    return all;
  }

  /** Whether one of the study's texts says it. */
  boolean studySays(Set<WordClass> classes) {
    return study.stream().anyMatch(said -> classes.stream().anyMatch(said::says));
  }

  /** The first of these texts that says it, quoted. */
  static Optional<String> firstQuoted(List<Said> texts, WordClass... classes) {
    for (WordClass wordClass : classes) {
      for (Said said : texts) {
        Optional<String> quoted = said.quoted(wordClass);
        if (quoted.isPresent()) {
          return quoted;
        }
      }
    }
    return Optional.empty();
  }
}
