// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.report;

import java.util.ArrayList;
import java.util.List;
import org.orthancprism.dicom.code.CodedConcept;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.DatasetBuilder;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.result.Reference;

/**
 * An item of a structured report's content tree, with what hangs below it.
 *
 * @see <a
 *     href="https://dicom.nema.org/medical/dicom/current/output/html/part03.html#sect_C.17.3">PS3.3
 *     C.17.3</a>
 */
final class ContentItem {

  /** How an item relates to the one above it (PS3.3 table C.17.3.2.4). */
  enum Relationship {
    CONTAINS("CONTAINS"),
    HAS_OBSERVATION_CONTEXT("HAS OBS CONTEXT"),
    HAS_CONCEPT_MODIFIER("HAS CONCEPT MOD"),
    HAS_ACQUISITION_CONTEXT("HAS ACQ CONTEXT"),
    INFERRED_FROM("INFERRED FROM"),
    SELECTED_FROM("SELECTED FROM");

    private final String term;

    Relationship(String term) {
      this.term = term;
    }
  }

  private final Dataset attributes;
  private final List<Dataset> content = new ArrayList<>();

  private ContentItem(Dataset attributes) {
    this.attributes = attributes;
  }

  /** A container whose items are independent of each other. */
  static ContentItem container(CodedConcept name) {
    return new ContentItem(
        named("CONTAINER", name).set(Tag.CONTINUITY_OF_CONTENT, "SEPARATE").build());
  }

  /** A container that a template of PS3.16 shapes. */
  static ContentItem container(CodedConcept name, String templateIdentifier) {
    return new ContentItem(
        named("CONTAINER", name)
            .set(Tag.CONTINUITY_OF_CONTENT, "SEPARATE")
            .set(
                Tag.CONTENT_TEMPLATE_SEQUENCE,
                Dataset.builder()
                    .set(Tag.MAPPING_RESOURCE, "DCMR")
                    .set(Tag.TEMPLATE_IDENTIFIER, templateIdentifier)
                    .build())
            .build());
  }

  static ContentItem code(CodedConcept name, CodedConcept value) {
    return new ContentItem(
        named("CODE", name).set(Tag.CONCEPT_CODE_SEQUENCE, value.item()).build());
  }

  static ContentItem text(CodedConcept name, String value) {
    return new ContentItem(named("TEXT", name).set(Tag.TEXT_VALUE, value).build());
  }

  static ContentItem uid(CodedConcept name, String value) {
    return new ContentItem(named("UIDREF", name).set(Tag.UID, value).build());
  }

  /** A person's name, of PS3.3 C.17.3's value type PNAME. */
  static ContentItem person(CodedConcept name, String value) {
    return new ContentItem(named("PNAME", name).set(Tag.PERSON_NAME, value).build());
  }

  /** A composite object that is no image. */
  static ContentItem composite(CodedConcept name, Reference reference) {
    return new ContentItem(
        named("COMPOSITE", name).set(Tag.REFERENCED_SOP_SEQUENCE, reference.item()).build());
  }

  static ContentItem number(CodedConcept name, double value, CodedConcept units) {
    return new ContentItem(
        named("NUM", name)
            .set(
                Tag.MEASURED_VALUE_SEQUENCE,
                Dataset.builder()
                    .set(Tag.NUMERIC_VALUE, value)
                    .set(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, units.item())
                    .build())
            .build());
  }

  /** An image for which the template gives no concept name. */
  static ContentItem image(Reference reference) {
    return new ContentItem(
        Dataset.builder()
            .set(Tag.VALUE_TYPE, "IMAGE")
            .set(Tag.REFERENCED_SOP_SEQUENCE, reference.item())
            .build());
  }

  static ContentItem image(CodedConcept name, Reference reference) {
    return new ContentItem(
        named("IMAGE", name).set(Tag.REFERENCED_SOP_SEQUENCE, reference.item()).build());
  }

  /** An image as a presentation state shows it (PS3.3 C.18.4). */
  static ContentItem image(CodedConcept name, Reference reference, Reference state) {
    return new ContentItem(
        named("IMAGE", name)
            .set(
                Tag.REFERENCED_SOP_SEQUENCE,
                reference.item().toBuilder().set(Tag.REFERENCED_SOP_SEQUENCE, state.item()).build())
            .build());
  }

  /**
   * A region of an image, as a closed polyline (PS3.3 C.18.6).
   *
   * @param columnsAndRows Graphic Data: columns and rows of the points in turn, the first again at
   *     the end
   */
  static ContentItem region(CodedConcept name, double[] columnsAndRows, Reference image) {
    return new ContentItem(
            named("SCOORD", name)
                .set(Tag.GRAPHIC_TYPE, "POLYLINE")
                .set(Tag.GRAPHIC_DATA, columnsAndRows)
                .build())
        .add(Relationship.SELECTED_FROM, image(image));
  }

  /** Hangs an item below this one. */
  ContentItem add(Relationship relationship, ContentItem item) {
    content.add(item.toDataset().toBuilder().set(Tag.RELATIONSHIP_TYPE, relationship.term).build());
    return this;
  }

  /** Hangs items below this one. */
  ContentItem add(Relationship relationship, List<ContentItem> items) {
    items.forEach(item -> add(relationship, item));
    return this;
  }

  /** The item's attributes, with its content. */
  Dataset toDataset() {
    return content.isEmpty()
        ? attributes
        : attributes.toBuilder().set(Tag.CONTENT_SEQUENCE, content).build();
  }

  private static DatasetBuilder named(String valueType, CodedConcept name) {
    return Dataset.builder()
        .set(Tag.VALUE_TYPE, valueType)
        .set(Tag.CONCEPT_NAME_CODE_SEQUENCE, name.item());
  }
}
