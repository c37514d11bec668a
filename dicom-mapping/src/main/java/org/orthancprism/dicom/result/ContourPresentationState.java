// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.result;

import java.util.List;
import java.util.stream.IntStream;
import org.orthancprism.dicom.code.PrismCodes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.DicomObject;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.edit.Algorithm;
import org.orthancprism.dicom.film.Radiograph;

/**
 * A Grayscale Softcopy Presentation State that draws on the film itself where edits changed it, in
 * one layer for each edit.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_A.33.1">PS3.3
 *     A.33.1</a>
 */
public final class ContourPresentationState {

  private ContourPresentationState() {}

  /**
   * The object. Its SOP Instance UID is {@link DerivedUid#presentationState} of all edits' keys.
   *
   * @param source the film
   * @param edits what was done to it, at least one, in the order of the layers
   * @param origin what made them, and when
   * @throws IllegalArgumentException without edits, and for a study of its own: a presentation
   *     state refers to images by their series alone, which are to be found in its own study (PS3.3
   *     C.11.11)
   */
  public static DicomObject of(Radiograph source, List<EditContours> edits, Origin origin) {
    if (origin.study().ownUid().isPresent()) {
      throw new IllegalArgumentException("a presentation state is in the study of its film");
    }
    if (edits.isEmpty()) {
      throw new IllegalArgumentException("a presentation state shows at least one edit");
    }
    Dataset film = source.dataset();
    StudyContext context = new StudyContext(film, origin.clock());
    DatasetBuilder state = Dataset.builder();
    context.copyTo(state, origin.study());
    identify(state, source, edits, origin, context);
    describeEquipment(state, film, origin.algorithm());
    describeRelationship(state, film);
    StudyContext.copyConforming(List.of(Tag.BODY_PART_EXAMINED, Tag.LATERALITY), film, state);
    if (!film.hasValue(Tag.BODY_PART_EXAMINED)) {
      // Type 2C: nothing says that the body part is not one of a pair (PS3.3 C.7.3.1).
      state.setEmptyIfAbsent(Tag.LATERALITY);
    }
    // The creator would be a person.
    state.setEmptyIfAbsent(Tag.CONTENT_CREATOR_NAME);
    FilmPresentation.copyTo(state, source);
    List<GraphicLayer> layers =
        IntStream.range(0, edits.size())
            .mapToObj(i -> new GraphicLayer(i + 1, edits.get(i)))
            .toList();
    state
        .set(
            Tag.GRAPHIC_ANNOTATION_SEQUENCE,
            layers.stream()
                .filter(layer -> !layer.isEmpty())
                .map(layer -> layer.annotation(Reference.to(film)))
                .toList())
        .set(Tag.GRAPHIC_LAYER_SEQUENCE, layers.stream().map(GraphicLayer::item).toList());
    if (layers.stream().allMatch(GraphicLayer::isEmpty)) {
      state.remove(Tag.GRAPHIC_ANNOTATION_SEQUENCE);
    }
    return DicomObject.of(state.build());
  }

  private static void identify(
      DatasetBuilder state,
      Radiograph source,
      List<EditContours> edits,
      Origin origin,
      StudyContext context) {
    Dataset film = source.dataset();
    List<String> keys = edits.stream().map(each -> each.edit().identity().key()).toList();
    String series =
        DerivedUid.series(DerivedUid.Role.PRESENTATION_STATE_SERIES, origin.packDigest(), "", film);
    state
        .set(Tag.SOP_CLASS_UID, SopClass.GRAYSCALE_SOFTCOPY_PRESENTATION_STATE)
        .set(
            Tag.SOP_INSTANCE_UID,
            DerivedUid.presentationState(origin.packDigest(), keys, source.version()))
        .set(Tag.SERIES_INSTANCE_UID, series)
        .set(Tag.MODALITY, "PR")
        .set(Tag.SERIES_NUMBER, origin.numbers().of(series))
        .set(Tag.SERIES_DESCRIPTION, "Changed regions - SYNTHETIC, not for diagnosis")
        .set(Tag.SERIES_DATE, context.date())
        .set(Tag.SERIES_TIME, context.time())
        .set(Tag.INSTANCE_NUMBER, film.integer(Tag.INSTANCE_NUMBER).orElse(1))
        .set(Tag.CONTENT_LABEL, "CHANGED_REGIONS")
        .set(Tag.CONTENT_DESCRIPTION, "Where synthetic counterfactuals differ from this film")
        .set(Tag.PRESENTATION_CREATION_DATE, context.date())
        .set(Tag.PRESENTATION_CREATION_TIME, context.time())
        .set(Tag.INSTANCE_CREATION_DATE, context.date())
        .set(Tag.INSTANCE_CREATION_TIME, context.time())
        .set(Tag.SYNTHETIC_DATA, "YES")
        .set(Tag.CODING_SCHEME_IDENTIFICATION_SEQUENCE, PrismCodes.schemeIdentification());
  }

  private static void describeEquipment(DatasetBuilder state, Dataset film, Algorithm algorithm) {
    state
        .set(Tag.MANUFACTURER, algorithm.manufacturer())
        .set(Tag.MANUFACTURER_MODEL_NAME, algorithm.modelName())
        .set(Tag.SOFTWARE_VERSIONS, algorithm.softwareVersion(), algorithm.packVersion())
        .set(Tag.DEVICE_UID, DerivedUid.device(algorithm.packDigest()))
        .set(Tag.CONTRIBUTING_EQUIPMENT_SEQUENCE, ContributingEquipment.of(film, algorithm));
  }

  /** Presentation State Relationship (PS3.3 C.11.11): the one film. */
  private static void describeRelationship(DatasetBuilder state, Dataset film) {
    Reference reference = Reference.to(film);
    state.set(
        Tag.REFERENCED_SERIES_SEQUENCE,
        Dataset.builder()
            .set(Tag.SERIES_INSTANCE_UID, reference.seriesInstanceUid())
            .set(Tag.REFERENCED_IMAGE_SEQUENCE, reference.item())
            .build());
  }
}
