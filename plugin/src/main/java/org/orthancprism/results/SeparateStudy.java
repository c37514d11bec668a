// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.results;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.orthancprism.dicom.result.ResultsStudy;
import org.orthancprism.orthanc.OrthancClient;
import org.orthancprism.orthanc.OrthancId;
import org.orthancprism.orthanc.OrthancRestException;
import org.orthancprism.orthanc.StoredInstance;
import org.orthancprism.orthanc.StoredSeries;

/**
 * The study of its own that holds the results of a study of films, or would. It is found by its
 * Study Instance UID, whatever the configuration says: results stay where they were stored.
 */
public final class SeparateStudy {

  /** Number of the metadata of the films' study that names it, by Orthanc's identifier. */
  public static final int METADATA = 5122;

  private final OrthancClient orthanc;
  private final String films;
  private final String patient;
  private final String patientId;
  private final boolean isForeseen;
  private final ResultsStudy.Separate study;

  /**
   * @param films Orthanc's identifier of the study of films
   * @param patient Orthanc's identifier of the patient
   * @param patientId the Patient ID
   * @param isForeseen whether Orthanc's identifiers of this patient's studies are known to be those
   *     that are computed here
   */
  private SeparateStudy(
      OrthancClient orthanc,
      String films,
      String patient,
      String patientId,
      boolean isForeseen,
      ResultsStudy.Separate study) {
    this.orthanc = orthanc;
    this.films = films;
    this.patient = patient;
    this.patientId = patientId;
    this.isForeseen = isForeseen;
    this.study = study;
  }

  /**
   * The one that belongs to a study of films.
   *
   * @param studyId Orthanc's identifier of the study of films
   */
  public static SeparateStudy of(OrthancClient orthanc, String studyId)
      throws OrthancRestException {
    JsonObject films = orthanc.study(studyId);
    String patientId = films.getJsonObject("PatientMainDicomTags").getString("PatientID", "");
    String uid = films.getJsonObject("MainDicomTags").getString("StudyInstanceUID", "");
    return new SeparateStudy(
        orthanc,
        studyId,
        films.getString("ParentPatient"),
        patientId,
        OrthancId.ofStudy(patientId, uid).equals(studyId),
        ResultsStudy.separate(uid, patientId));
  }

  /**
   * What the films have in common with others of their patient: Orthanc's identifier of the
   * patient; that of their study where they have no Patient ID, for Orthanc takes all such for one
   * patient.
   */
  public String patientOfFilms() {
    return patientId.isBlank() ? films : patient;
  }

  /** What is written into it. */
  public ResultsStudy study() {
    return study;
  }

  /** Orthanc's identifier of it, also before Orthanc holds it. */
  public String foreseenId() {
    return OrthancId.ofStudy(patientId, study.studyInstanceUid());
  }

  /** Orthanc's identifier of it; empty where Orthanc holds none. */
  public Optional<String> id() throws OrthancRestException {
    if (isForeseen) {
      return orthanc.hasStudy(foreseenId()) ? Optional.of(foreseenId()) : Optional.empty();
    }
    for (String id : orthanc.studiesOf(study.studyInstanceUid())) {
      if (isOfThePatient(id)) {
        return Optional.of(id);
      }
    }
    return Optional.empty();
  }

  private boolean isOfThePatient(String id) throws OrthancRestException {
    try {
      return orthanc.study(id).getString("ParentPatient").equals(patient);
    } catch (OrthancRestException.NotFound deletedMeanwhile) {
      return false;
    }
  }

  /** What Orthanc holds of it. */
  public List<StoredInstance> instances() throws OrthancRestException {
    return listed(orthanc::instances);
  }

  /** The series that Orthanc holds of it. */
  public List<StoredSeries> series() throws OrthancRestException {
    return listed(orthanc::series);
  }

  private <T> List<T> listed(Listing<T> listing) throws OrthancRestException {
    Optional<String> id = isForeseen ? Optional.of(foreseenId()) : id();
    return id.isPresent() ? listing.orNone(id.get()) : List.of();
  }
}
