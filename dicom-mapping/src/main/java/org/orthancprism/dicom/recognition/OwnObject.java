// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.recognition;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.orthancprism.dicom.code.SynthesizingEquipment;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.selection.SyntheticMark;
import org.orthancprism.dicom.version.FilmIdentity;
import org.orthancprism.dicom.version.FilmVersion;
import org.orthancprism.dicom.version.Fingerprint;

/**
 * What a synthetic object says of itself.
 *
 * @param kind what it is
 * @param sopInstanceUid its SOP Instance UID
 * @param madeHere whether it says that this software synthesized it
 * @param mark what an image of ours says of film and edit
 * @param identity whom it shows
 * @param references SOP Instance UIDs: of an image the film that it was made from, of a
 *     presentation state the image that it is for, of a report its evidence
 */
public record OwnObject(
    Kind kind,
    String sopInstanceUid,
    boolean madeHere,
    Optional<ResultMark> mark,
    FilmIdentity identity,
    List<String> references) {

  /** Manufacturer (0008,0070) of what this software makes. */
  public static final String SOFTWARE = "orthanc-prism";

  /** What it is. */
  public enum Kind {
    IMAGE,
    PRESENTATION_STATE,
    REPORT
  }

  public OwnObject {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(identity, "identity");
    references = List.copyOf(references);
  }

  /** What an object says of itself; empty if it does not say that it is synthetic. */
  public static Optional<OwnObject> of(Dataset dataset) {
    if (!SyntheticMark.isOn(dataset)) {
      return Optional.empty();
    }
    Kind kind = kind(dataset.string(Tag.SOP_CLASS_UID).orElse(""));
    return Optional.of(
        new OwnObject(
            kind,
            dataset.string(Tag.SOP_INSTANCE_UID).orElse(""),
            isMadeHere(dataset),
            ResultMark.of(dataset),
            identity(dataset),
            references(kind, dataset)));
  }

  /** Whether it is an image of the film as the film is now. */
  public boolean shows(FilmVersion film) {
    return mark.filter(one -> one.film().equals(Fingerprint.of(film))).isPresent()
        && identity.isOf(film.identity());
  }

  /** An image that refers to a film of another study is in a study of its own, without order. */
  private static FilmIdentity identity(Dataset dataset) {
    FilmIdentity identity = FilmIdentity.of(dataset);
    return dataset.items(Tag.STUDIES_CONTAINING_OTHER_REFERENCED_INSTANCES_SEQUENCE).isEmpty()
        ? identity
        : identity.withoutOrder();
  }

  private static Kind kind(String sopClassUid) {
    return switch (sopClassUid) {
      case SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE -> Kind.PRESENTATION_STATE;
      case SopClass.COMPREHENSIVE_3D_SR -> Kind.REPORT;
      default -> Kind.IMAGE;
    };
  }

  private static boolean isMadeHere(Dataset dataset) {
    return dataset.string(Tag.SYNTHETIC_DATA).filter("YES"::equals).isPresent()
        && SynthesizingEquipment.of(dataset)
            .anyMatch(item -> item.string(Tag.MANUFACTURER).filter(SOFTWARE::equals).isPresent());
  }

  private static List<String> references(Kind kind, Dataset dataset) {
    Stream<Dataset> items =
        switch (kind) {
          case IMAGE -> dataset.items(Tag.SOURCE_IMAGE_SEQUENCE).stream().limit(1);
          case PRESENTATION_STATE ->
              dataset.items(Tag.REFERENCED_SERIES_SEQUENCE).stream()
                  .flatMap(series -> series.items(Tag.REFERENCED_IMAGE_SEQUENCE).stream());
          case REPORT ->
              dataset.items(Tag.CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE).stream()
                  .flatMap(study -> study.items(Tag.REFERENCED_SERIES_SEQUENCE).stream())
                  .flatMap(series -> series.items(Tag.REFERENCED_SOP_SEQUENCE).stream());
        };
    return items.flatMap(item -> item.string(Tag.REFERENCED_SOP_INSTANCE_UID).stream()).toList();
  }
}
