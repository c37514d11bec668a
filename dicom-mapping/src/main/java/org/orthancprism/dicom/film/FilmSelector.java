// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.dicom.film;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.orthancprism.dicom.dataset.Dataset;
import org.orthancprism.dicom.dataset.SopClass;
import org.orthancprism.dicom.dataset.Tag;
import org.orthancprism.dicom.dataset.ValueRules;
import org.orthancprism.dicom.dataset.Vr;

/**
 * Tells frontal chest radiographs from everything else: CR, DX for presentation, or a Secondary
 * Capture of such a film; single frame, grayscale, of the chest, AP or PA. What is not said is
 * assumed, and the assumption noted; what is said otherwise passes the instance over.
 */
public final class FilmSelector {
  /** No film has fewer rows or columns. */
  public static final int SMALLEST_SIDE = 64;

  private static final Set<String> MODALITIES = Set.of("CR", "DX");
  private static final Map<String, String> SOP_CLASSES =
      Map.of(
          SopClass.COMPUTED_RADIOGRAPHY_IMAGE, "CR",
          SopClass.DIGITAL_XRAY_IMAGE_FOR_PRESENTATION, "DX",
          SopClass.SECONDARY_CAPTURE_IMAGE, "");

  /** The rules in the order in which they are asked; each answers why not, or nothing. */
  private static final List<Function<Dataset, Optional<String>>> RULES =
      List.of(
          FilmSelector::synthetic,
          FilmSelector::unidentified,
          FilmSelector::otherSopClass,
          FilmSelector::otherModality,
          FilmSelector::notGrayscale,
          FilmSelector::notOneFrame,
          FilmSelector::otherSize,
          FilmSelector::otherBits,
          ChestView::otherBodyPart,
          ChestView::otherView);

  /** Decides about an instance by its attributes. Pixel data are not looked at. */
  public Selection select(Dataset dataset) {
    for (Function<Dataset, Optional<String>> rule : RULES) {
      Optional<String> reason = rule.apply(dataset);
      if (reason.isPresent()) {
        return new Selection.PassedOver(reason.get());
      }
    }
    return new Selection.Eligible(assumptions(dataset));
  }

  private static List<String> assumptions(Dataset dataset) {
    List<String> assumptions = new ArrayList<>();
    if (!ChestView.namesChest(dataset)) {
      assumptions.add("no body part is given: taken for a chest");
    }
    if (!ChestView.namesView(dataset)) {
      assumptions.add("no view is given: taken for a frontal one");
    }
    return assumptions;
  }

  private static Optional<String> synthetic(Dataset dataset) {
    return SyntheticMark.isOn(dataset)
        ? Optional.of("the instance is synthetic")
        : Optional.empty();
  }

  /** What is made of a film refers to it, so it must have UIDs. */
  private static Optional<String> unidentified(Dataset dataset) {
    for (Tag tag : List.of(Tag.SOP_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.STUDY_INSTANCE_UID)) {
      if (dataset.string(tag).filter(uid -> ValueRules.isValid(Vr.UI, uid)).isEmpty()) {
        return Optional.of("the instance, series or study has no valid UID " + tag);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> otherSopClass(Dataset dataset) {
    String sopClass = dataset.string(Tag.SOP_CLASS_UID).orElse("");
    if (sopClass.isEmpty()) {
      return Optional.of("there is no SOP Class UID");
    }
    return SOP_CLASSES.containsKey(sopClass)
        ? Optional.empty()
        : Optional.of("the SOP Class is not CR, DX for presentation or Secondary Capture");
  }

  private static Optional<String> otherModality(Dataset dataset) {
    String bySopClass = SOP_CLASSES.get(dataset.string(Tag.SOP_CLASS_UID).orElse(""));
    String modality = dataset.string(Tag.MODALITY).orElse(bySopClass == null ? "" : bySopClass);
    return MODALITIES.contains(modality)
        ? Optional.empty()
        : Optional.of("the Modality is not CR or DX");
  }

  private static Optional<String> notGrayscale(Dataset dataset) {
    String photometric = dataset.string(Tag.PHOTOMETRIC_INTERPRETATION).orElse("");
    boolean grayscale = photometric.equals("MONOCHROME1") || photometric.equals("MONOCHROME2");
    return grayscale && dataset.integer(Tag.SAMPLES_PER_PIXEL).orElse(1) == 1
        ? Optional.empty()
        : Optional.of("the image is not grayscale (MONOCHROME1 or MONOCHROME2)");
  }

  private static Optional<String> notOneFrame(Dataset dataset) {
    int frames = dataset.integer(Tag.NUMBER_OF_FRAMES).orElse(1);
    return frames == 1 ? Optional.empty() : Optional.of("the image has " + frames + " frames");
  }

  private static Optional<String> otherSize(Dataset dataset) {
    int rows = dataset.integer(Tag.ROWS).orElse(0);
    int columns = dataset.integer(Tag.COLUMNS).orElse(0);
    return rows >= SMALLEST_SIDE && columns >= SMALLEST_SIDE
        ? Optional.empty()
        : Optional.of("the image is " + rows + " x " + columns + " pixels, smaller than any film");
  }

  private static Optional<String> otherBits(Dataset dataset) {
    int allocated = dataset.integer(Tag.BITS_ALLOCATED).orElse(0);
    int stored = dataset.integer(Tag.BITS_STORED).orElse(allocated);
    return (allocated == 8 || allocated == 16) && stored >= 8 && stored <= allocated
        ? Optional.empty()
        : Optional.of("the image has " + stored + " of " + allocated + " bits, not 8 to 16");
  }
}
