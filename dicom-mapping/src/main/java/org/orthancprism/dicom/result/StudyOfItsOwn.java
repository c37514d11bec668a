// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The General Study Module of a study that holds nothing but results. Nobody ordered it: Accession
 * Number identifies an Imaging Service Request, Study Instance UID a Requested Procedure of it, so
 * that a second study must not claim the order of the first. Study Date and Time are the film's,
 * since results that are made later join the study.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.2.1">PS3.3
 *     C.7.2.1</a>
 */
final class StudyOfItsOwn {

  /** What Study Description begins with, so that lists and rules distinguish it. */
  static final String DESCRIPTION = "SYNTHETIC, not for diagnosis";

  /** Characters that LO may have (PS3.5 6.2). */
  private static final int LONGEST_DESCRIPTION = 64;

  /** Of the order, of the procedure that it asked for, and of those who read that. */
  private static final List<Tag> OF_THE_ORDER =
      Stream.of(
              0x00080050, // AccessionNumber
              0x00080051, // IssuerOfAccessionNumberSequence
              0x00081032, // ProcedureCodeSequence
              0x00081060, // NameOfPhysiciansReadingStudy
              0x00081062, // PhysiciansReadingStudyIdentificationSequence
              0x00081110, // ReferencedStudySequence
              0x00200010, // StudyID
              0x00321033, // RequestingService
              0x00321034, // RequestingServiceCodeSequence
              0x00401012 // ReasonForPerformedProcedureCodeSequence
              )
          .map(Tag::new)
          .toList();

  private StudyOfItsOwn() {}

  /** Turns the film's study modules into those of the study with this Study Instance UID. */
  static void describe(DatasetBuilder target, Dataset film, String studyInstanceUid) {
    OF_THE_ORDER.forEach(target::remove);
    target
        .set(Tag.STUDY_INSTANCE_UID, studyInstanceUid)
        .set(Tag.STUDY_DESCRIPTION, description(film.string(Tag.STUDY_DESCRIPTION)));
  }

  private static String description(Optional<String> ofFilm) {
    String whole =
        ofFilm
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> DESCRIPTION + ": " + text)
            .orElse(DESCRIPTION);
    int length = Math.min(LONGEST_DESCRIPTION, whole.codePointCount(0, whole.length()));
    return whole.substring(0, whole.offsetByCodePoints(0, length)).strip();
  }
}
