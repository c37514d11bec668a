// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.orthancprism.dicom.dataset.Tag;

/**
 * The attributes of the modules that an object of a study shares with every other: they are copied
 * from the source as they are. The comment behind a tag names its attribute.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.7.1">PS3.3
 *     C.7.1 and C.7.2</a>
 */
final class SharedModules {

  /** Patient Module, PS3.3 C.7.1.1. */
  static final List<Tag> PATIENT =
      tags(
          0x00100010, // PatientName
          0x00100020, // PatientID
          0x00100021, // IssuerOfPatientID
          0x00100024, // IssuerOfPatientIDQualifiersSequence
          0x00100022, // TypeOfPatientID
          0x00100030, // PatientBirthDate
          0x00100032, // PatientBirthTime
          0x00100033, // PatientBirthDateInAlternativeCalendar
          0x00100034, // PatientDeathDateInAlternativeCalendar
          0x00100035, // PatientAlternativeCalendar
          0x00100040, // PatientSex
          0x00100200, // QualityControlSubject
          0x00081120, // ReferencedPatientSequence
          0x00101000, // OtherPatientIDs
          0x00101001, // OtherPatientNames
          0x00101002, // OtherPatientIDsSequence
          0x00102160, // EthnicGroup
          0x00104000, // PatientComments
          0x00102201, // PatientSpeciesDescription
          0x00102202, // PatientSpeciesCodeSequence
          0x00102292, // PatientBreedDescription
          0x00102293, // PatientBreedCodeSequence
          0x00102294, // BreedRegistrationSequence
          0x00100212, // StrainDescription
          0x00100219, // StrainCodeSequence
          0x00102297, // ResponsiblePerson
          0x00102298, // ResponsiblePersonRole
          0x00102299, // ResponsibleOrganization
          0x00120062, // PatientIdentityRemoved
          0x00120063, // DeidentificationMethod
          0x00120064 // DeidentificationMethodCodeSequence
          );

  /** Clinical Trial Subject Module, PS3.3 C.7.1.3. */
  static final List<Tag> CLINICAL_TRIAL_SUBJECT =
      tags(
          0x00120010, // ClinicalTrialSponsorName
          0x00120020, // ClinicalTrialProtocolID
          0x00120021, // ClinicalTrialProtocolName
          0x00120030, // ClinicalTrialSiteID
          0x00120031, // ClinicalTrialSiteName
          0x00120040, // ClinicalTrialSubjectID
          0x00120042, // ClinicalTrialSubjectReadingID
          0x00120081, // ClinicalTrialProtocolEthicsCommitteeName
          0x00120082 // ClinicalTrialProtocolEthicsCommitteeApprovalNumber
          );

  /** General Study Module, PS3.3 C.7.2.1. */
  static final List<Tag> GENERAL_STUDY =
      tags(
          0x00080020, // StudyDate
          0x00080030, // StudyTime
          0x00080050, // AccessionNumber
          0x00080051, // IssuerOfAccessionNumberSequence
          0x00080090, // ReferringPhysicianName
          0x00080096, // ReferringPhysicianIdentificationSequence
          0x0008009C, // ConsultingPhysicianName
          0x0008009D, // ConsultingPhysicianIdentificationSequence
          0x00081030, // StudyDescription
          0x00081032, // ProcedureCodeSequence
          0x00081048, // PhysiciansOfRecord
          0x00081049, // PhysiciansOfRecordIdentificationSequence
          0x00081060, // NameOfPhysiciansReadingStudy
          0x00081062, // PhysiciansReadingStudyIdentificationSequence
          0x00081110, // ReferencedStudySequence
          0x00321033, // RequestingService
          0x00321034, // RequestingServiceCodeSequence
          0x00401012, // ReasonForPerformedProcedureCodeSequence
          0x0020000D, // StudyInstanceUID
          0x00200010 // StudyID
          );

  /** Patient Study Module, PS3.3 C.7.2.2. */
  static final List<Tag> PATIENT_STUDY =
      tags(
          0x00081080, // AdmittingDiagnosesDescription
          0x00081084, // AdmittingDiagnosesCodeSequence
          0x00101010, // PatientAge
          0x00101020, // PatientSize
          0x00101030, // PatientWeight
          0x00101022, // PatientBodyMassIndex
          0x00101023, // MeasuredAPDimension
          0x00101024, // MeasuredLateralDimension
          0x00101021, // PatientSizeCodeSequence
          0x00102000, // MedicalAlerts
          0x00102110, // Allergies
          0x001021A0, // SmokingStatus
          0x001021C0, // PregnancyStatus
          0x001021D0, // LastMenstrualDate
          0x00380500, // PatientState
          0x00102180, // Occupation
          0x001021B0, // AdditionalPatientHistory
          0x00380010, // AdmissionID
          0x00380014, // IssuerOfAdmissionIDSequence
          0x00321066, // ReasonForVisit
          0x00321067, // ReasonForVisitCodeSequence
          0x00380060, // ServiceEpisodeID
          0x00380064, // IssuerOfServiceEpisodeIDSequence
          0x00380062, // ServiceEpisodeDescription
          0x00102203 // PatientSexNeutered
          );

  /** Clinical Trial Study Module, PS3.3 C.7.2.3. */
  static final List<Tag> CLINICAL_TRIAL_STUDY =
      tags(
          0x00120050, // ClinicalTrialTimePointID
          0x00120051, // ClinicalTrialTimePointDescription
          0x00120052, // LongitudinalTemporalOffsetFromEvent
          0x00120053, // LongitudinalTemporalEventType
          0x00120083 // ConsentForClinicalTrialUseSequence
          );

  private SharedModules() {}

  /** All of the above. */
  static List<Tag> all() {
    return Stream.of(
            PATIENT, CLINICAL_TRIAL_SUBJECT, GENERAL_STUDY, PATIENT_STUDY, CLINICAL_TRIAL_STUDY)
        .flatMap(List::stream)
        .toList();
  }

  private static List<Tag> tags(int... values) {
    return Arrays.stream(values).mapToObj(Tag::new).toList();
  }
}
