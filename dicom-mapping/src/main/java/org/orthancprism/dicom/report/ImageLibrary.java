// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import static org.orthancprism.dicom.report.ContentItem.Relationship.CONTAINS;
import static org.orthancprism.dicom.report.ContentItem.Relationship.HAS_ACQUISITION_CONTEXT;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.code.Codes;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.film.FrontalView;
import org.orthancprism.dicom.result.PixelSpacing;
import org.orthancprism.dicom.result.Reference;
import org.orthancprism.dicom.selection.SeriesModality;

/**
 * TID 1600: the images that the report speaks of, in one group of films and one of what was made of
 * them, each entry (TID 1601) with its descriptors (TID 1602, TID 1603).
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/chtml/part16/sect_ImageLibraryTemplates.html">PS3.16
 *     TID 1600</a>
 */
final class ImageLibrary {

  private ImageLibrary() {}

  /**
   * The library.
   *
   * @param films attributes of the films
   * @param made attributes of the images that were made of them
   */
  static ContentItem of(List<Dataset> films, List<Dataset> made) {
    return ContentItem.container(Codes.IMAGE_LIBRARY)
        .add(CONTAINS, group(films))
        .add(CONTAINS, group(made));
  }

  /** The library of a report about images of one kind. */
  static ContentItem of(List<Dataset> images) {
    return ContentItem.container(Codes.IMAGE_LIBRARY).add(CONTAINS, group(images));
  }

  private static ContentItem group(List<Dataset> images) {
    ContentItem group = ContentItem.container(Codes.IMAGE_LIBRARY_GROUP);
    images.forEach(image -> group.add(CONTAINS, entry(image)));
    return group;
  }

  private static ContentItem entry(Dataset image) {
    return ContentItem.image(Reference.to(image)).add(HAS_ACQUISITION_CONTEXT, descriptors(image));
  }

  private static List<ContentItem> descriptors(Dataset image) {
    List<ContentItem> items = new ArrayList<>();
    items.add(ContentItem.code(Codes.MODALITY, modality(image)));
    items.add(ContentItem.code(Codes.TARGET_REGION, Codes.CHEST));
    items.add(
        ContentItem.number(Codes.PIXEL_DATA_ROWS, image.integer(Tag.ROWS).orElse(0), Codes.PIXELS));
    items.add(
        ContentItem.number(
            Codes.PIXEL_DATA_COLUMNS, image.integer(Tag.COLUMNS).orElse(0), Codes.PIXELS));
    FrontalView.of(image)
        .ifPresent(view -> items.add(ContentItem.code(Codes.IMAGE_VIEW, concept(view))));
    PixelSpacing.of(image)
        .ifPresent(
            spacing -> {
              items.add(
                  ContentItem.number(
                      Codes.HORIZONTAL_PIXEL_SPACING, spacing.betweenColumns(), Codes.MILLIMETER));
              items.add(
                  ContentItem.number(
                      Codes.VERTICAL_PIXEL_SPACING, spacing.betweenRows(), Codes.MILLIMETER));
            });
    return items;
  }

  /** CID 33; films come as few modalities, and a counterfactual has its film's. */
  private static CodedConcept modality(Dataset image) {
    return switch (SeriesModality.of(image).orElse("")) {
      case "CR" -> Codes.COMPUTED_RADIOGRAPHY;
      case "DX" -> Codes.DIGITAL_RADIOGRAPHY;
      case "RG" -> Codes.RADIOGRAPHIC_IMAGING;
      default -> Codes.OTHER_MODALITY;
    };
  }

  /** CID 4010. */
  private static CodedConcept concept(FrontalView view) {
    return switch (view) {
      case AP -> Codes.ANTERO_POSTERIOR;
      case PA -> Codes.POSTERO_ANTERIOR;
    };
  }
}
