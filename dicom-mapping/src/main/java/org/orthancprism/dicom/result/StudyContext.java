// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.orthancprism.dicom.dataset.Attribute;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * What every object that is made from a film takes over from it: patient and study, and the time
 * zone in which its dates are to be read.
 */
public final class StudyContext {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

  /** Representations of names, identifiers and free text. */
  private static final Set<Vr> IDENTIFYING =
      EnumSet.of(Vr.PN, Vr.LO, Vr.SH, Vr.LT, Vr.ST, Vr.UT, Vr.UC, Vr.UI);

  /** Type 2 attributes of the Patient and General Study modules. */
  private static final Tag[] TYPE_2 = {
    Tag.PATIENT_NAME,
    Tag.PATIENT_ID,
    Tag.PATIENT_BIRTH_DATE,
    Tag.PATIENT_SEX,
    Tag.STUDY_DATE,
    Tag.STUDY_TIME,
    Tag.REFERRING_PHYSICIAN_NAME,
    Tag.STUDY_ID,
    Tag.ACCESSION_NUMBER
  };

  private final Dataset source;
  private final OffsetDateTime now;

  /**
   * The context of a film.
   *
   * @param source the film's attributes
   * @param clock time at which the object is made; its zone counts if the film names none
   */
  public StudyContext(Dataset source, Clock clock) {
    this.source = source;
    ZoneId zone = offset().map(ZoneId.class::cast).orElse(clock.getZone());
    this.now = OffsetDateTime.ofInstant(clock.instant(), zone);
  }

  /** Today, as DA. */
  public String date() {
    return DATE.format(now);
  }

  /** The time of day, as TM. */
  public String time() {
    return TIME.format(now);
  }

  /** Sets the dates and times of a document that is made now, and of its series. */
  public void date(DatasetBuilder document) {
    document
        .set(Tag.CONTENT_DATE, date())
        .set(Tag.CONTENT_TIME, time())
        .set(Tag.SERIES_DATE, date())
        .set(Tag.SERIES_TIME, time())
        .set(Tag.INSTANCE_CREATION_DATE, date())
        .set(Tag.INSTANCE_CREATION_TIME, time());
  }

  /**
   * Copies patient and study modules, but for what a study of its own does not share with the study
   * of the film ({@link StudyOfItsOwn}). A value that breaks its representation's rules is brought
   * into the standard's form where that is the same value (dates of ACR-NEMA, PS3.5 6.2), and left
   * out otherwise: what is written is valid.
   */
  public void copyTo(DatasetBuilder target, ResultsStudy study) {
    for (Tag tag : SharedModules.all()) {
      source.get(tag).map(StudyContext::conforming).ifPresent(target::add);
    }
    study.ownUid().ifPresent(uid -> StudyOfItsOwn.describe(target, source, uid));
    if (offset().isPresent()) {
      target.copy(source, List.of(Tag.TIMEZONE_OFFSET_FROM_UTC));
    }
    target.setEmptyIfAbsent(TYPE_2);
  }

  /** Copies those of the attributes that have a value which may be written. */
  static void copyConforming(List<Tag> tags, Dataset source, DatasetBuilder target) {
    for (Tag tag : tags) {
      source
          .get(tag)
          .map(StudyContext::conforming)
          .filter(attribute -> !attribute.isEmpty())
          .ifPresent(target::add);
    }
  }

  /** The attribute as it may be written; without value if a value would not be valid. */
  static Attribute conforming(Attribute attribute) {
    if (!(attribute instanceof Attribute.Text text)) {
      return attribute;
    }
    Attribute.Text modern =
        new Attribute.Text(
            text.tag(),
            text.vr(),
            text.values().stream().map(value -> modern(text.vr(), value)).toList());
    if (IDENTIFYING.contains(text.vr())) {
      return text;
    }
    boolean valid =
        modern.values().stream().allMatch(value -> ValueRules.isValid(text.vr(), value));
    return valid ? modern : new Attribute.Text(text.tag(), text.vr(), List.of());
  }

  private static String modern(Vr vr, String value) {
    return switch (vr) {
      case DA -> value.matches("[0-9]{4}\\.[0-9]{2}\\.[0-9]{2}") ? value.replace(".", "") : value;
      case TM -> value.matches("[0-9]{2}:[0-9]{2}(:[0-9]{2}.*)?") ? value.replace(":", "") : value;
      default -> value;
    };
  }

  private Optional<ZoneOffset> offset() {
    Optional<String> text =
        source.string(Tag.TIMEZONE_OFFSET_FROM_UTC).filter(each -> each.matches("[+-][0-9]{4}"));
    try {
      return text.map(ZoneOffset::of);
    } catch (DateTimeException outOfRange) {
      return Optional.empty();
    }
  }
}
